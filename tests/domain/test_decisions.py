"""What the board may decide, and what each decision makes of units, credits and the diploma."""

import json
from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from decimal import Decimal
from fractions import Fraction

import pytest

from msp_du.domain import decisions
from msp_du.domain.curriculum import Curriculum, Title
from msp_du.domain.decisions import Circumstances, DecisionFacts, decide, open_results
from msp_du.domain.errors import Rule, RuleViolation
from msp_du.domain.frozen_facts import UnreadableFacts
from msp_du.domain.gaps import Gaps, UnitGap
from msp_du.domain.placement_documents import PlacementPaper
from msp_du.domain.results import YearOutcome, year_outcome
from msp_du.domain.vocabulary import ResultCode
from tests.support.examinations import known, marked, pass_fail, unit, year

ONE = year(
    unit("U1", marked("M1"), pass_fail("M2"), coefficient="2", ects="30"),
    unit("U2", marked("M3"), ects="15"),
    unit("U3", marked("M4"), ects="15"),
)
TWO = year(unit("V1", marked("N1"), ects="60"), number=2)
CURRICULUM = Curriculum("DU", "2026", Title("Diplôme"), (ONE, TWO))
SEEN = Circumstances(
    attempt=1,
    academic_year="2025-2026",
    required_placement_minutes=600,
    approved_placement_minutes=540,
    core_competencies=12,
    acquired_competencies=9,
)
PASSED = "M1-E=14 M2=pass M3-E=12 M4-E=12"
COMPENSATED = "M1-E=14 M2=pass M3-E=9 M4-E=12"
UNDER_FLOOR = "M1-E=14 M2=pass M3-E=7 M4-E=12"
MISSING = "M1-E=14 M2=pass M3-E=9"
ABSENT = "M1-E=14 M2=pass M3-E=ABI M4-E=9"
EXEMPT = "M1-E=14 M2=pass U2=DIS M4-E=7"


def outcome_of(marks: str, number: int = 1) -> YearOutcome:
    of = CURRICULUM.year(number)
    return year_outcome(of, CURRICULUM.rules, known(of, marks))


def decided(marks: str, result: ResultCode, number: int = 1) -> DecisionFacts:
    return decide(CURRICULUM, outcome_of(marks, number), result, SEEN)


@pytest.mark.parametrize(
    ("computed", "open_ones"),
    [
        (ResultCode.PASSED, {"ADM", "AJ"}),
        (ResultCode.PASSED_BY_BOARD, {"ADJ", "AJ"}),
        (ResultCode.FAILED, {"ADJ", "AJ"}),
        (ResultCode.PENDING, {"ADJ", "AJ"}),
        (ResultCode.DEFAULTED, {"DEF", "ADJ", "AJ"}),
    ],
)
def test_what_may_be_decided_depends_on_what_the_rules_give(
    computed: ResultCode, open_ones: set[str]
) -> None:
    assert {result.value for result in open_results(computed)} == open_ones


@pytest.mark.parametrize(
    ("marks", "result"),
    [
        pytest.param(UNDER_FLOOR, ResultCode.PASSED, id="failed-is-not-passed"),
        pytest.param(MISSING, ResultCode.PASSED, id="pending-is-not-passed"),
        pytest.param(ABSENT, ResultCode.PASSED, id="defaulted-is-not-passed"),
        pytest.param(PASSED, ResultCode.PASSED_BY_BOARD, id="passed-needs-no-board"),
        pytest.param(PASSED, ResultCode.DEFAULTED, id="nobody-was-absent"),
        pytest.param(PASSED, ResultCode.PENDING, id="a-decision-does-not-wait"),
    ],
)
def test_a_result_that_is_not_open_is_refused(marks: str, result: ResultCode) -> None:
    with pytest.raises(RuleViolation) as refusal:
        decided(marks, result)
    assert refusal.value.rule is Rule.DECISION_NOT_OPEN
    assert refusal.value.field == "result"


