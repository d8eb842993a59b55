"""Rows of a version's units, modules and assessments: made, then kept in step with its content."""

from dataclasses import dataclass, field
from typing import Final

from sqlalchemy import delete, select
from sqlalchemy.orm import Session, selectinload

from msp_du.domain import curriculum as rules
from msp_du.domain.curriculum_changes import Part
from msp_du.domain.curriculum_sync import PartKey, SyncPlan
from msp_du.models import Assessment, CurriculumVersion, Module, ModuleCompetency, Unit

MINUTES: Final = 60


@dataclass(frozen=True, slots=True)
class Rows:
    """Rows of a version by their codes."""

    units: dict[str, Unit] = field(default_factory=dict)
    modules: dict[str, Module] = field(default_factory=dict)
    assessments: dict[str, Assessment] = field(default_factory=dict)

    def __getitem__(self, key: PartKey) -> Unit | Module | Assessment:
        """Return the row of a part."""
        if key.part is Part.UNIT:
            return self.units[key.code]
        if key.part is Part.MODULE:
            return self.modules[key.code]
        return self.assessments[key.code]

    @property
    def every(self) -> list[Unit | Module | Assessment]:
        """All of them, whatever they are."""
        return [*self.units.values(), *self.modules.values(), *self.assessments.values()]


def new_units(content: rules.Curriculum) -> list[Unit]:
    """Return new rows for all of a content."""
    return [
        _fill_unit(
            Unit(
                modules=[
                    _fill_module(
                        Module(assessments=_new_assessments(module)), module, position=place
                    )
                    for place, module in enumerate(unit.modules)
                ]
            ),
            unit,
            year_number=year.number,
            position=position,
        )
        for year in content.years
        for position, unit in enumerate(year.units)
    ]


def rows_of(session: Session, version: CurriculumVersion) -> Rows:
    """Return the rows of a version, read anew; three statements."""
    statement = (
        select(Unit)
        .where(Unit.curriculum_version_id == version.id)
        .options(selectinload(Unit.modules).selectinload(Module.assessments))
    )
    found = Rows()
    units = session.execute(statement, execution_options={"populate_existing": True})
    for unit in units.scalars():
        found.units[unit.code] = unit
        for module in unit.modules:
            found.modules[module.code] = module
            found.assessments.update({one.code: one for one in module.assessments})
    return found


def sync(
    session: Session,
    version: CurriculumVersion,
    content: rules.Curriculum,
    plan: SyncPlan,
    rows: Rows,
) -> None:
    """Bring the rows in step with a content; those that stay keep their ids.

    A code may pass from one row to another: the rows that are renamed give theirs up first, and
    take the new one when those that leave are gone.
    """
    for number, (key, now) in enumerate(plan.kept.items()):
        if key != now:
            rows[key].code = f"~{number}"
    session.flush()
    staying = _staying(plan, rows)
    with session.no_autoflush:
        _attach(version, content, staying)
        session.add_all(staying.every)
        leaving = [rows[key] for key in plan.removed]
        modules = {row.id for row in leaving if isinstance(row, Module)}
        session.execute(delete(ModuleCompetency).where(ModuleCompetency.module_id.in_(modules)))
        for row in leaving:
            session.delete(row)
        session.flush()
        _fill(content, staying)
    session.flush()
    session.expire(version, ["units"])


def _staying(plan: SyncPlan, rows: Rows) -> Rows:
    """Return the rows that there are to be, the new ones empty."""
    staying = Rows()
    for key, now in plan.kept.items():
        match rows[key]:
            case Unit() as unit:
                staying.units[now.code] = unit
            case Module() as module:
                staying.modules[now.code] = module
            case Assessment() as assessment:
                staying.assessments[now.code] = assessment
    return staying


def _attach(version: CurriculumVersion, content: rules.Curriculum, rows: Rows) -> None:
    """Put each row under the one it belongs to, and make those that are missing."""
    for year in content.years:
        for place, unit in enumerate(year.units):
            if unit.code not in rows.units:
                new = _fill_unit(Unit(), unit, year_number=year.number, position=place)
                rows.units[unit.code] = new
            rows.units[unit.code].curriculum_version = version
            for position, module in enumerate(unit.modules):
                if module.code not in rows.modules:
                    rows.modules[module.code] = _fill_module(Module(), module, position=position)
                rows.modules[module.code].unit = rows.units[unit.code]
                _attach_assessments(module, rows)


def _attach_assessments(module: rules.Module, rows: Rows) -> None:
    for new in _new_assessments(module):
        assessment = rows.assessments.setdefault(new.code, new)
        assessment.module = rows.modules[module.code]


def _fill(content: rules.Curriculum, rows: Rows) -> None:
    for year in content.years:
        for place, unit in enumerate(year.units):
            _fill_unit(rows.units[unit.code], unit, year_number=year.number, position=place)
            for position, module in enumerate(unit.modules):
                _fill_module(rows.modules[module.code], module, position=position)
                for order, one in enumerate(module.assessments):
                    row = rows.assessments[one.code]
                    row.code, row.position = one.code, order


def _fill_unit(row: Unit, unit: rules.Unit, *, year_number: int, position: int) -> Unit:
    row.year_number, row.position = year_number, position
    row.code, row.title_fr, row.title_en = unit.code, unit.title.fr, unit.title.en
    row.ects, row.coefficient = unit.ects, unit.coefficient
    return row


def _fill_module(row: Module, module: rules.Module, *, position: int) -> Module:
    row.position = position
    row.code, row.title_fr, row.title_en = module.code, module.title.fr, module.title.en
    row.taught_minutes = round(module.taught_hours * MINUTES)
    row.placement_minutes = round(module.placement_hours * MINUTES)
    return row


def _new_assessments(module: rules.Module) -> list[Assessment]:
    return [
        Assessment(position=place, code=assessment.code)
        for place, assessment in enumerate(module.assessments)
    ]
