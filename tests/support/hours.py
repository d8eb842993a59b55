"""Logging a day on a given Thursday: what tests of the log's services share."""

from datetime import UTC, date, datetime
from uuid import UUID, uuid4

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from msp_du.domain.errors import RuleViolation
from msp_du.domain.hours import HoursWarning
from msp_du.domain.vocabulary import HoursKind
from msp_du.extensions import transaction
from msp_du.models import Account, AuditEvent, HoursEntry, Placement
from msp_du.services import hours

NOW = datetime(2026, 11, 19, 18, tzinfo=UTC)
THURSDAY = date(2026, 11, 19)
DAY = hours.LoggedDay(THURSDAY, HoursKind.GROUP, minutes=420)
WHOLE_YEAR = [(date(2026, 9, 1), date(2027, 8, 31), 280 * 60)]


def log(
    session: Session,
    placement: Placement,
    trainee: Account,
    day: hours.LoggedDay = DAY,
    *,
    client_id: UUID | None = None,
    confirmed: tuple[HoursWarning, ...] = (),
    now: datetime = NOW,
) -> HoursEntry:
    with transaction():
        return hours.log(
            session,
            placement,
            day,
            actor=trainee,
            client_id=client_id or uuid4(),
            confirmed=confirmed,
            now=now,
        )


def refusal(*args: object, **kwargs: object) -> RuleViolation:
    with pytest.raises(RuleViolation) as refused:
        log(*args, **kwargs)  # type: ignore[arg-type]
    return refused.value


def acts(session: Session) -> list[str]:
    return list(session.execute(select(AuditEvent.act).order_by(AuditEvent.sequence)).scalars())


def count(session: Session) -> int:
    return session.execute(select(func.count(HoursEntry.id))).scalar_one()