@pytest.mark.parametrize(
    ("marks", "result", "units", "ects"),
    [
        pytest.param(PASSED, "ADM", "ADM ADM ADM", 60, id="admitted"),
        pytest.param(COMPENSATED, "ADM", "ADM CMP ADM", 60, id="admitted-with-compensation"),
        pytest.param(COMPENSATED, "AJ", "ADM AJ ADM", 45, id="refusal-undoes-compensation"),
        pytest.param(PASSED, "AJ", "ADM ADM ADM", 60, id="refused-units-stay-acquired"),
        pytest.param(UNDER_FLOOR, "AJ", "ADM AJ ADM", 45, id="refused-as-computed"),
        pytest.param(UNDER_FLOOR, "ADJ", "ADM ADJ ADM", 60, id="board-credits-the-unit"),
        pytest.param(MISSING, "ADJ", "ADM ADJ ADJ", 60, id="board-credits-what-is-missing"),
        pytest.param(MISSING, "AJ", "ADM AJ ATT", 30, id="refused-while-missing"),
        pytest.param(ABSENT, "DEF", "ADM DEF AJ", 30, id="defaulted"),
        pytest.param(ABSENT, "ADJ", "ADM ADJ ADJ", 60, id="board-admits-all-the-same"),
        pytest.param(EXEMPT, "ADJ", "ADM DIS ADJ", 60, id="exempt-stays-exempt"),
        pytest.param(EXEMPT, "AJ", "ADM DIS AJ", 45, id="exempt-keeps-its-credits"),
    ],
)
def test_a_decision_settles_units_and_credits(
    marks: str, result: str, units: str, ects: int
) -> None:
    facts = decided(marks, ResultCode(result))
    assert facts.result == result
    assert " ".join(each.result for each in facts.units) == units
    assert facts.ects == sum((each.ects for each in facts.units), Decimal(0)) == ects


def test_facts_hold_what_the_decision_rests_on() -> None:
    facts = decided(UNDER_FLOOR + " Y1:hours=pending", ResultCode.PASSED_BY_BOARD)
    assert facts.curriculum == "DU@2026"
    assert (facts.year, facts.attempt, facts.academic_year) == (1, 1, "2025-2026")
    assert (facts.session, facts.average) == (1, Fraction(47, 4))
    assert facts.computed is ResultCode.FAILED
    assert facts.causes == ("unit_floor:U2", "gate_pending:hours")
    assert (facts.required_placement_minutes, facts.approved_placement_minutes) == (600, 540)
    assert (facts.core_competencies, facts.acquired_competencies) == (12, 9)
    first = facts.units[0]
    assert (first.code, first.coefficient, first.average) == ("U1", Decimal(2), Fraction(14))
    assert [(each.code, each.average, each.passed) for each in first.modules] == [
        ("M1", Fraction(14), None),
        ("M2", None, True),
    ]


@pytest.mark.parametrize("marks", [PASSED, UNDER_FLOOR, MISSING, ABSENT, EXEMPT])
def test_facts_come_back_from_their_text(marks: str) -> None:
    facts = decided(marks, ResultCode.FAILED)
    text = decisions.canonical(facts)
    assert decisions.read(text) == facts
    assert decisions.canonical(decisions.read(text)) == text


def test_another_text_is_no_decision() -> None:
    text = decisions.canonical(decided(PASSED, ResultCode.PASSED))
    with pytest.raises(UnreadableFacts):
        decisions.read(text.replace("decision@2", "transcript@1"))


def test_a_decision_of_the_first_form_is_still_read() -> None:
    facts = decided(UNDER_FLOOR, ResultCode.FAILED)
    entries = json.loads(decisions.canonical(facts))
    for name in ("may_progress", "derogation", "sitting_id", "rules_digest", "inputs", "gaps"):
        del entries["facts"][name]
    first = json.dumps(entries | {"format": "msp-du/decision@1"})
    assert decisions.read(first) == facts
    assert not decisions.read(first).goes_on


