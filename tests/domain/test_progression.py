"""Who goes on after the board, who repeats, who waits; and what a failed year leaves."""

from dataclasses import replace
from decimal import Decimal
from fractions import Fraction

import pytest

from msp_du.domain.credits import Credited, CreditKind, kept, read_average
from msp_du.domain.decisions import DecidedModule, DecidedUnit, DecisionFacts
from msp_du.domain.errors import Rule, RuleViolation
from msp_du.domain.progression import LastAttempt, Way, may_progress, way
from msp_du.domain.vocabulary import EnrolmentState, ResultCode
from tests.factories.cohorts import shipped_curriculum

ADM, ADJ, AJ, DEF = (
    LastAttempt(ResultCode.PASSED, may_progress=True),
    LastAttempt(ResultCode.PASSED_BY_BOARD, may_progress=True),
    LastAttempt(ResultCode.FAILED),
    LastAttempt(ResultCode.DEFAULTED),
)
AJAC = replace(AJ, may_progress=True)
OPEN = LastAttempt()
SECRET = replace(ADM, is_published=False)
SECRET_AJ = replace(AJAC, is_published=False)
ACTIVE = EnrolmentState.ACTIVE


@pytest.mark.parametrize(
    ("attempts", "number", "expected"),
    [
        pytest.param({1: OPEN}, 1, Way.AWAITS_DECISION, id="undecided"),
        pytest.param({1: SECRET}, 1, Way.AWAITS_PUBLICATION, id="admitted-in-secret"),
        pytest.param({1: SECRET_AJ}, 1, Way.AWAITS_PUBLICATION, id="refused-in-secret"),
        pytest.param({1: SECRET, 2: ADM}, 2, Way.AWAITS_PUBLICATION, id="the-debt-paid-in-secret"),
        pytest.param({1: ADM}, 1, Way.GOES_ON, id="admitted"),
        pytest.param({1: ADJ}, 1, Way.GOES_ON, id="admitted-by-the-board"),
        pytest.param({1: ADM, 2: OPEN}, 1, Way.MOVED, id="admitted-and-in-year-2"),
        pytest.param({1: AJ}, 1, Way.REPEATS, id="refused"),
        pytest.param({1: DEF}, 1, Way.REPEATS, id="in-default"),
        pytest.param({1: AJAC}, 1, Way.GOES_ON_WITH_DEBTS, id="refused-with-one-debt"),
        pytest.param({1: AJAC, 2: OPEN}, 1, Way.REPEATS, id="a-debt-failed-again"),
        pytest.param({1: replace(AJ, is_resit_open=True)}, 1, Way.AWAITS_RESITS, id="resits"),
        pytest.param({1: ADM, 2: ADM}, 2, Way.COMPLETES, id="last-year-admitted"),
        pytest.param({1: AJAC, 2: ADM}, 2, Way.AWAITS_OTHER_YEAR, id="a-debt-is-left"),
        pytest.param({2: ADM}, 2, Way.AWAITS_OTHER_YEAR, id="first-year-never-followed"),
        pytest.param({1: ADM, 2: ADM}, 1, Way.COMPLETES, id="the-debt-is-paid-last"),
        pytest.param({1: ADM, 2: AJAC}, 2, Way.REPEATS, id="last-year-refused-with-debts"),
    ],
)
def test_what_comes_after_a_year(
    attempts: dict[int, LastAttempt], number: int, expected: Way
) -> None:
    assert way(ACTIVE, [1, 2], attempts, number) is expected


@pytest.mark.parametrize(
    ("state", "expected"),
    [
        (EnrolmentState.SUSPENDED, Way.STOPPED),
        (EnrolmentState.WITHDRAWN, Way.STOPPED),
        (EnrolmentState.COMPLETED, Way.MOVED),
    ],
)
def test_whoever_does_not_follow_the_course_is_left_where_they_are(
    state: EnrolmentState, expected: Way
) -> None:
    assert way(state, [1, 2], {1: ADM}, 1) is expected


def facts(
    *,
    results: dict[str, ResultCode] | None = None,
    averages: dict[str, Fraction | None] | None = None,
    result: ResultCode = ResultCode.FAILED,
    causes: tuple[str, ...] = (),
) -> DecisionFacts:
    """A decision on the shipped first year: every unit ADM with 12, but for what is named."""
    units = tuple(
        DecidedUnit(
            code=unit.code,
            title=unit.title.fr,
            coefficient=unit.coefficient,
            ects=unit.ects,
            average=(averages or {}).get(unit.code, Fraction(12)),
            result=(results or {}).get(unit.code, ResultCode.PASSED),
            modules=tuple(
                DecidedModule(
                    m.code,
                    m.title.fr,
                    m.taught_hours,
                    m.coefficient,
                    None,
                    None,
                    is_examined=True,
                    is_defaulted=False,
                )
                for m in unit.modules
            ),
        )
        for unit in shipped_curriculum().year(1).units
    )
    return DecisionFacts(
        curriculum="DU-MSP@2026", year=1, attempt=1, academic_year="2025-2026", session=1,
        average=None, computed=result, result=result, ects=Decimal(0), causes=causes,
        required_placement_minutes=0, approved_placement_minutes=0, core_competencies=None,
        acquired_competencies=None, units=units,
    )  # fmt: skip


ONE = {"UE1.2": ResultCode.FAILED}


