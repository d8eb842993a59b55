"""A mail, from its facts to the message: neutral subject and sender, no header slipped in."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from email import policy
from email.headerregistry import Address
from email.message import EmailMessage
from urllib.parse import urlsplit
from uuid import UUID

from flask import Flask
from flask_babel import force_locale

from msp_du.config import Config
from msp_du.domain.vocabulary import Language
from msp_du.models import Institution
from msp_du.web.i18n import _

DEFAULT_NAME = "Suivi"
_HOST_NAME = re.compile(r"[a-z0-9-]+(\.[a-z0-9-]+)*")
_REVEALING = re.compile(
    r"sant[ée] mentale|psychiatr|\bpairs?\b|pair-aidance|\bmsp\b|r[ée]tablissement", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class Sender:
    """How an institution signs its mails: nothing here says what it teaches."""

    product_name: str
    name: str
    address: str
    host: str


@dataclass(frozen=True, slots=True)
class Attachment:
    """A calendar that goes with a mail; its name says nothing of whom it is about."""

    name: str
    content: bytes


@dataclass(frozen=True, slots=True)
class Letter:
    """Everything a mail is made of; ``subject`` is a source text with ``%(product)s`` at most."""

    id: UUID
    recipient: str
    language: Language
    sender: Sender
    subject: str
    template: str
    context: Mapping[str, object]
    attachments: Sequence[Attachment] = ()


def sender_of(config: Config, institution: Institution | None) -> Sender:
    """Return the institution's sender, or the instance's own where there is none."""
    public_host = urlsplit(config.public_url).hostname or "localhost"
    if institution is None:
        return Sender(DEFAULT_NAME, DEFAULT_NAME, f"no-reply@{public_host}", public_host)
    host = (institution.host_name or "").casefold()
    return Sender(
        product_name=_neutral(institution.product_name),
        name=_neutral(institution.sender_name),
        address=institution.sender_address,
        host=host if _HOST_NAME.fullmatch(host) else public_host,
    )


def compose(app: Flask, letter: Letter) -> EmailMessage:
    """Write the message in its reader's language; a line end in a header raises ValueError."""
    sender = letter.sender
    message = EmailMessage(policy=policy.SMTP)
    with app.app_context(), force_locale(letter.language.value):
        message["Subject"] = _(letter.subject, product=sender.product_name)
        text = app.jinja_env.get_template(f"mail/{letter.template}.txt").render(
            product_name=sender.product_name, sender_name=sender.name, **letter.context
        )
    message["From"] = Address(sender.name, addr_spec=sender.address)
    message["To"] = Address(addr_spec=letter.recipient)
    message["Date"] = datetime.now(UTC)
    message["Message-ID"] = f"<{letter.id}@{sender.host}>"
    message["Auto-Submitted"] = "auto-generated"
    message.set_content(f"{text.strip()}\n", cte="quoted-printable")
    message["Content-Language"] = letter.language.value
    for each in letter.attachments:
        message.add_attachment(
            each.content, maintype="text", subtype="calendar", filename=each.name
        )
    return message


def _neutral(name: str) -> str:
    """Return a name fit for a header: one line, and one that reveals nothing."""
    line = " ".join(name.split())
    return DEFAULT_NAME if not line or _REVEALING.search(line) else line
