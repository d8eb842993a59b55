"""The result of ``board simulate``: JSON whose codes never change (exam-rules §4)."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from msp_du.domain.curriculum import Curriculum
from msp_du.domain.diploma import DiplomaOutcome, diploma_outcome
from msp_du.domain.marks import shown
from msp_du.domain.results import ModuleOutcome, UnitOutcome, YearOutcome, year_outcome
from msp_du.domain.year_marks import YearMarks


@dataclass(frozen=True, slots=True)
class TraineeResult:
    """What became of one trainee: the years in curriculum order, and the diploma."""

    trainee: str
    years: tuple[YearOutcome, ...]
    diploma: DiplomaOutcome


def compute(trainee: str, curriculum: Curriculum, marks: Mapping[int, YearMarks]) -> TraineeResult:
    """Return the results of a trainee of whom ``marks`` tell, by number of the year."""
    outcomes = {
        year.number: year_outcome(year, curriculum.rules, marks[year.number])
        for year in curriculum.years
    }
    return TraineeResult(trainee, tuple(outcomes.values()), diploma_outcome(curriculum, outcomes))


def write(curriculum: Curriculum, results: Iterable[TraineeResult]) -> str:
    """Return the results of a sheet; averages are texts, credits are numbers."""
    data = {
        "curriculum": curriculum.reference,
        "trainees": [
            {
                "trainee": result.trainee,
                "years": [_year(year) for year in result.years],
                "diploma": _diploma(result.diploma),
            }
            for result in results
        ],
    }
    return json.dumps(data, ensure_ascii=False, indent=1)


def _year(outcome: YearOutcome) -> dict[str, Any]:
    return {
        "year": outcome.number,
        "session": outcome.session,
        "average": _average(outcome),
        "result": outcome.result.value,
        "ects": _number(outcome.ects),
        "may_progress": outcome.may_progress,
        "causes": [str(cause) for cause in outcome.causes],
        "units": [_unit(unit) for unit in outcome.units],
    }


def _unit(outcome: UnitOutcome) -> dict[str, Any]:
    return {
        "code": outcome.code,
        "average": _average(outcome),
        "result": outcome.result.value,
        "ects": _number(outcome.ects),
        "modules": [_module(module) for module in outcome.modules],
    }


def _module(outcome: ModuleOutcome) -> dict[str, Any]:
    data = {"code": outcome.code, "average": _average(outcome)}
    return data if outcome.is_marked else data | {"passed": outcome.passed}


def _diploma(outcome: DiplomaOutcome) -> dict[str, Any]:
    return {
        "awarded": outcome.awarded,
        "average": _average(outcome),
        "honours": outcome.honours,
        "ects": _number(outcome.ects),
    }


def _average(
    outcome: YearOutcome | UnitOutcome | ModuleOutcome | DiplomaOutcome,
) -> str | None:
    return None if outcome.average is None else shown(outcome.average)


def _number(value: Decimal) -> int | float:
    """Return credits as JSON writes them: ``30``, not ``30.0``."""
    return int(value) if value == value.to_integral_value() else float(value)
