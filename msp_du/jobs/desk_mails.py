"""The mails to contacts without an account: each makes its link when it is written.

Whoever holds the link holds the desk: the payload names a contact, never a secret, and the address
is the one recorded for that contact at the moment the mail leaves.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from uuid import UUID

from flask import Flask
from sqlalchemy.orm import Session

from msp_du.config import Config
from msp_du.domain.vocabulary import JobKind, Language
from msp_du.extensions import transaction
from msp_du.jobs import transport
from msp_du.jobs.letters import Letter, compose, sender_of
from msp_du.jobs.task import Task
from msp_du.models import Contact, Institution
from msp_du.services import desk_links
from msp_du.web.addresses import public_url
from msp_du.web.i18n import lazy


@dataclass(frozen=True, slots=True)
class _Kind:
    """What a kind of mail is made of; its link opens the desk."""

    template: str
    subject: str


KINDS: Mapping[JobKind, _Kind] = {
    JobKind.MAIL_DESK_LINK: _Kind("desk_link", lazy("%(product)s : votre lien personnel")),
}


def deliver(app: Flask, task: Task) -> None:
    """Make the link, write the mail and send it; a contact without an address gets none."""
    config: Config = app.extensions["msp_du_config"]
    with app.app_context(), transaction() as session:
        letter = _prepare(session, app, task, config)
    if letter is not None:
        transport.send(config, compose(app, letter))


def _prepare(session: Session, app: Flask, task: Task, config: Config) -> Letter | None:
    contact = session.get(Contact, UUID(task.payload["contact_id"]))
    if contact is None or contact.email is None:
        return None
    kind = KINDS[task.kind]
    secret = desk_links.issue(session, contact, now=datetime.now(UTC))
    url = public_url(app, "host_desk.open_link", Language.FRENCH, {"secret": secret})
    return Letter(
        id=task.id,
        recipient=contact.email,
        language=Language.FRENCH,
        sender=sender_of(config, session.get(Institution, contact.institution_id)),
        subject=kind.subject,
        template=kind.template,
        context={"url": url},
    )
