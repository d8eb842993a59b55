"""The legal figures of placements that an institution works with, and changing them."""

from dataclasses import dataclass
from datetime import date
from typing import Final
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session, selectinload

from msp_du.domain.allowances import Rate
from msp_du.domain.errors import Rule, RuleViolation
from msp_du.domain.placement_lengths import YearStart
from msp_du.domain.placement_limits import LegalFigures
from msp_du.models import Account, AllowanceRate, Institution, PlacementSettings
from msp_du.services import audit

COLUMNS: Final = (
    "day_minutes",
    "month_days",
    "most_minutes",
    "allowance_above_minutes",
    "least_taught_minutes",
    "least_present_minutes",
    "gap_divisor",
    "usual_week_minutes",
    "most_week_minutes",
    "continuing_minutes",
    "most_supervised",
    "most_followed",
)
"""Figures that are a column of their own, under the same name."""


@dataclass(frozen=True, slots=True)
class InForce:
    """The figures, and the version of their row: 0 while an institution set none."""

    figures: LegalFigures
    version: int


def of_institution(session: Session, institution_id: UUID) -> LegalFigures:
    """Return the figures in force; two statements at most."""
    return in_force(session, institution_id).figures


def in_force(session: Session, institution_id: UUID) -> InForce:
    """Return the figures in force, with what a page needs to change them."""
    row = _row(session, institution_id)
    if row is None:
        return InForce(LegalFigures(), 0)
    figures = LegalFigures(
        **{name: getattr(row, name) for name in COLUMNS},
        year_starts=YearStart(row.year_month, row.year_day),
        rates=tuple(Rate(rate.applies_from, rate.cents) for rate in row.rates),
    )
    return InForce(figures, row.version)


def change(
    session: Session,
    institution: Institution,
    figures: LegalFigures,
    *,
    version: int,
    actor: Account,
) -> None:
    """Write the figures; locks the institution.

    Raises RuleViolation STALE_VERSION when another page wrote since ``version`` was read.
    """
    session.refresh(institution, with_for_update=True)
    row = _row(session, institution.id)
    if (row.version if row else 0) != version:
        raise RuleViolation(Rule.STALE_VERSION)
    if row is None:
        row = PlacementSettings(institution_id=institution.id)
        session.add(row)
    else:
        row.version += 1  # also when only its rates changed
    for name in COLUMNS:
        setattr(row, name, getattr(figures, name))
    row.year_month, row.year_day = figures.year_starts.month, figures.year_starts.day
    _write_rates(row, {rate.applies_from: rate.cents for rate in figures.rates})
    session.flush()
    details = {name: getattr(figures, name) for name in COLUMNS} | {
        "rates": [(rate.applies_from, rate.cents) for rate in figures.rates],
        "year_starts": (row.year_month, row.year_day),
    }
    audit.record(session, "placement-settings:change", row, actor=actor, details=details)


def _row(session: Session, institution_id: UUID) -> PlacementSettings | None:
    statement = (
        select(PlacementSettings)
        .where(PlacementSettings.institution_id == institution_id)
        .options(selectinload(PlacementSettings.rates))
    )
    return session.execute(statement).scalar_one_or_none()


def _write_rates(row: PlacementSettings, wanted: dict[date, int]) -> None:
    """Keep the row of a rate whose day stays: rows are unique by it."""
    known = {rate.applies_from: rate for rate in row.rates}
    row.rates = [known.get(day, AllowanceRate(applies_from=day)) for day in sorted(wanted)]
    for rate in row.rates:
        rate.cents = wanted[rate.applies_from]
