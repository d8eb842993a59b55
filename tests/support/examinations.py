"""Small curricula, rows of a marks sheet, and results in the words of the result file."""

import re
from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from msp_du.domain.assessment_rules import AssessmentKind, Gate, Grading
from msp_du.domain.curriculum import Assessment, Module, Title, Unit, Year
from msp_du.domain.diploma import DiplomaOutcome
from msp_du.domain.marks import parse_mark, shown
from msp_du.domain.results import ModuleOutcome, UnitOutcome, YearOutcome
from msp_du.domain.vocabulary import GateState
from msp_du.domain.year_marks import YearMarks

PASSES = {"pass": True, "V": True, "fail": False, "NV": False}
KINDS = {"CC": AssessmentKind.CONTINUOUS_ASSESSMENT, "O": AssessmentKind.ORAL}


def assessment(code: str, weight: str = "1") -> Assessment:
    """Make an assessment: continuous if its code ends in -CC, oral in -O, else a final exam."""
    kind = KINDS.get(code.rpartition("-")[2], AssessmentKind.FINAL_EXAM)
    return Assessment(code, kind, Decimal(weight))


def marked(
    code: str, *assessments: Assessment, coefficient: str = "1", resit: bool = True
) -> Module:
    """Make a marked module; its one assessment, unless given, is the exam ``CODE-E``."""
    return Module(
        code,
        Title(code),
        coefficient=Decimal(coefficient),
        has_resit=resit,
        assessments=assessments or (assessment(f"{code}-E"),),
    )


def pass_fail(code: str) -> Module:
    return Module(code, Title(code), grading=Grading.PASS_FAIL)


def unit(
    code: str,
    *modules: Module,
    coefficient: str = "1",
    ects: str = "6",
    compensable: bool = True,
) -> Unit:
    return Unit(code, Title(code), Decimal(ects), Decimal(coefficient), modules, compensable)


def year(*units: Unit, number: int = 1) -> Year:
    return Year(number, units)


def known(of: Year, text: str) -> YearMarks:
    """Read ``"M1-E=12,5 M1-E@2=ABI U2=DIS Y1:hours=met"``: cells of one row of a marks sheet."""
    return row(of, dict(re.findall(r"(\S+)=(\S+)", text)))


def row(of: Year, cells: Mapping[str, str]) -> YearMarks:
    """Read what a row of a marks sheet says of a year; the columns of other years are ignored."""
    first, second, passes, exempt, equivalences = {}, {}, {}, set(), {}
    for code in _codes(of):
        cell, resat = cells.get(code, ""), parse_mark(cells.get(f"{code}@2", ""))
        if cell == "DIS":
            exempt.add(code)
        elif cell in PASSES:
            passes[code] = PASSES[cell]
        elif cell.startswith("EQU:"):
            equivalences[code] = _number(cell.removeprefix("EQU:"))
        elif (score := parse_mark(cell)) is not None:
            first[code] = score
        if resat is not None:
            second[code] = resat
    return YearMarks(
        first,
        second,
        passes,
        frozenset(exempt),
        equivalences,
        gates={
            gate: GateState(cells[f"Y{of.number}:{gate}"])
            for gate in Gate
            if cells.get(f"Y{of.number}:{gate}")
        },
        unit_points={
            each.code: _number(cells[f"{each.code}:board_points"])
            for each in of.units
            if cells.get(f"{each.code}:board_points")
        },
        year_points=_number(cells.get(f"Y{of.number}:board_points") or "0"),
    )


def _codes(of: Year) -> list[str]:
    modules = [module for each in of.units for module in each.modules]
    return [
        *(each.code for each in of.units),
        *(module.code for module in modules),
        *(each.code for module in modules for each in module.assessments),
    ]


def _number(text: str) -> Decimal:
    mark = parse_mark(text)
    assert isinstance(mark, Decimal)
    return mark


def results(outcome: YearOutcome) -> str:
    """Return the year's result and those of its units, as in ``"ADM: ADM CMP"``."""
    return f"{outcome.result}: {' '.join(each.result for each in outcome.units)}"


def averages(outcome: YearOutcome) -> list[str | None]:
    """Return the average of the year, then those of its units, as shown."""
    return [_shown(outcome), *(_shown(each) for each in outcome.units)]


def told(outcome: YearOutcome) -> list[str]:
    """Return the causes as they are written."""
    return [str(cause) for cause in outcome.causes]


def year_as_data(outcome: YearOutcome) -> dict[str, Any]:
    """Return a year as the result file has it."""
    return {
        "year": outcome.number,
        "session": outcome.session,
        "average": _shown(outcome),
        "result": outcome.result,
        "ects": outcome.ects,
        "may_progress": outcome.may_progress,
        "causes": told(outcome),
        "units": [
            {
                "code": each.code,
                "average": _shown(each),
                "result": each.result,
                "ects": each.ects,
                "modules": [_module_as_data(module) for module in each.modules],
            }
            for each in outcome.units
        ],
    }


def _module_as_data(module: ModuleOutcome) -> dict[str, Any]:
    data = {"code": module.code, "average": _shown(module)}
    return data if module.is_marked else data | {"passed": module.passed}


def diploma_as_data(outcome: DiplomaOutcome) -> dict[str, Any]:
    """Return a diploma as the result file has it."""
    return {
        "awarded": outcome.awarded,
        "average": _shown(outcome),
        "honours": outcome.honours,
        "ects": outcome.ects,
    }


def _shown(
    outcome: YearOutcome | UnitOutcome | ModuleOutcome | DiplomaOutcome,
) -> str | None:
    return None if outcome.average is None else shown(outcome.average)
