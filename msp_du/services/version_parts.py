"""Rows that name parts of the curriculum, led from one version to another by code."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import Session

from msp_du.domain.errors import Rule, RuleViolation
from msp_du.models import (
    Assessment,
    Base,
    BoardDecision,
    Credit,
    CurriculumVersion,
    EnrolmentYear,
    Mark,
    MarkChange,
    Module,
    Unit,
)

_PARTS = (Unit.__tablename__, Module.__tablename__, Assessment.__tablename__)


@dataclass(frozen=True, slots=True)
class Scope:
    """Whose rows: of some enrolment years, and of a cohort if its own follow."""

    year_ids: Collection[UUID]
    number: int
    former_ids: Collection[UUID]
    """The versions followed until now."""
    cohort_id: UUID | None = None


@dataclass(frozen=True, slots=True)
class _Use:
    """A column that names parts, in rows of the scope, and which parts those rows name."""

    column: sa.Column[Any]
    rows: ColumnElement[bool]
    part_ids: Collection[UUID]


def has_results(session: Session, year_ids: Collection[UUID]) -> bool:
    """Tell whether any of these years was ever marked, or decided on."""
    return any(
        session.execute(
            select(table.id).where(table.enrolment_year_id.in_(year_ids)).limit(1)
        ).first()
        for table in (Mark, MarkChange, BoardDecision)
    )


def not_mapped(session: Session, scope: Scope, version: CurriculumVersion) -> list[str]:
    """List the codes that rows of the scope name and the version does not have in that year."""
    codes, there = _codes(session, scope), _ids(session, scope, version)
    used = {codes[one] for use in _uses(session, scope, codes) for one in use.part_ids}
    return sorted({code for part, code in used if (part, code) not in there})


def count(session: Session, scope: Scope) -> dict[str, int]:
    """Count the rows of the scope that name parts, by table."""
    found: dict[str, int] = {}
    codes = _codes(session, scope)
    for use in _uses(session, scope, codes):
        statement = select(sa.func.count()).select_from(use.column.table).where(use.rows)
        name = use.column.table.name
        found[name] = found.get(name, 0) + session.execute(statement).scalar_one()
    return found


def lead_to(session: Session, scope: Scope, version: CurriculumVersion) -> None:
    """Make years and all that hangs on them follow a version, part by part by its code.

    Raises RuleViolation VERSION_HAS_MARKS, or VERSION_NOT_MAPPED (detail ``codes``).
    """
    if has_results(session, scope.year_ids):
        raise RuleViolation(Rule.VERSION_HAS_MARKS)
    missing = not_mapped(session, scope, version)
    if missing:
        raise RuleViolation(
            Rule.VERSION_NOT_MAPPED, field="curriculum_version_id", codes=", ".join(missing)
        )
    codes, there = _codes(session, scope), _ids(session, scope, version)
    for use in _uses(session, scope, codes):
        for part_id in use.part_ids:
            session.execute(
                sa.update(use.column.table)
                .where(use.rows, use.column == part_id)
                .values({use.column.name: there[codes[part_id]]})
            )
    session.execute(
        sa.update(EnrolmentYear)
        .where(EnrolmentYear.id.in_(scope.year_ids))
        .values(curriculum_version_id=version.id)
    )
    session.expire_all()
    _measure(session, scope)


def _measure(session: Session, scope: Scope) -> None:
    """Read anew the placement minutes that the credits granted in these years take away."""
    modules = (
        select(sa.func.coalesce(sa.func.sum(Module.placement_minutes), 0))
        .where(sa.or_(Module.id == Credit.module_id, Module.unit_id == Credit.unit_id))
        .correlate(Credit)
        .scalar_subquery()
    )
    session.execute(
        sa.update(Credit)
        .where(Credit.enrolment_year_id.in_(scope.year_ids), Credit.from_year_id.is_(None))
        .values(placement_minutes=modules),
        execution_options={"synchronize_session": False},
    )


def _codes(session: Session, scope: Scope) -> dict[UUID, tuple[str, str]]:
    """Return table and code of each part of that year of the former versions, by id."""
    return {
        part_id: (table, code)
        for table, part_id, code in _parts(session, scope.former_ids, scope.number)
    }


def _ids(session: Session, scope: Scope, version: CurriculumVersion) -> dict[tuple[str, str], UUID]:
    return {
        (table, code): part_id
        for table, part_id, code in _parts(session, [version.id], scope.number)
    }


def _parts(
    session: Session, version_ids: Collection[UUID], number: int
) -> Iterator[tuple[str, UUID, str]]:
    here = (Unit.curriculum_version_id.in_(version_ids), Unit.year_number == number)
    units = select(Unit.id, Unit.code).where(*here)
    modules = select(Module.id, Module.code).join(Unit).where(*here)
    assessments = select(Assessment.id, Assessment.code).join(Module).join(Unit).where(*here)
    for table, statement in zip(_PARTS, (units, modules, assessments), strict=True):
        for part_id, code in session.execute(statement):
            yield table, part_id, code


def _uses(session: Session, scope: Scope, codes: Mapping[UUID, tuple[str, str]]) -> list[_Use]:
    found = []
    for column in _columns():
        rows = _rows(column.table, scope)
        if rows is None:
            continue
        of_year = sa.and_(rows, column.in_(codes))
        ids = session.execute(select(column).where(of_year).distinct()).scalars().all()
        found.append(_Use(column, of_year, ids))
    return found


def _rows(table: sa.FromClause, scope: Scope) -> ColumnElement[bool] | None:
    if "enrolment_year_id" in table.c:
        return table.c.enrolment_year_id.in_(scope.year_ids)
    if scope.cohort_id is not None:
        return table.c.cohort_id == scope.cohort_id
    return None


@cache
def _columns() -> list[sa.Column[Any]]:
    """List the columns by which rows of an enrolment year or a cohort name parts."""
    return [
        key.parent
        for table in Base.metadata.sorted_tables
        for key in sorted(table.foreign_keys, key=lambda key: key.parent.name)
        if key.column.table.name in _PARTS
        and {"enrolment_year_id", "cohort_id"} & set(table.c.keys())
    ]
