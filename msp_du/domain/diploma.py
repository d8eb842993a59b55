"""The diploma: whether it is awarded, its average and its honours (exam-rules §3.11)."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from msp_du.domain.assessment_rules import Rules
from msp_du.domain.averages import Weighted, average, carried, reaches
from msp_du.domain.curriculum import NOTHING, Curriculum
from msp_du.domain.results import ADMITTED, YearOutcome
from msp_du.domain.standings import UNSETTLED
from msp_du.domain.vocabulary import ResultCode


@dataclass(frozen=True, slots=True)
class DiplomaOutcome:
    """Whether the diploma is awarded; its average on 20 and ECTS are given even if it is not."""

    awarded: bool
    average: Fraction | None
    honours: str | None
    ects: Decimal


def diploma_outcome(curriculum: Curriculum, outcomes: Mapping[int, YearOutcome]) -> DiplomaOutcome:
    """Return the diploma's outcome from those of its years, by number (exam-rules §3.11).

    A year without an outcome has not begun: nothing is awarded and there is no average.
    """
    years = [outcomes[year.number] for year in curriculum.years if year.number in outcomes]
    is_whole = len(years) == len(curriculum.years)
    awarded = is_whole and all(year.result in ADMITTED for year in years)
    reached = _average(years, curriculum.rules) if is_whole else None
    return DiplomaOutcome(
        awarded=awarded,
        average=reached,
        honours=_honours(years, reached, curriculum.rules) if awarded else None,
        ects=sum((year.ects for year in years), NOTHING),
    )


def _average(years: Collection[YearOutcome], rules: Rules) -> Fraction | None:
    """Return the average over units, or over years where those have weights."""
    units = [unit for year in years for unit in year.units]
    if any(unit.result in UNSETTLED for unit in units):
        return None
    if rules.year_weights is None:
        found = [(unit.average, unit.coefficient) for unit in units]
    else:
        weights = dict(rules.year_weights)
        found = [(year.average, weights[year.number]) for year in years]
    exact = average(
        Weighted(value, Fraction(weight)) for value, weight in found if value is not None
    )
    return None if exact is None else carried(exact, rules.rounding)


def _honours(years: Collection[YearOutcome], reached: Fraction | None, rules: Rules) -> str | None:
    """Return the highest band reached, or the lowest where the way there lowers it."""
    bands = sorted(rules.honours, key=lambda band: band.starts_at)
    codes = [
        band.code for band in bands if reached is not None and reaches(reached, band.starts_at)
    ]
    if not codes:
        return None
    return bands[0].code if _are_lowered(years, rules) else codes[-1]


def _are_lowered(years: Collection[YearOutcome], rules: Rules) -> bool:
    if not rules.honours_after_resit and any(year.session == 2 for year in years):
        return True
    results = {year.result for year in years} | {
        unit.result for year in years for unit in year.units
    }
    return not rules.honours_after_board_points and ResultCode.PASSED_BY_BOARD in results
