"""Results of a year of a cohort as a table for the student system: a row a trainee.

Everybody gets the same rows; the columns are those that one may read.
"""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from uuid import UUID

from msp_du.domain.curriculum import Curriculum, Module, Unit
from msp_du.domain.marks import shown
from msp_du.domain.official_codes import module_code, unit_code, year_code
from msp_du.domain.results import ModuleOutcome, UnitOutcome, YearOutcome
from msp_du.files.spreadsheet_writer import Cell, Sheet
from msp_du.services.cohort_results import CohortResult, Export
from msp_du.web.i18n import _
from msp_du.web.result_words import cause_sentences, decided_causes


@dataclass(frozen=True, slots=True)
class _Row:
    """A trainee, and the outcome that counts: the decided one, else that of today."""

    result: CohortResult
    outcome: YearOutcome

    @property
    def curriculum(self) -> Curriculum:
        return self.result.reading.curriculum

    def unit(self, code: str) -> tuple[Unit, UnitOutcome] | None:
        """Return a unit and what became of it; None in a version without it."""
        year = self.curriculum.year(self.outcome.number)
        pairs = zip(year.units, self.outcome.units, strict=True)
        return next(((unit, found) for unit, found in pairs if unit.code == code), None)

    def module(self, code: str) -> tuple[Module, ModuleOutcome, UnitOutcome] | None:
        """Return a module, what became of it and of its unit; None in a version without it."""
        year = self.curriculum.year(self.outcome.number)
        for unit, unit_outcome in zip(year.units, self.outcome.units, strict=True):
            for module, found in zip(unit.modules, unit_outcome.modules, strict=True):
                if module.code == code:
                    return module, found, unit_outcome
        return None


@dataclass(frozen=True, slots=True)
class _Column:
    head: str
    cell: Callable[[_Row], Cell]


def result_sheet(export: Export, curriculum: Curriculum, number: int) -> Sheet:
    """Return the table of a year of a curriculum, with the columns that may leave."""
    columns = [*_identity(export.addresses), *_of_modules(curriculum, number, export.modules)]
    if export.modules is None:
        columns += [*_of_units(curriculum, number), *_of_year()]
    rows = [_Row(one, _outcome(one)) for one in export.rows]
    return Sheet(
        title=_("Résultats"),
        header=[column.head for column in columns],
        rows=[[column.cell(row) for column in columns] for row in rows],
    )


def _outcome(one: CohortResult) -> YearOutcome:
    facts = one.facts
    return facts.outcome() if facts else one.reading.outcome


def _identity(addresses: Mapping[UUID, str] | None) -> list[_Column]:
    found = [
        _Column(_("Numéro d’étudiant"), lambda row: row.result.person.student_number),
        _Column(_("Nom"), lambda row: row.result.person.name.family_name),
        _Column(_("Prénom"), lambda row: row.result.person.name.given_name),
    ]
    if addresses is not None:
        address = _("Adresse électronique")
        found.append(_Column(address, lambda row: addresses.get(row.result.person.id)))
    return found


def _of_modules(
    curriculum: Curriculum, number: int, modules: Collection[str] | None
) -> list[_Column]:
    codes = [
        module.code
        for unit in curriculum.year(number).units
        for module in unit.modules
        if modules is None or module.code in modules
    ]
    return [column for code in codes for column in _of_module(code)]


def _of_module(code: str) -> list[_Column]:
    def average(row: _Row) -> Cell:
        found = row.module(code)
        return _number(found[1].average) if found else None

    def result(row: _Row) -> Cell:
        found = row.module(code)
        if found is None:
            return None
        return module_code(*found, row.curriculum.rules, row.result.reading.marks)

    return [
        _Column(_("%(code)s moyenne", code=code), average),
        _Column(_("%(code)s résultat", code=code), result),
    ]


def _of_units(curriculum: Curriculum, number: int) -> list[_Column]:
    codes = [unit.code for unit in curriculum.year(number).units]
    return [column for code in codes for column in _of_unit(code)]


def _of_unit(code: str) -> list[_Column]:
    def average(row: _Row) -> Cell:
        found = row.unit(code)
        return _number(found[1].average) if found else None

    def result(row: _Row) -> Cell:
        found = row.unit(code)
        return unit_code(found[1], row.result.reading.marks) if found else None

    def ects(row: _Row) -> Cell:
        found = row.unit(code)
        return found[1].ects if found else None

    return [
        _Column(_("%(code)s moyenne", code=code), average),
        _Column(_("%(code)s résultat", code=code), result),
        _Column(_("%(code)s ECTS", code=code), ects),
    ]


def _of_year() -> list[_Column]:
    return [
        _Column(_("Session"), lambda row: row.outcome.session),
        _Column(_("Moyenne de l’année"), lambda row: _number(row.outcome.average)),
        _Column(_("Résultat de l’année"), _year_result),
        _Column(_("ECTS"), lambda row: row.outcome.ects),
        _Column(
            _("Décidé le"),
            lambda row: row.result.decision.decided_on if row.result.decision else None,
        ),
        _Column(_("Causes"), lambda row: " ; ".join(_causes(row))),
    ]


def _year_result(row: _Row) -> Cell:
    return year_code(row.outcome.result, may_progress=row.result.may_progress)


def _causes(row: _Row) -> list[str]:
    facts, reading = row.result.facts, row.result.reading
    if facts is not None:
        return decided_causes(facts, row.curriculum)
    return cause_sentences(reading.outcome, row.curriculum, reading.conditions.gaps)


def _number(value: Fraction | None) -> Decimal | None:
    return None if value is None else Decimal(shown(value))
