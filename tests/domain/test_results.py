"""A year's result: averages, absences, pass/fail modules, exemptions, equivalences."""

from dataclasses import replace
from decimal import Decimal
from fractions import Fraction

import pytest

from msp_du.domain.assessment_rules import (
    AbsenceEffect,
    AbsenceRule,
    Rounding,
    Rules,
)
from msp_du.domain.results import year_outcome
from tests.support.examinations import (
    assessment,
    averages,
    known,
    marked,
    pass_fail,
    results,
    told,
    unit,
    year,
)

TWO = year(unit("U1", marked("M1"), marked("M2")), unit("U2", marked("M3")))
MIXED = year(unit("U1", marked("M1"), pass_fail("P1")), unit("U2", pass_fail("P2")))
USUAL = Rules()
CASCADE = Rules(rounding=Rounding.CASCADE)


@pytest.mark.parametrize(
    ("marks", "expected"),
    [
        ("M1-E=9,99 M2-E=10", ["10.00", "ADM"]),
        ("M1-E=9,98 M2-E=10", ["9.99", "AJ"]),
    ],
)
def test_a_printed_10_never_fails(marks: str, expected: list[str]) -> None:
    one = year(unit("U1", marked("M1"), marked("M2")))
    outcome = year_outcome(one, USUAL, known(one, marks))
    assert [averages(outcome)[1], outcome.units[0].result] == expected


def test_a_cascade_rounds_modules_before_units() -> None:
    def pair(code: str) -> tuple[str, str]:
        return f"{code}-1", f"{code}-2"

    one = year(unit("U1", *(marked(code, *map(assessment, pair(code))) for code in ("M1", "M2"))))
    marks = known(one, "M1-1=9,99 M1-2=10 M2-1=9,98 M2-2=9,99")
    exact, rounded = year_outcome(one, USUAL, marks), year_outcome(one, CASCADE, marks)
    assert (averages(exact)[1], results(exact)) == ("9.99", "AJ: AJ")
    assert (averages(rounded)[1], results(rounded)) == ("10.00", "ADM: ADM")
    assert exact.units[0].average == Fraction("9.99")
    assert exact.units[0].modules[0].average == Fraction("9.995")
    assert rounded.units[0].modules[0].average == Fraction(10)


def test_a_cascade_rounds_units_before_the_year() -> None:
    marks = known(TWO, "M1-E=9,99 M2-E=10 M3-E=9,99")
    assert averages(year_outcome(TWO, USUAL, marks)) == ["9.99", "10.00", "9.99"]
    assert averages(year_outcome(TWO, CASCADE, marks)) == ["10.00", "10.00", "9.99"]


def test_weights_and_coefficients_count_exactly() -> None:
    heavy = marked("M2", assessment("M2-CC", "0.1"), assessment("M2-O", "0.2"), coefficient="2")
    weighed = year(unit("U1", marked("M1"), heavy, coefficient="3"), unit("U2", marked("M3")))
    marks = known(weighed, "M1-E=12 M2-CC=9 M2-O=15 M3-E=8")
    assert averages(year_outcome(weighed, USUAL, marks)) == ["11.50", "12.67", "8.00"]


@pytest.mark.parametrize(
    ("marks", "average"),
    [
        ("A1-CC=12 A2-CC=ABJ A3-CC=9", "10.00"),
        ("A1-CC=12 A2-CC=ABI A3-CC=9", "7.50"),
        ("A1-CC=ABJ A2-CC=ABJ A3-CC=ABJ", None),
    ],
)
def test_usual_absences_in_continuous_assessment(marks: str, average: str | None) -> None:
    parts = (assessment("A1-CC"), assessment("A2-CC"), assessment("A3-CC", "2"))
    one = year(unit("U1", marked("M1", *parts)))
    outcome = year_outcome(one, USUAL, known(one, marks))
    assert averages(outcome)[1] == average
    assert outcome.units[0].modules[0].is_defaulted is (average is None)


@pytest.mark.parametrize("code", ["ABI", "ABJ"])
@pytest.mark.parametrize(
    ("effect", "expected"),
    [
        (AbsenceEffect.ZERO, ("6.00", "AJ: AJ")),
        (AbsenceEffect.NEUTRALISE, ("12.00", "ADM: ADM")),
        (AbsenceEffect.DEFAULT, (None, "DEF: DEF")),
    ],
)
@pytest.mark.parametrize("kind", ["CC", "O"])
def test_an_absence_counts_for_what_the_rules_say(
    code: str, effect: AbsenceEffect, expected: tuple[str | None, str], kind: str
) -> None:
    other = AbsenceEffect.ZERO if effect is AbsenceEffect.DEFAULT else AbsenceEffect.DEFAULT
    rule = AbsenceRule(effect, other) if code == "ABI" else AbsenceRule(other, effect)
    unused = AbsenceRule(other, other)
    rules = (
        Rules(continuous_absence=rule, other_absence=unused)
        if kind == "CC"
        else Rules(continuous_absence=unused, other_absence=rule)
    )
    one = year(unit("U1", marked("M1", assessment(f"M1-{kind}"), assessment("M1-E"))))
    outcome = year_outcome(one, rules, known(one, f"M1-{kind}={code} M1-E=12"))
    assert (averages(outcome)[1], results(outcome)) == expected


