"""The diploma: awarded or not, its average by units or by years, its honours."""

from decimal import Decimal

import pytest

from msp_du.domain.assessment_rules import Honour, Rounding, Rules
from msp_du.domain.curriculum import Curriculum, Title, Unit, Year
from msp_du.domain.diploma import DiplomaOutcome, diploma_outcome
from msp_du.domain.results import year_outcome
from tests.support.examinations import assessment, diploma_as_data, known, marked, unit, year

TWO_YEARS = (
    year(unit("U1", marked("M1"), coefficient="15")),
    year(unit("U2", marked("M2"), coefficient="15"), number=2),
)
BY_YEARS = ((1, Decimal(40)), (2, Decimal(60)))


def diploma(rules: Rules, marks: str, years: tuple[Year, ...] = TWO_YEARS) -> DiplomaOutcome:
    outcomes = {each.number: year_outcome(each, rules, known(each, marks)) for each in years}
    return diploma_outcome(Curriculum("DU", "1", Title("DU"), years, rules), outcomes)


@pytest.mark.parametrize(
    ("rules", "average", "honours"),
    [
        pytest.param(Rules(), "13.86", "AB", id="coefficients"),
        pytest.param(Rules(year_weights=BY_YEARS), "14.08", "B", id="year-weights"),
    ],
)
def test_years_weigh_by_coefficients_or_by_weights(
    rules: Rules, average: str, honours: str
) -> None:
    second = (("U1", "14", "3"), ("U2", "13,5", "2"), ("U3", "15", "2"), ("U4", "16", "3"),
              ("U5", "15,5", "5"))  # fmt: skip
    years = (
        TWO_YEARS[0],
        year(
            *(unit(f"2{code}", marked(f"2{code}-M"), coefficient=c) for code, _m, c in second),
            number=2,
        ),
    )
    marks = " ".join(f"2{code}-M-E={mark}" for code, mark, _c in second)
    outcome = diploma(rules, f"M1-E=12,75 {marks}", years)
    assert diploma_as_data(outcome) == {
        "awarded": True,
        "average": average,
        "honours": honours,
        "ects": 36,
    }


@pytest.mark.parametrize(
    ("marks", "honours"),
    [
        ("10 10", "P"),
        ("12 11,98", "P"),
        ("12 11,99", "AB"),
        ("14 13,98", "AB"),
        ("14 13,99", "B"),
        ("16 15,98", "B"),
        ("16 15,99", "TB"),
        ("20 20", "TB"),
    ],
)
def test_honours_are_the_highest_band_that_the_rounded_average_reaches(
    marks: str, honours: str
) -> None:
    first, second = marks.split()
    assert diploma(Rules(), f"M1-E={first} M2-E={second}").honours == honours


@pytest.mark.parametrize(
    ("bands", "mark", "honours"),
    [
        ((), "20", None),
        ((Honour("AB", Decimal(12)),), "11,99", None),
        ((Honour("TB", Decimal(16)), Honour("AB", Decimal(12))), "15", "AB"),
        ((Honour("TB", Decimal(16)), Honour("AB", Decimal(12))), "16", "TB"),
    ],
    ids=["no-bands", "below-the-lowest", "any-order-low", "any-order-high"],
)
def test_bands_may_be_any_in_any_order(
    bands: tuple[Honour, ...], mark: str, honours: str | None
) -> None:
    assert diploma(Rules(honours=bands), f"M1-E={mark} M2-E={mark}").honours == honours