@pytest.mark.parametrize(
    ("decided", "expected"),
    [
        pytest.param(facts(result=ResultCode.PASSED), True, id="admitted"),
        pytest.param(facts(results=ONE), True, id="one-debt"),
        pytest.param(facts(results=ONE | {"UE1.3": ResultCode.FAILED}), False, id="two-debts"),
        pytest.param(facts(results={"UE1.5": ResultCode.FAILED}), False, id="not-compensable"),
        pytest.param(facts(results=ONE, causes=("gate_failed:hours",)), False, id="gate-failed"),
        pytest.param(facts(results=ONE, causes=("gate_pending:hours",)), True, id="gate-pending"),
        pytest.param(facts(results=ONE, result=ResultCode.DEFAULTED), False, id="in-default"),
        pytest.param(facts(), False, id="refused-without-a-debt"),
    ],
)
def test_the_next_year_may_begin_with_few_debts(decided: DecisionFacts, expected: bool) -> None:
    assert may_progress(decided, shipped_curriculum()) is expected


def kept_of(
    decided: DecisionFacts, *former: Credited, least: str = "10"
) -> dict[str, tuple[CreditKind, int | None]]:
    found = kept(decided, {one.code: one for one in former}, pass_mark=Decimal(least))
    return {one.code: (one.kind, one.hundredths) for one in found}


def test_a_failed_year_leaves_its_acquired_units_and_no_other() -> None:
    results = {
        "UE1.1": ResultCode.PASSED_BY_BOARD,
        "UE1.2": ResultCode.FAILED,
        "UE1.3": ResultCode.COMPENSATED,
        "UE1.4": ResultCode.EXEMPT,
        "UE1.5": ResultCode.DEFAULTED,
    }
    averages = {"UE1.1": Fraction("9.995"), "UE1.4": None}
    assert kept_of(facts(results=results, averages=averages)) == {
        "UE1.1": (CreditKind.CAPITALISED, 1000),
        "UE1.4": (CreditKind.EXEMPT, None),
    }


@pytest.mark.parametrize(
    ("average", "least", "expected"),
    [
        pytest.param("9.99", "10", (CreditKind.EXEMPT, None), id="acquired-by-the-board-below"),
        pytest.param("10", "10", (CreditKind.CAPITALISED, 1000), id="at-the-pass-mark"),
        pytest.param("11.99", "12", (CreditKind.EXEMPT, None), id="below-that-of-newer-rules"),
        pytest.param("12", "12", (CreditKind.CAPITALISED, 1200), id="at-that-of-newer-rules"),
    ],
)
def test_a_unit_is_kept_for_good_whatever_its_average(
    average: str, least: str, expected: tuple[CreditKind, int | None]
) -> None:
    decided = facts(averages={"UE1.1": Fraction(average)})
    assert kept_of(decided, least=least)["UE1.1"] == expected


def test_credits_of_the_failed_year_stay_as_they_were() -> None:
    decided = facts(results={"UE1.2": ResultCode.FAILED})
    found = kept_of(
        decided,
        Credited("UE1.1", CreditKind.EQUIVALENCE, 1350),
        Credited("UE1.2", CreditKind.EQUIVALENCE, 900),
        Credited("M122", CreditKind.EXEMPT),
        Credited("M111", CreditKind.EXEMPT),
    )
    assert found["UE1.1"] == (CreditKind.EQUIVALENCE, 1350)
    assert found["M122"] == (CreditKind.EXEMPT, None)
    assert "UE1.2" not in found
    assert "M111" not in found  # its unit is kept whole


@pytest.mark.parametrize(
    ("kind", "text", "is_unit", "expected"),
    [
        pytest.param(CreditKind.EXEMPT, " ", False, None, id="exempt-module"),
        pytest.param(CreditKind.EQUIVALENCE, "0", True, 0, id="lowest"),
        pytest.param(CreditKind.EQUIVALENCE, "20", True, 2000, id="highest"),
    ],
)
def test_an_average_goes_with_an_equivalence_of_a_unit(
    kind: CreditKind, text: str, is_unit: bool, expected: int | None
) -> None:
    assert read_average(kind, text, is_unit=is_unit) == expected


@pytest.mark.parametrize(
    ("kind", "text", "is_unit", "broken"),
    [
        pytest.param(CreditKind.EXEMPT, "12", True, Rule.CREDIT_AVERAGE_NOT_ASKED, id="exempt"),
        pytest.param(CreditKind.EQUIVALENCE, "12", False, Rule.CREDIT_UNIT_ONLY, id="module"),
        pytest.param(CreditKind.EQUIVALENCE, " ", True, Rule.CREDIT_AVERAGE_MISSING, id="none"),
        pytest.param(CreditKind.EQUIVALENCE, "ABJ", True, Rule.CREDIT_AVERAGE_MISSING, id="word"),
        pytest.param(CreditKind.EQUIVALENCE, "20,01", True, Rule.MARK_ABOVE_20, id="above"),
        pytest.param(CreditKind.EQUIVALENCE, "1,234", True, Rule.MARK_NOT_VALID, id="decimals"),
    ],
)
def test_any_other_average_is_refused(
    kind: CreditKind, text: str, is_unit: bool, broken: Rule
) -> None:
    with pytest.raises(RuleViolation) as refusal:
        read_average(kind, text, is_unit=is_unit)
    assert refusal.value.rule is broken
