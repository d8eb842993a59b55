"""The mail to a tutor that a version of the curriculum was corrected. No title, no name."""

from uuid import UUID

from flask import Flask
from sqlalchemy.orm import Session

from msp_du.config import Config
from msp_du.domain.vocabulary import JobKind
from msp_du.extensions import transaction
from msp_du.jobs import transport
from msp_du.jobs.letters import Letter, compose, sender_of
from msp_du.jobs.task import Task
from msp_du.models import Account, CurriculumVersion, Institution
from msp_du.web.addresses import public_url
from msp_du.web.i18n import lazy

KINDS = frozenset({JobKind.MAIL_CURRICULUM_CORRECTED})
SUBJECT = lazy("%(product)s : le programme est corrigé")
TEMPLATE = "curriculum_corrected"


def deliver(app: Flask, task: Task) -> None:
    """Write to the tutor, if the account is open and the version is there; else to nobody."""
    config: Config = app.extensions["msp_du_config"]
    with app.app_context(), transaction() as session:
        letter = _prepare(session, app, task, config)
    if letter is not None:
        transport.send(config, compose(app, letter))


def _prepare(session: Session, app: Flask, task: Task, config: Config) -> Letter | None:
    account = session.get(Account, UUID(task.payload["account_id"]))
    version = session.get(CurriculumVersion, UUID(task.payload["version_id"]))
    if version is None or account is None or not account.is_active:
        return None
    values = {"version_id": str(version.id)}
    return Letter(
        id=task.id,
        recipient=account.email,
        language=account.language,
        sender=sender_of(config, session.get(Institution, version.institution_id)),
        subject=SUBJECT,
        template=TEMPLATE,
        context={"url": public_url(app, "curriculum.show_version", account.language, values)},
    )
