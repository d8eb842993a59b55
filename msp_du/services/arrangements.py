"""Study arrangements: who has which, on which days, and who is told; a reason is kept nowhere."""

from collections import defaultdict
from collections.abc import Collection, Mapping
from datetime import date
from typing import Final
from uuid import UUID

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import InstrumentedAttribute, Session

from msp_du.domain.arrangements import Arrangement, ArrangementKind, Audience
from msp_du.models import Enrolment, EnrolmentYear, StudyArrangement

TOLD: Final[Mapping[Audience, InstrumentedAttribute[bool]]] = {
    Audience.INSTRUCTORS: StudyArrangement.tells_instructors,
    Audience.EXAMINERS: StudyArrangement.tells_examiners,
    Audience.BOARD: StudyArrangement.tells_board,
}
"""The column that says whether an audience is told."""


def of_enrolment(session: Session, enrolment: Enrolment) -> list[StudyArrangement]:
    """List the arrangements of somebody, the latest first."""
    statement = (
        select(StudyArrangement)
        .where(StudyArrangement.enrolment_id == enrolment.id)
        .order_by(StudyArrangement.starts_on.desc(), StudyArrangement.kind, StudyArrangement.id)
    )
    return list(session.execute(statement).scalars())


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


def is_exempt(day: ColumnElement[date]) -> ColumnElement[bool]:
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
