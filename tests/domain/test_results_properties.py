"""What holds of any rule set and any marks."""

from collections.abc import Mapping
from dataclasses import replace
from decimal import Decimal
from fractions import Fraction

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from msp_du.domain.assessment_rules import (
    AbsenceEffect,
    AbsenceRule,
    Compensation,
    Gate,
    ResitPolicy,
    Rounding,
    Rules,
)
from msp_du.domain.marks import Score, from_hundredths, parse_mark, rounded, shown, to_hundredths
from msp_du.domain.results import YearOutcome, year_outcome
from msp_du.domain.vocabulary import GateState, MarkCode, ResultCode
from msp_du.domain.year_marks import YearMarks
from tests.support.examinations import assessment, averages, marked, pass_fail, results, unit, year

on_a_busy_machine = settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow]
)

YEAR = year(
    unit(
        "U1",
        marked("M1", assessment("M1-CC", "2"), assessment("M1-O"), coefficient="3"),
        marked("M2", coefficient="0.5"),
        pass_fail("P1"),
        coefficient="3",
    ),
    unit("U2", marked("M3"), marked("M4", assessment("M4-CC"), assessment("M4-E"))),
    unit("U3", marked("M5", resit=False), coefficient="2", compensable=False),
)
MODULES = {module.code: module for each in YEAR.units for module in each.modules}
ASSESSMENTS = [each.code for module in MODULES.values() for each in module.assessments]
UNITS = [each.code for each in YEAR.units]
RANKS = {code: rank for rank, code in enumerate(("ATT", "DEF", "AJ", "CMP", "ADJ", "ADM", "DIS"))}

marks = st.integers(0, 2000).map(from_hundredths)
near_the_thresholds = st.integers(780, 1020).map(from_hundredths)
two_marks = st.lists(st.one_of(marks, near_the_thresholds), min_size=2, max_size=2)
scores = st.one_of(
    marks,
    near_the_thresholds,
    st.sampled_from([MarkCode.UNEXCUSED_ABSENCE, MarkCode.EXCUSED_ABSENCE]),
)
thresholds = st.one_of(st.none(), st.integers(0, 1000).map(from_hundredths))
absences = st.builds(AbsenceRule, st.sampled_from(AbsenceEffect), st.sampled_from(AbsenceEffect))
rule_sets = st.builds(
    Rules,
    rounding=st.sampled_from(Rounding),
    compensation=st.sampled_from(Compensation),
    unit_floor=thresholds,
    module_floor=thresholds,
    continuous_absence=absences,
    other_absence=absences,
    resit_policy=st.sampled_from(ResitPolicy),
    resit_cap=thresholds,
    debts_allowed=st.integers(0, 3),
)
points = st.dictionaries(st.sampled_from(UNITS), st.integers(1, 300).map(from_hundredths))
year_marks = st.builds(
    YearMarks,
    first=st.fixed_dictionaries(dict.fromkeys(ASSESSMENTS, scores)),
    second=st.dictionaries(st.sampled_from([*ASSESSMENTS, *MODULES]), scores, max_size=5),
    passes=st.dictionaries(st.just("P1"), st.booleans(), min_size=1),
    exempt=st.frozensets(st.sampled_from([*UNITS, *MODULES]), max_size=2),
    equivalences=st.dictionaries(st.sampled_from(UNITS), marks, max_size=1),
    gates=st.dictionaries(st.sampled_from(Gate), st.sampled_from(GateState), max_size=2),
    unit_points=points,
    year_points=st.one_of(st.just(Decimal(0)), st.integers(1, 300).map(from_hundredths)),
)


def all_averages(outcome: YearOutcome) -> list[Fraction | None]:
    modules = [module.average for each in outcome.units for module in each.modules]
    return [outcome.average, *(each.average for each in outcome.units), *modules]


@on_a_busy_machine
@given(st.integers(0, 2000))
def test_a_mark_shown_is_the_mark_read(hundredths: int) -> None:
    read = parse_mark(shown(from_hundredths(hundredths)))
    assert isinstance(read, Decimal)
    assert to_hundredths(read) == hundredths


@on_a_busy_machine
@given(rule_sets, year_marks)
def test_averages_are_from_0_to_20_and_results_agree_with_causes(
    rules: Rules, known: YearMarks
) -> None:
    outcome = year_outcome(YEAR, rules, known)
    assert all(found is None or 0 <= found <= 20 for found in all_averages(outcome))
    is_passed = outcome.result in {ResultCode.PASSED, ResultCode.PASSED_BY_BOARD}
    assert not (is_passed and outcome.causes)
    assert outcome.may_progress or not is_passed
    assert outcome.ects <= YEAR.totals.ects
    assert (outcome.ects == YEAR.totals.ects) or not is_passed
    assert set(outcome.not_open) <= set(known.second)
    assert (outcome.session == 2) == (set(known.second) > set(outcome.not_open))


