"""Study arrangements: who has which, on which days, and who is told; a reason is kept nowhere."""

from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final
from uuid import UUID

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import InstrumentedAttribute, Session

from msp_du.domain import arrangements as rules
from msp_du.domain.arrangements import Arrangement, ArrangementKind, Audience
from msp_du.domain.errors import Rule, RuleViolation
from msp_du.models import Account, Enrolment, EnrolmentYear, StudyArrangement
from msp_du.services import audit

TOLD: Final[Mapping[Audience, InstrumentedAttribute[bool]]] = {
    Audience.INSTRUCTORS: StudyArrangement.tells_instructors,
    Audience.EXAMINERS: StudyArrangement.tells_examiners,
    Audience.BOARD: StudyArrangement.tells_board,
}
"""The column that says whether an audience is told."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is arranged, and who is told."""

    arrangement: Arrangement
    audiences: frozenset[Audience] = frozenset()


def add(
    session: Session, enrolment: Enrolment, wanted: Wanted, *, actor: Account | None
) -> StudyArrangement:
    """Arrange something for somebody; raises RuleViolation as ``domain.arrangements.check``."""
    _lock(session, enrolment)
    row = StudyArrangement(institution_id=enrolment.institution_id, enrolment_id=enrolment.id)
    _write(row, wanted)
    session.add(row)
    session.flush()
    audit.record(session, "arrangements:add", row, actor=actor)
    return row


def change(
    session: Session, row: StudyArrangement, wanted: Wanted, *, version: int, actor: Account
) -> None:
    """Change an arrangement; raises as ``add``, or STALE_VERSION."""
    _check_version(session, row, version)
    _write(row, wanted)
    session.flush()
    audit.record(session, "arrangements:change", row, actor=actor)


def remove(session: Session, row: StudyArrangement, *, version: int, actor: Account) -> None:
    """Remove an arrangement that was made by mistake; STALE_VERSION when it changed meanwhile."""
    _check_version(session, row, version)
    audit.record(session, "arrangements:remove", row, actor=actor)
    session.delete(row)
    session.flush()


def of_enrolment(session: Session, enrolment: Enrolment) -> list[StudyArrangement]:
    """List the arrangements of somebody, the latest first."""
    statement = (
        select(StudyArrangement)
        .where(StudyArrangement.enrolment_id == enrolment.id)
        .order_by(StudyArrangement.starts_on.desc(), StudyArrangement.kind, StudyArrangement.id)
    )
    return list(session.execute(statement).scalars())


def of_cohort(
    session: Session, cohort_id: UUID, *, on: date
) -> dict[UUID, tuple[Arrangement, ...]]:
    """Return what is arranged on a day for those of a cohort, by enrolment; one statement."""
    statement = (
        select(StudyArrangement)
        .join(Enrolment, Enrolment.id == StudyArrangement.enrolment_id)
        .where(
            Enrolment.cohort_id == cohort_id,
            StudyArrangement.starts_on <= on,
            StudyArrangement.ends_on >= on,
        )
        .order_by(StudyArrangement.starts_on, StudyArrangement.kind)
    )
    found: defaultdict[UUID, list[Arrangement]] = defaultdict(list)
    for row in session.execute(statement).scalars():
        found[row.enrolment_id].append(plain(row))
    return {enrolment_id: tuple(notes) for enrolment_id, notes in found.items()}


def notes_for(
    session: Session,
    year_ids: Collection[UUID],
    audience: Audience,
    *,
    on: date | None = None,
) -> dict[UUID, tuple[Arrangement, ...]]:
    """Return what an audience must know of each year that has something, by the year's id.

    ``on`` keeps what holds on a day; else all that is or was arranged. One statement.
    """
    statement = (
        select(EnrolmentYear.id, StudyArrangement)
        .join(StudyArrangement, StudyArrangement.enrolment_id == EnrolmentYear.enrolment_id)
        .where(EnrolmentYear.id.in_(year_ids), TOLD[audience])
        .order_by(StudyArrangement.starts_on, StudyArrangement.kind)
    )
    if on is not None:
        statement = statement.where(
            StudyArrangement.starts_on <= on, StudyArrangement.ends_on >= on
        )
    found: defaultdict[UUID, list[Arrangement]] = defaultdict(list)
    for year_id, row in session.execute(statement):
        found[year_id].append(plain(row))
    return {year_id: tuple(notes) for year_id, notes in found.items()}


def plain(row: StudyArrangement) -> Arrangement:
    """Return an arrangement without whose it is."""
    return Arrangement(row.kind, row.starts_on, row.ends_on, row.percent, row.precision)


def is_exempt(day: InstrumentedAttribute[date]) -> ColumnElement[bool]:
    """Keep the days of an enrolment year on which its trainee need not attend."""
    return (
        select(StudyArrangement.id)
        .where(
            StudyArrangement.enrolment_id == EnrolmentYear.enrolment_id,
            StudyArrangement.kind == ArrangementKind.ATTENDANCE_EXEMPTION,
            StudyArrangement.starts_on <= day,
            StudyArrangement.ends_on >= day,
        )
        .exists()
    )


def _write(row: StudyArrangement, wanted: Wanted) -> None:
    arrangement = wanted.arrangement
    rules.check(arrangement)
    row.kind, row.percent = arrangement.kind, arrangement.percent
    row.starts_on, row.ends_on = arrangement.starts_on, arrangement.ends_on
    row.precision = arrangement.precision
    for audience, column in TOLD.items():
        setattr(row, column.key, audience in wanted.audiences)


def _check_version(session: Session, row: StudyArrangement, version: int) -> None:
    _lock(session, row.enrolment)
    session.refresh(row, with_for_update={"of": StudyArrangement})
    if row.version != version:
        raise RuleViolation(Rule.STALE_VERSION)


def _lock(session: Session, enrolment: Enrolment) -> None:
    """Lock the enrolment, as the board does: an exemption changes what it decides on."""
    session.execute(select(Enrolment.id).where(Enrolment.id == enrolment.id).with_for_update())
