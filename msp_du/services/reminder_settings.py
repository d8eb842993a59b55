"""How an institution reminds people: whether, how often, and when coordinators hear of it."""

from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from msp_du.domain.errors import Rule, RuleViolation
from msp_du.models import Account, Institution, ReminderSettings
from msp_du.services import audit


def of_institution(session: Session, institution_id: UUID) -> ReminderSettings:
    """Return what is set; where nothing is, the defaults, in a row that is not kept."""
    return _kept(session, institution_id) or _defaults(institution_id)


def change(
    session: Session,
    institution: Institution,
    *,
    is_on: bool,
    every_days: int,
    escalate_after_days: int,
    version: int,
    actor: Account,
) -> None:
    """Write the settings; STALE_VERSION when another page wrote since ``version`` was read."""
    session.refresh(institution, with_for_update=True)
    settings = _kept(session, institution.id)
    if (settings.version if settings else 0) != version:
        raise RuleViolation(Rule.STALE_VERSION)
    if settings is None:
        settings = _defaults(institution.id)
        settings.version = 1
        session.add(settings)
    settings.is_on = is_on
    settings.every_days = every_days
    settings.escalate_after_days = escalate_after_days
    session.flush()
    audit.record(
        session,
        "reminders:set",
        settings,
        actor=actor,
        details={"on": is_on, "every": every_days, "escalate_after": escalate_after_days},
    )


def _kept(session: Session, institution_id: UUID) -> ReminderSettings | None:
    statement = select(ReminderSettings).where(ReminderSettings.institution_id == institution_id)
    return session.execute(statement).scalar_one_or_none()


def _defaults(institution_id: UUID) -> ReminderSettings:
    return ReminderSettings(
        institution_id=institution_id, is_on=True, every_days=7, escalate_after_days=14, version=0
    )