@pytest.mark.parametrize(
    ("marks", "expected", "causes"),
    [
        ("M1-E=12", "ATT: ATT ATT", ["marks_missing:M2-E", "marks_missing:M3-E"]),
        ("M1-E=ABI M3-E=12", "DEF: DEF ADM", ["marks_missing:M2-E", "default:U1"]),
        ("M1-E=ABI M2-E=4", "ATT: DEF ATT", ["marks_missing:M3-E", "default:U1"]),
    ],
)
def test_a_default_outweighs_a_missing_mark_in_a_unit_but_not_in_a_year(
    marks: str, expected: str, causes: list[str]
) -> None:
    outcome = year_outcome(TWO, USUAL, known(TWO, marks))
    assert results(outcome) == expected
    assert told(outcome) == causes
    assert averages(outcome)[:2] == [None, None]
    assert outcome.may_progress is False


@pytest.mark.parametrize(
    ("marks", "expected", "year_average"),
    [
        ("M1-E=12 P1=pass P2=pass", "ADM: ADM ADM", "12.00"),
        ("M1-E=12 P1=fail P2=pass", "AJ: AJ ADM", "12.00"),
        ("M1-E=12 P1=pass P2=fail", "AJ: ADM AJ", "12.00"),
        ("M1-E=12 P1=pass", "ATT: ADM ATT", None),
        ("M1-E=12 P2=pass", "ATT: ATT ADM", None),
        ("M1-E=12 P1=DIS P2=DIS", "ADM: ADM DIS", "12.00"),
        ("M1=DIS P1=pass P2=pass", "ADM: ADM ADM", None),
        ("M1=DIS P1=fail P2=pass", "AJ: AJ ADM", None),
        ("M1=DIS P1=DIS P2=pass", "ADM: DIS ADM", None),
        ("U1=DIS M1-E=3 P1=fail P2=pass", "ADM: DIS ADM", None),
    ],
)
def test_pass_fail_modules_and_exemptions(
    marks: str, expected: str, year_average: str | None
) -> None:
    outcome = year_outcome(MIXED, USUAL, known(MIXED, marks))
    assert results(outcome) == expected
    assert averages(outcome)[0] == year_average
    awarded = [each for each in expected.split()[1:] if each in {"ADM", "DIS"}]
    assert outcome.ects == 6 * len(awarded)


@pytest.mark.parametrize(
    ("marks", "passed"),
    [("U1=DIS", None), ("U1=DIS P1=fail", False), ("U1=EQU:12 P1=pass", True), ("P1=DIS", None)],
)
def test_what_is_known_of_a_pass_fail_module_is_shown_even_if_not_examined(
    marks: str, passed: bool | None
) -> None:
    outcome = year_outcome(MIXED, USUAL, known(MIXED, f"M1-E=3 {marks}"))
    module = outcome.units[0].modules[1]
    assert (module.passed, module.is_examined, module.is_marked) == (passed, False, False)


@pytest.mark.parametrize(
    ("equivalence", "expected", "year_average"),
    [
        ("10", "ADM: ADM ADM", "11.00"),
        ("9,99", "ADM: CMP ADM", "11.00"),
        ("8", "ADM: CMP ADM", "10.00"),
        ("7,99", "AJ: AJ ADM", "10.00"),
    ],
)
def test_an_equivalence_counts_as_the_units_average(
    equivalence: str, expected: str, year_average: str
) -> None:
    both = year(unit("U1", marked("M1"), pass_fail("P1")), unit("U2", marked("M2")))
    rules = Rules(module_floor=Decimal(9))
    marks = known(both, f"U1=EQU:{equivalence} M1-E=2 P1=fail M2-E=12")
    outcome = year_outcome(both, rules, marks)
    assert results(outcome) == expected
    assert averages(outcome)[0] == year_average
    assert outcome.units[0].modules[0].average is None
    assert told(outcome) == (["unit_floor:U1"] if "AJ" in expected else [])


def test_an_exempt_module_does_not_weigh() -> None:
    outcome = year_outcome(TWO, USUAL, known(TWO, "M1-E=12 M2=DIS M2-E=1 M3-E=ABI M3=DIS"))
    assert averages(outcome) == ["12.00", "12.00", None]
    assert results(outcome) == "ADM: ADM DIS"
    assert outcome.units[0].modules[1].average is None
    assert outcome.ects == 12


def test_an_exemption_goes_before_an_equivalence_of_the_unit_not_of_its_modules() -> None:
    both = replace(known(TWO, "U1=EQU:13 M3-E=12"), exempt=frozenset({"U1"}))
    modules = replace(both, exempt=frozenset({"M1", "M2"}))
    assert averages(year_outcome(TWO, USUAL, both)) == ["12.00", None, "12.00"]
    assert averages(year_outcome(TWO, USUAL, modules)) == ["12.50", "13.00", "12.00"]


def test_a_year_of_exemptions_is_passed_without_an_average() -> None:
    outcome = year_outcome(TWO, USUAL, known(TWO, "U1=DIS U2=DIS"))
    assert results(outcome) == "ADM: DIS DIS"
    assert outcome.average is None
    assert outcome.ects == 12
