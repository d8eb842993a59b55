"""Which documents of placements were received, and which are awaited."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any
from uuid import UUID

from sqlalchemy import BindParameter, ColumnElement, bindparam, select
from sqlalchemy.orm import Session, contains_eager, joinedload, selectinload

from msp_du.domain.placement_documents import PAPERS, Papers, PlacementPaper, papers
from msp_du.domain.vocabulary import EnrolmentState, HoursState, Regime
from msp_du.models import (
    Cohort,
    Enrolment,
    EnrolmentYear,
    HoursEntry,
    Organisation,
    Placement,
    PlacementDocument,
)
from msp_du.services.columns import rows
from msp_du.services.hours_rows import counted

_IDS: BindParameter[Any] = bindparam("ids", expanding=True)


@dataclass(frozen=True, slots=True)
class Awaited:
    """A placement with approved hours whose document is not in yet."""

    placement: Placement
    paper: PlacementPaper


def of_years(session: Session, required: Mapping[UUID, int]) -> dict[UUID, Papers]:
    """Return the documents of enrolment years from the minutes each requires; one statement."""
    found: dict[UUID, list[tuple[Regime, bool, str]]] = {one: [] for one in required}
    for year_id, regime, received_on, host in rows(session, _OF_YEARS, {"ids": list(required)}):
        found[year_id].append((regime, received_on is not None, host))
    return {one: _papers(minutes, found[one]) for one, minutes in required.items()}


def _papers(minutes: int, placements: Sequence[tuple[Regime, bool, str]]) -> Papers:
    """Return the documents of a year; each placement is a regime, whether received, and a host."""
    known = papers(minutes, [(regime, is_received) for regime, is_received, _host in placements])
    owing = tuple(host for _regime, is_received, host in placements if not is_received)
    return replace(known, hosts=owing)


def of_placement(session: Session, placement_id: UUID) -> PlacementDocument | None:
    """Return the document that was received for a placement, with who noted it."""
    statement = (
        select(PlacementDocument)
        .where(PlacementDocument.placement_id == placement_id)
        .options(joinedload(PlacementDocument.account))
    )
    return session.execute(statement).scalar_one_or_none()


def awaited(
    session: Session, cohort: Cohort, year_number: int, *, only: Collection[UUID] | None = None
) -> list[Awaited]:
    """List what is awaited in a year of a cohort, by name of the trainee; two statements.

    Of those who left nothing is awaited any more. ``only`` keeps these placements.
    """
    enrolment = contains_eager(Placement.enrolment_year).contains_eager(EnrolmentYear.enrolment)
    statement = (
        select(Placement)
        .join(EnrolmentYear, EnrolmentYear.id == Placement.enrolment_year_id)
        .join(Enrolment, Enrolment.id == EnrolmentYear.enrolment_id)
        .join(Enrolment.person)
        .outerjoin(PlacementDocument, PlacementDocument.placement_id == Placement.id)
        .where(
            Enrolment.cohort_id == cohort.id,
            Enrolment.state != EnrolmentState.WITHDRAWN,
            EnrolmentYear.year_number == year_number,
            PlacementDocument.id.is_(None),
            _has_approved_hours(),
        )
        .options(
            enrolment.contains_eager(Enrolment.person),
            joinedload(Placement.organisation),
            selectinload(Placement.periods),
        )
    )
    if only is not None:
        statement = statement.where(Placement.id.in_(only))
    found = session.execute(statement).scalars().all()
    return [Awaited(one, PAPERS[one.regime]) for one in sorted(found, key=_place)]


def _has_approved_hours() -> ColumnElement[bool]:
    return (
        select(HoursEntry.id)
        .where(
            HoursEntry.placement_id == Placement.id,
            HoursEntry.state == HoursState.APPROVED,
            counted(),
        )
        .exists()
    )


def _place(placement: Placement) -> tuple[str, str]:
    return placement.enrolment_year.enrolment.person.sort_key, str(placement.id)


_OF_YEARS = (
    select(
        Placement.enrolment_year_id,
        Placement.regime,
        PlacementDocument.received_on,
        Organisation.name,
    )
    .join(Organisation, Organisation.id == Placement.organisation_id)
    .outerjoin(PlacementDocument, PlacementDocument.placement_id == Placement.id)
    .where(Placement.enrolment_year_id.in_(_IDS), _has_approved_hours())
    .order_by(Placement.enrolment_year_id, Placement.id)
)
