"""The mail to the holder of a document whose code was tried too often. No title, no name."""

from uuid import UUID

from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from msp_du.config import Config
from msp_du.domain.vocabulary import JobKind
from msp_du.extensions import transaction
from msp_du.jobs import transport
from msp_du.jobs.letters import Letter, compose, sender_of
from msp_du.jobs.task import Task
from msp_du.models import Account, Document, Institution
from msp_du.web.addresses import public_url
from msp_du.web.i18n import lazy

KINDS = frozenset({JobKind.MAIL_CODE_TRIED})
SUBJECT = lazy("%(product)s : un de vos codes a été essayé plusieurs fois")
TEMPLATE = "code_tried"


def deliver(app: Flask, task: Task) -> None:
    """Write to the holder, if they have an account that is open; else to nobody."""
    config: Config = app.extensions["msp_du_config"]
    with app.app_context(), transaction() as session:
        letter = _prepare(session, app, task, config)
    if letter is not None:
        transport.send(config, compose(app, letter))


def _prepare(session: Session, app: Flask, task: Task, config: Config) -> Letter | None:
    document = session.get(Document, UUID(task.payload["document_id"]))
    if document is None:
        return None
    holder = select(Account).where(Account.person_id == document.person_id)
    account = session.execute(holder).scalar_one_or_none()
    if account is None or not account.is_active:
        return None
    return Letter(
        id=task.id,
        recipient=account.email,
        language=account.language,
        sender=sender_of(config, session.get(Institution, document.institution_id)),
        subject=SUBJECT,
        template=TEMPLATE,
        context={"url": public_url(app, "home.show", account.language, {})},
    )
