"""What refers to the parts of a version, and so keeps them, by the foreign keys that there are."""

from collections.abc import Collection, Iterator, Mapping
from typing import Final
from uuid import UUID

from sqlalchemy import Column, select
from sqlalchemy.orm import Session

from msp_du.domain.curriculum import Curriculum
from msp_du.domain.curriculum_sync import PartUse, SyncPlan
from msp_du.domain.errors import Rule, RuleViolation
from msp_du.models import (
    Assessment,
    Base,
    CurriculumVersion,
    EnrolmentYear,
    Module,
    ModuleCompetency,
    Unit,
)
from msp_du.services.curriculum_rows import Rows

_OWN: Final = frozenset(
    table.__tablename__ for table in (CurriculumVersion, Unit, Module, Assessment, ModuleCompetency)
)
_PARTS: Final = frozenset(table.__tablename__ for table in (Unit, Module, Assessment))
_USES: Final[Mapping[str, PartUse]] = {
    "mark": PartUse.MARK,
    "mark_change": PartUse.MARK,
    "placement": PartUse.PLACEMENT,
    "role_grant": PartUse.TUTOR,
}


def check_removable(
    session: Session,
    version: CurriculumVersion,
    content: Curriculum,
    plan: SyncPlan,
    rows: Rows,
) -> None:
    """Refuse to take away what something refers to: CURRICULUM_PART_IN_USE, ``code`` and ``use``.

    A part that goes to another year is taken from those who follow the year it was in.
    """
    leaving = {rows[key].id: key for key in (*plan.removed, *plan.other_year)}
    if leaving:
        for use, row_id in _uses(session, leaving):
            code = leaving[row_id].code
            raise RuleViolation(Rule.CURRICULUM_PART_IN_USE, code=code, use=use)
    followed = select(EnrolmentYear.year_number).where(
        EnrolmentYear.curriculum_version_id == version.id,
        EnrolmentYear.year_number.not_in([year.number for year in content.years]),
    )
    number = session.execute(followed.limit(1)).scalar_one_or_none()
    if number is not None:
        raise RuleViolation(Rule.CURRICULUM_PART_IN_USE, code=number, use=PartUse.YEAR)


def _uses(session: Session, ids: Collection[UUID]) -> Iterator[tuple[PartUse, UUID]]:
    """Return what refers to some rows, the marks first; a statement for each column that could."""
    order = list(PartUse)
    columns = sorted(_referring(), key=lambda column: order.index(_use_of(column)))
    for column in columns:
        statement = select(column).where(column.in_(ids)).limit(1)
        for row_id in session.execute(statement).scalars():
            yield _use_of(column), row_id


def _referring() -> list[Column[UUID]]:
    """List the columns of other areas that hold the id of a part."""
    return [
        key.parent
        for table in Base.metadata.sorted_tables
        if table.name not in _OWN
        for key in table.foreign_keys
        if key.column.table.name in _PARTS
    ]


def _use_of(column: Column[UUID]) -> PartUse:
    return _USES.get(column.table.name, PartUse.OTHER)
