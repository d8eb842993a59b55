"""The mails about hours: that some wait for a decision, that some came back. No name, no place."""

from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

from flask import Flask
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from msp_du.config import Config
from msp_du.domain.vocabulary import HoursState, JobKind
from msp_du.extensions import transaction
from msp_du.jobs import transport
from msp_du.jobs.letters import Letter, compose, sender_of
from msp_du.jobs.task import Task
from msp_du.models import Account, HoursEntry, Institution
from msp_du.web.addresses import public_url
from msp_du.web.i18n import lazy


@dataclass(frozen=True, slots=True)
class _Kind:
    """What a kind of mail is made of; it counts the entries of one state."""

    template: str
    subject: str
    state: HoursState
    endpoint: str


KINDS: Mapping[JobKind, _Kind] = {
    JobKind.MAIL_HOURS_TO_APPROVE: _Kind(
        "hours_to_approve",
        lazy("Heures de stage à valider"),
        HoursState.SUBMITTED,
        "host_desk.show_desk",
    ),
    JobKind.MAIL_HOURS_RETURNED: _Kind(
        "hours_returned",
        lazy("Une saisie vous revient"),
        HoursState.RETURNED,
        "hours.show_log",
    ),
}


def deliver(app: Flask, task: Task) -> None:
    """Count, write the mail and send it; none when nothing waits any more or nobody reads it."""
    config: Config = app.extensions["msp_du_config"]
    with app.app_context(), transaction() as session:
        letter = _prepare(session, app, task, config)
    if letter is not None:
        transport.send(config, compose(app, letter))


def _prepare(session: Session, app: Flask, task: Task, config: Config) -> Letter | None:
    kind = KINDS[task.kind]
    account = session.get(Account, UUID(task.payload["account_id"]))
    if account is None or not account.is_active:
        return None
    counted = select(func.count(), func.coalesce(func.sum(HoursEntry.minutes), 0)).where(
        HoursEntry.placement_id == UUID(task.payload["placement_id"]),
        HoursEntry.state == kind.state,
    )
    entries, minutes = session.execute(counted).one()
    if not entries:
        return None
    return Letter(
        id=task.id,
        recipient=account.email,
        language=account.language,
        sender=sender_of(config, session.get(Institution, task.institution_id)),
        subject=kind.subject,
        template=kind.template,
        context={
            "url": public_url(app, kind.endpoint, account.language, {}),
            "entries": entries,
            "minutes": int(minutes),
        },
    )