def test_what_was_missing_beside_the_marks_is_frozen_and_known_in_part_of_old_decisions() -> None:
    gaps = Gaps(
        minutes=60,
        competencies=1,
        not_applicable=2,
        attendance=(UnitGap("U1", Fraction(187, 3), Fraction(75), 3),),
        papers=(PlacementPaper.EMPLOYER_CERTIFICATE,),
        closed_on=date(2027, 6, 30),
    )
    outcome = outcome_of(UNDER_FLOOR)
    facts = decide(CURRICULUM, outcome, ResultCode.FAILED, replace(SEEN, gaps=gaps))
    assert decisions.read(decisions.canonical(facts)).missing == gaps
    old = decided(UNDER_FLOOR, ResultCode.FAILED)
    assert old.missing == Gaps(minutes=60, competencies=3)
    assert replace(old, acquired_competencies=None).missing.competencies is None


def test_the_board_lets_on_whom_it_refuses() -> None:
    facts = replace(decided(UNDER_FLOOR, ResultCode.FAILED), may_progress=True)
    assert facts.outcome().may_progress
    assert decisions.read(decisions.canonical(facts)) == facts


@pytest.mark.parametrize(
    ("marks", "result", "may_progress"),
    [(PASSED, "ADM", True), (UNDER_FLOOR, "ADJ", True), (PASSED, "AJ", False)],
)
def test_a_decided_year_is_an_outcome_again(marks: str, result: str, may_progress: bool) -> None:
    facts, computed = decided(marks, ResultCode(result)), outcome_of(marks)
    again = facts.outcome()
    assert (again.number, again.session, again.average) == (1, 1, computed.average)
    assert (again.result, again.ects, again.causes) == (result, facts.ects, ())
    assert again.may_progress is may_progress
    assert [each.modules for each in again.units] == [each.modules for each in computed.units]
    assert [each.average for each in again.units] == [each.average for each in computed.units]


def diploma(facts: Mapping[int, DecisionFacts]) -> tuple[bool, str | None, Decimal]:
    found = decisions.diploma_of(CURRICULUM, facts)
    return found.awarded, found.honours, found.ects


ADMITTED = decided("N1-E=16", ResultCode.PASSED, 2)


@pytest.mark.parametrize(
    ("facts", "expected"),
    [
        pytest.param({}, (False, None, Decimal(0)), id="nothing-decided"),
        pytest.param(
            {1: decided(PASSED, ResultCode.PASSED)}, (False, None, Decimal(60)), id="one-year"
        ),
        pytest.param(
            {1: decided(PASSED, ResultCode.PASSED), 2: ADMITTED},
            (True, "AB", Decimal(120)),
            id="both-admitted",
        ),
        pytest.param(
            {1: decided(UNDER_FLOOR, ResultCode.PASSED_BY_BOARD), 2: ADMITTED},
            (True, "P", Decimal(120)),
            id="the-board-lowers-honours",
        ),
        pytest.param(
            {1: decided(COMPENSATED, ResultCode.FAILED), 2: ADMITTED},
            (False, None, Decimal(105)),
            id="first-year-refused",
        ),
    ],
)
def test_the_diploma_rests_on_the_decisions(
    facts: Mapping[int, DecisionFacts], expected: tuple[bool, str | None, Decimal]
) -> None:
    assert diploma(facts) == expected


def test_the_repeated_year_stands_for_the_first_attempt() -> None:
    refused = decided(COMPENSATED, ResultCode.FAILED)
    repeated = replace(decided(PASSED, ResultCode.PASSED), attempt=2)
    assert diploma({1: refused, 2: ADMITTED}) == (False, None, Decimal(105))
    assert diploma({1: repeated, 2: ADMITTED}) == (True, "AB", Decimal(120))