@pytest.mark.parametrize(
    ("flags", "marks", "honours"),
    [
        pytest.param({}, "M1-E=4 M1-E@2=17 M2-E=17", "TB", id="resit-allowed"),
        pytest.param({"honours_after_resit": False}, "M1-E=4 M1-E@2=17 M2-E=17", "P", id="resit"),
        pytest.param(
            {"honours_after_resit": False}, "M1-E=17 M1-E@2=18 M2-E=17", "TB", id="not-open"
        ),
        pytest.param({"honours_after_resit": False}, "M1-E=17 M2-E=17", "TB", id="no-resit"),
        pytest.param({}, "M1-E=9 Y1:board_points=11 M2-E=17", "P", id="unit-not-compensable"),
        pytest.param({}, "M1-E=9 U1:board_points=8 M2-E=17", "P", id="unit-points"),
        pytest.param(
            {"honours_after_board_points": True},
            "M1-E=9 U1:board_points=8 M2-E=17",
            "TB",
            id="points-allowed",
        ),
        pytest.param({}, "M1-E=16 U1:board_points=1 M2-E=15", "TB", id="points-not-needed"),
        pytest.param(
            {"honours_after_resit": False, "honours": (Honour("TB", Decimal(18)),)},
            "M1-E=4 M1-E@2=17 M2-E=17",
            None,
            id="none-stays-none",
        ),
    ],
)
def test_a_resit_or_points_may_lower_honours_to_the_lowest_band(
    flags: dict[str, object], marks: str, honours: str | None
) -> None:
    outcome = diploma(Rules(**flags), marks)  # type: ignore[arg-type]
    assert (outcome.awarded, outcome.honours) == (True, honours)


def test_a_unit_the_board_saved_lowers_honours_even_in_a_year_passed_without_it() -> None:
    years = (year(unit("U1", marked("M1")), unit("U2", marked("M2"))),)
    outcome = diploma(Rules(), "M1-E=9 U1:board_points=1 M2-E=20", years)
    assert diploma_as_data(outcome) == {
        "awarded": True,
        "average": "15.00",
        "honours": "P",
        "ects": 12,
    }


@pytest.mark.parametrize(
    ("marks", "average"),
    [("M1-E=9 M2-E=15", "12.00"), ("M1-E=12", None), ("M1-E=ABI M2-E=15", None)],
    ids=["failed-year", "missing", "in-default"],
)
def test_a_diploma_not_awarded_has_no_honours(marks: str, average: str | None) -> None:
    outcome = diploma_as_data(diploma(Rules(), marks))
    assert (outcome["awarded"], outcome["average"], outcome["honours"]) == (False, average, None)


def test_a_diploma_of_exemptions_has_neither_average_nor_honours() -> None:
    for rules in (Rules(), Rules(year_weights=BY_YEARS)):
        assert diploma(rules, "U1=DIS U2=DIS") == DiplomaOutcome(
            awarded=True, average=None, honours=None, ects=Decimal(12)
        )


@pytest.mark.parametrize("rules", [Rules(), Rules(year_weights=BY_YEARS)])
def test_an_exempt_year_weighs_nothing(rules: Rules) -> None:
    assert diploma_as_data(diploma(rules, "U1=DIS M2-E=14"))["average"] == "14.00"


def test_year_points_count_in_the_year_only() -> None:
    marks = "M1-E=10 M2-E=10 Y1:board_points=5"
    assert diploma_as_data(diploma(Rules(), marks))["average"] == "10.00"
    by_years = diploma_as_data(diploma(Rules(year_weights=BY_YEARS), marks))
    assert by_years["average"] == "12.00"


def test_a_cascade_averages_rounded_units() -> None:
    def split(code: str, number: int) -> Unit:
        parts = (assessment(f"{code}1"), assessment(f"{code}2"))
        return unit(f"U{number}", marked(f"M{number}", *parts))

    years = (year(split("A", 1)), year(split("B", 2), number=2))
    marks = "A1=13,99 A2=14 B1=13,98 B2=13,99"
    exact = diploma(Rules(), marks, years)
    rounded = diploma(Rules(rounding=Rounding.CASCADE), marks, years)
    assert (diploma_as_data(exact)["average"], exact.honours) == ("13.99", "AB")
    assert (diploma_as_data(rounded)["average"], rounded.honours) == ("14.00", "B")
    assert rounded.average == 14


def test_a_year_that_has_not_begun_leaves_the_diploma_open() -> None:
    curriculum = Curriculum("DU", "1", Title("DU"), TWO_YEARS)
    first = year_outcome(TWO_YEARS[0], Rules(), known(TWO_YEARS[0], "M1-E=12"))
    assert diploma_outcome(curriculum, {1: first}) == DiplomaOutcome(
        awarded=False, average=None, honours=None, ects=Decimal(6)
    )
