"""Units and modules of a year with their averages and results, as tables show them."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from msp_du.domain.curriculum import Curriculum
from msp_du.domain.results import ModuleOutcome, UnitOutcome
from msp_du.domain.vocabulary import MarkCode, ResultCode
from msp_du.web.formatting import mark, number
from msp_du.web.i18n import current_language
from msp_du.web.result_words import unit_result
from msp_du.web.words import label


@dataclass(frozen=True, slots=True)
class ResultLine:
    """A unit, or one of its modules; a module has no credits of its own."""

    code: str
    title: str
    is_unit: bool
    coefficient: str
    average: str
    result: str
    ects: str


def result_lines(curriculum: Curriculum, units: Sequence[UnitOutcome]) -> list[ResultLine]:
    """Return the lines of a year's table, each unit before its modules."""
    language = current_language()
    places = curriculum.places()
    lines: list[ResultLine] = []
    for unit in units:
        title = places[unit.code].unit.title.wording(language)
        lines.append(
            ResultLine(
                code=unit.code,
                title=title,
                is_unit=True,
                coefficient=number(unit.coefficient),
                average=mark(unit.average),
                result=unit_result(unit.result),
                ects=number(unit.ects),
            )
        )
        for module in unit.modules:
            place = places[module.code].module
            lines.append(
                ResultLine(
                    code=module.code,
                    title=place.title.wording(language) if place else module.code,
                    is_unit=False,
                    coefficient=_coefficient(place.coefficient if place else None),
                    average=mark(module.average) if module.is_marked else "",
                    result=_module_result(module),
                    ects="",
                )
            )
    return lines


def _coefficient(value: Decimal | None) -> str:
    return "" if value is None else number(value)


def _module_result(module: ModuleOutcome) -> str:
    if not module.is_examined:
        return label(ResultCode.EXEMPT)
    if module.is_defaulted:
        return label(ResultCode.DEFAULTED)
    if module.is_marked:
        return "" if module.average is not None else label(ResultCode.PENDING)
    if module.passed is None:
        return label(ResultCode.PENDING)
    return label(MarkCode.PASS if module.passed else MarkCode.FAIL)
