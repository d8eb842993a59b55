"""The mails about marks: one was corrected, a question waits, an answer came. No name, no mark."""

from collections.abc import Mapping
from uuid import UUID

from flask import Flask
from sqlalchemy.orm import Session

from msp_du.config import Config
from msp_du.domain.vocabulary import JobKind
from msp_du.extensions import transaction
from msp_du.jobs import transport
from msp_du.jobs.letters import Letter, compose, sender_of
from msp_du.jobs.task import Task
from msp_du.models import Account, Institution
from msp_du.web.addresses import public_url
from msp_du.web.i18n import lazy

KINDS: Mapping[JobKind, tuple[str, str]] = {
    JobKind.MAIL_MARK_CHANGED: ("mark_changed", lazy("Une note a été corrigée")),
    JobKind.MAIL_MARK_QUESTION: ("mark_question", lazy("Une question vous attend")),
    JobKind.MAIL_MARK_ANSWER: ("mark_answer", lazy("Une réponse à votre question")),
}
"""The template and the subject of each kind."""


def deliver(app: Flask, task: Task) -> None:
    """Write the mail and send it; none when nobody reads it any more."""
    config: Config = app.extensions["msp_du_config"]
    with app.app_context(), transaction() as session:
        letter = _prepare(session, app, task, config)
    if letter is not None:
        transport.send(config, compose(app, letter))


def _prepare(session: Session, app: Flask, task: Task, config: Config) -> Letter | None:
    account = session.get(Account, UUID(task.payload["account_id"]))
    if account is None or not account.is_active:
        return None
    template, subject = KINDS[task.kind]
    return Letter(
        id=task.id,
        recipient=account.email,
        language=account.language,
        sender=sender_of(config, session.get(Institution, task.institution_id)),
        subject=subject,
        template=template,
        context={"url": public_url(app, "marks.list_marks", account.language, {})},
    )
