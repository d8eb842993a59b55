"""Which versions of the curriculum there are, where each serves, and when it freezes."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlalchemy import func, literal, select
from sqlalchemy.orm import Session, defer

from msp_du.domain import calendar
from msp_du.domain import curriculum as rules
from msp_du.models import (
    Cohort,
    CurriculumVersion,
    EnrolmentYear,
    Institution,
    Module,
    TeachingWeek,
    Unit,
)


@dataclass(frozen=True, slots=True)
class Use:
    """Which cohorts follow a version, and the first day on which it no longer changes.

    ``first_marked_on`` and ``first_teaching_on`` are what decides of that day, where known.
    """

    cohort_codes: tuple[str, ...] = ()
    frozen_on: date | None = None
    is_frozen: bool = False
    first_marked_on: date | None = None
    first_teaching_on: date | None = None

    @property
    def is_frozen_by_mark(self) -> bool:
        """Whether it is the first mark that freezes the version, and not the teaching."""
        return self.first_marked_on is not None and self.frozen_on == self.first_marked_on


@dataclass(frozen=True, slots=True)
class VersionRow:
    """A line of the list of versions."""

    version: CurriculumVersion
    institution_name: str
    years: int
    ects: Decimal
    taught_minutes: int
    placement_minutes: int
    use: Use


def list_versions(
    session: Session, institution_ids: Collection[UUID], *, now: datetime
) -> list[VersionRow]:
    """List the versions of some institutions, the latest import first; four statements."""
    statement = (
        select(CurriculumVersion, Institution)
        .join(Institution, Institution.id == CurriculumVersion.institution_id)
        .where(CurriculumVersion.institution_id.in_(institution_ids))
        .order_by(Institution.name, CurriculumVersion.imported_at.desc())
        .options(defer(CurriculumVersion.canonical_text))
    )
    versions = session.execute(statement).all()
    ids = [version.id for version, _institution in versions]
    units = _units_by_version(session, ids)
    minutes = _minutes_by_version(session, ids)
    teaching = _teaching_by_version(session, ids)
    return [
        VersionRow(
            version=version,
            institution_name=institution.name,
            years=len({number for number, _ects in units.get(version.id, [])}),
            ects=sum((ects for _number, ects in units.get(version.id, [])), Decimal(0)),
            taught_minutes=minutes.get(version.id, (0, 0))[0],
            placement_minutes=minutes.get(version.id, (0, 0))[1],
            use=_use(version, institution, teaching.get(version.id, []), now=now),
        )
        for version, institution in versions
    ]


def use_of(session: Session, version: CurriculumVersion, *, now: datetime) -> Use:
    """Tell which cohorts follow a version, and whether it still may change."""
    institution = session.get_one(Institution, version.institution_id)
    teaching = _teaching_by_version(session, [version.id])
    return _use(version, institution, teaching.get(version.id, []), now=now)


def others_of(session: Session, version: CurriculumVersion) -> list[CurriculumVersion]:
    """List the other versions of the same code, those imported before it first, the last on top."""
    statement = (
        select(CurriculumVersion)
        .where(
            CurriculumVersion.institution_id == version.institution_id,
            CurriculumVersion.code == version.code,
            CurriculumVersion.id != version.id,
        )
        .order_by(CurriculumVersion.imported_at.desc())
    )
    others = list(session.execute(statement).scalars())
    return sorted(others, key=lambda each: each.imported_at > version.imported_at)


def _use(
    version: CurriculumVersion,
    institution: Institution,
    teaching: list[tuple[str | None, date | None]],
    *,
    now: datetime,
) -> Use:
    mondays = [monday for _code, monday in teaching if monday is not None]
    zone = ZoneInfo(institution.time_zone)
    marked_on = calendar.today(version.frozen_at, zone) if version.frozen_at else None
    taught_on = min(mondays, default=None)
    frozen_on = rules.frozen_on(first_marked_on=marked_on, first_teaching_on=taught_on)
    return Use(
        cohort_codes=tuple(code for code, _monday in teaching if code is not None),
        frozen_on=frozen_on,
        is_frozen=frozen_on is not None and frozen_on <= calendar.today(now, zone),
        first_marked_on=marked_on,
        first_teaching_on=taught_on,
    )


def _units_by_version(
    session: Session, version_ids: Collection[UUID]
) -> dict[UUID, list[tuple[int, Decimal]]]:
    statement = select(Unit.curriculum_version_id, Unit.year_number, Unit.ects).where(
        Unit.curriculum_version_id.in_(version_ids)
    )
    found: dict[UUID, list[tuple[int, Decimal]]] = {}
    for version_id, number, ects in session.execute(statement):
        found.setdefault(version_id, []).append((number, ects))
    return found


def _minutes_by_version(
    session: Session, version_ids: Collection[UUID]
) -> dict[UUID, tuple[int, int]]:
    statement = (
        select(
            Unit.curriculum_version_id,
            func.sum(Module.taught_minutes),
            func.sum(Module.placement_minutes),
        )
        .join(Module, Module.unit_id == Unit.id)
        .where(Unit.curriculum_version_id.in_(version_ids))
        .group_by(Unit.curriculum_version_id)
    )
    rows = session.execute(statement)
    return {version_id: (taught, placed) for version_id, taught, placed in rows}


def _teaching_by_version(
    session: Session, version_ids: Collection[UUID]
) -> dict[UUID, list[tuple[str | None, date | None]]]:
    """Return the cohorts of each version by code, with the first Monday of their classes.

    Without a code: the first Monday in the years of trainees of other cohorts, as repeaters are.
    """
    cohorts = (
        select(Cohort.curriculum_version_id, Cohort.code, func.min(TeachingWeek.monday))
        .outerjoin(TeachingWeek, TeachingWeek.academic_year_id == Cohort.academic_year_id)
        .where(Cohort.curriculum_version_id.in_(version_ids))
        .group_by(Cohort.curriculum_version_id, Cohort.code)
    )
    years = (
        select(EnrolmentYear.curriculum_version_id, literal(None), func.min(TeachingWeek.monday))
        .join(TeachingWeek, TeachingWeek.academic_year_id == EnrolmentYear.academic_year_id)
        .where(EnrolmentYear.curriculum_version_id.in_(version_ids))
        .group_by(EnrolmentYear.curriculum_version_id)
    )
    found: dict[UUID, list[tuple[str | None, date | None]]] = {}
    for statement in (cohorts.order_by(Cohort.code), years):
        for version_id, code, monday in session.execute(statement):
            found.setdefault(version_id, []).append((code, monday))
    return found
