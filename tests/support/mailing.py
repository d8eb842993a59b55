"""Mails as tests queue and read them."""

from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path
from uuid import uuid4

from msp_du.domain.vocabulary import JobKind
from msp_du.extensions import transaction
from msp_du.models import Account
from msp_du.services import outbox


def kept(folder: Path) -> list[EmailMessage]:
    """Return the mails kept in files, in the order in which they left."""
    files = sorted(folder.glob("*.eml"), key=lambda path: int(path.stem))
    return [message_from_bytes(path.read_bytes(), policy=policy.default) for path in files]


def text_of(message: EmailMessage) -> str:
    text: str = message.get_content()
    return text


def queue(account: Account, kind: JobKind, **payload: str) -> None:
    with transaction() as s:
        outbox.queue(s, kind, f"{kind}:{uuid4()}", {"account_id": str(account.id)} | payload)