@on_a_busy_machine
@given(rule_sets, year_marks, st.sampled_from(ASSESSMENTS), two_marks)
def test_raising_a_mark_of_session_1_never_worsens_its_result(
    rules: Rules, known: YearMarks, code: str, pair: list[Decimal]
) -> None:
    first = replace(without_gates(known), second={})
    before, after = (replace(first, first={**first.first, code: mark}) for mark in sorted(pair))
    check_no_worse(year_outcome(YEAR, rules, before), year_outcome(YEAR, rules, after))


@on_a_busy_machine
@given(rule_sets, year_marks, st.sampled_from([*ASSESSMENTS, *MODULES]), two_marks)
def test_raising_a_mark_of_session_2_never_worsens_its_result(
    rules: Rules, known: YearMarks, code: str, pair: list[Decimal]
) -> None:
    given_first = without_gates(known)
    before, after = (
        replace(given_first, second={**known.second, code: mark}) for mark in sorted(pair)
    )
    check_no_worse(year_outcome(YEAR, rules, before), year_outcome(YEAR, rules, after))


def without_gates(known: YearMarks) -> YearMarks:
    """Leave out gates: a failed year that gets better waits for a pending one (``ATT``)."""
    return replace(known, gates={})


def check_no_worse(before: YearOutcome, after: YearOutcome) -> None:
    assert RANKS[after.result] >= RANKS[before.result]
    assert after.may_progress >= before.may_progress
    for old, new in zip(before.units, after.units, strict=True):
        assert RANKS[new.result] >= RANKS[old.result]
    for was, now in zip(all_averages(before), all_averages(after), strict=True):
        assert (was is None) == (now is None)
        assert was is None or now is None or now >= was


@on_a_busy_machine
@given(rule_sets, year_marks, st.sampled_from(sorted(MODULES)), st.data())
def test_what_an_exempt_module_got_changes_nothing(
    rules: Rules, known: YearMarks, code: str, data: st.DataObject
) -> None:
    before = replace(known, exempt=known.exempt | {code})
    own = [each.code for each in MODULES[code].assessments]
    other: Mapping[str, Score] = (
        data.draw(st.dictionaries(st.sampled_from(own), scores)) if own else {}
    )
    kept = {each: score for each, score in before.first.items() if each not in own}
    after = replace(before, first={**kept, **other}, passes={**known.passes, code: False})
    assert results(year_outcome(YEAR, rules, before)) == results(year_outcome(YEAR, rules, after))
    assert averages(year_outcome(YEAR, rules, before)) == averages(year_outcome(YEAR, rules, after))


@on_a_busy_machine
@given(rule_sets, year_marks)
def test_an_exempt_pass_fail_module_changes_no_average(rules: Rules, known: YearMarks) -> None:
    examined = replace(known, second={}, exempt=known.exempt - {"P1", "U1"})
    exempt = replace(examined, exempt=examined.exempt | {"P1"})
    assert averages(year_outcome(YEAR, rules, examined)) == averages(
        year_outcome(YEAR, rules, exempt)
    )


@on_a_busy_machine
@given(rule_sets, year_marks, st.sampled_from(range(len(UNITS))), scores)
def test_adding_an_exempt_module_changes_no_average(
    rules: Rules, known: YearMarks, place: int, score: Score
) -> None:
    """Whatever the module got, and whether it stands first or last in its unit."""
    first, unit_there = replace(known, second={}), YEAR.units[place]
    more = replace(first, first={**first.first, "X-E": score}, exempt=first.exempt | {"X"})
    added = marked("X", coefficient="7")
    for modules in ((added, *unit_there.modules), (*unit_there.modules, added)):
        units = list(YEAR.units)
        units[place] = replace(unit_there, modules=modules)
        before = year_outcome(YEAR, rules, first)
        after = year_outcome(replace(YEAR, units=tuple(units)), rules, more)
        assert averages(after) == averages(before)
        assert results(after) == results(before)


@on_a_busy_machine
@given(rule_sets, year_marks)
def test_a_cascade_is_never_far_from_exact_averages_in_session_1(
    rules: Rules, known: YearMarks
) -> None:
    first = replace(known, second={})
    exact = all_averages(year_outcome(YEAR, replace(rules, rounding=Rounding.FINAL_ONLY), first))
    cascade = all_averages(year_outcome(YEAR, replace(rules, rounding=Rounding.CASCADE), first))
    for one, other in zip(exact, cascade, strict=True):
        assert (one is None) == (other is None)
        if one is not None and other is not None:
            assert abs(rounded(one) - other) <= Fraction("0.02")


@on_a_busy_machine
@given(rule_sets, year_marks)
def test_points_of_the_board_never_worsen_a_result(rules: Rules, known: YearMarks) -> None:
    given_points = without_gates(known)
    bare = year_outcome(YEAR, rules, given_points.without_board_points())
    helped = year_outcome(YEAR, rules, given_points)
    assert (helped.session, helped.not_open) == (bare.session, bare.not_open)
    assert (helped.result == "ADM") == (bare.result == "ADM")
    assert RANKS[helped.result] >= RANKS[bare.result]
