"""Curricula add up, are found by code, and freeze when the law says."""

from datetime import date
from decimal import Decimal

import pytest

from msp_du.domain.assessment_rules import AbsenceEffect, AssessmentKind, Gate, Grading, Rules
from msp_du.domain.curriculum import (
    Assessment,
    Curriculum,
    Module,
    Settings,
    Title,
    Totals,
    Unit,
    Year,
    frozen_on,
    last_day_of_first_month,
    required_placement_minutes,
)
from msp_du.domain.vocabulary import Language

ORAL = Assessment("M1-O", AssessmentKind.ORAL)
MARKED = Module(
    "M1", Title("Un"), Decimal(14), Decimal("0.5"), placement_hours=Decimal("35.5"),
    assessments=(ORAL,),
)  # fmt: skip
PASSED = Module("M2", Title("Deux"), Decimal("3.5"), grading=Grading.PASS_FAIL)
FIRST = Year(1, (Unit("U1", Title("Unité"), Decimal(6), Decimal("33.333"), (MARKED, PASSED)),))
SECOND = Year(2, (Unit("U2", Title("Unité"), Decimal(4), Decimal("0.1"), (
    Module("M3", Title("Trois"), coefficient=Decimal(1)),)),))  # fmt: skip
CURRICULUM = Curriculum("DU-X", "2026", Title("Diplôme"), (FIRST, SECOND))


def test_hours_ects_and_coefficients_add_up_exactly() -> None:
    assert FIRST.totals == Totals(Decimal(6), Decimal("17.5"), Decimal("35.5"), Decimal("33.333"))
    assert CURRICULUM.totals == Totals(
        Decimal(10), Decimal("17.5"), Decimal("35.5"), Decimal("33.433")
    )


def test_a_year_without_units_adds_up_to_nothing() -> None:
    assert Year(1, ()).totals == Totals(Decimal(0), Decimal(0), Decimal(0), Decimal(0))


@pytest.mark.parametrize(
    ("hours", "minutes"), [("0", 0), ("280", 16800), ("35.5", 2130), ("0.01", 1), ("0.1", 6)]
)
def test_placement_hours_are_required_to_the_minute(hours: str, minutes: int) -> None:
    module = Module("P1", Title("Stage"), placement_hours=Decimal(hours))
    year = Year(1, (Unit("U1", Title("Stage"), Decimal(8), Decimal(4), (module,)),))
    assert required_placement_minutes(year) == minutes


def test_everything_is_listed_in_the_order_of_the_file() -> None:
    assert [unit.code for unit in CURRICULUM.units] == ["U1", "U2"]
    assert [module.code for module in CURRICULUM.modules] == ["M1", "M2", "M3"]
    assert CURRICULUM.assessments == (ORAL,)
    assert list(CURRICULUM.places()) == ["U1", "M1", "M1-O", "M2", "U2", "M3"]


def test_a_code_is_found_with_all_that_stands_around_it() -> None:
    place = CURRICULUM.place_of("M1-O")
    assert (place.year, place.unit.code, place.module, place.assessment) == (
        FIRST, "U1", MARKED, ORAL,
    )  # fmt: skip
    assert CURRICULUM.place_of("U2").module is None
    with pytest.raises(KeyError):
        CURRICULUM.place_of("M4")


def test_a_year_is_found_by_its_number() -> None:
    assert CURRICULUM.year(2) is SECOND
    with pytest.raises(KeyError):
        CURRICULUM.year(3)


def test_a_version_is_named_by_code_and_version() -> None:
    assert CURRICULUM.reference == "DU-X@2026"


@pytest.mark.parametrize(
    ("title", "language", "wording"),
    [
        pytest.param(Title("Mémoire", "Thesis"), Language.ENGLISH, "Thesis", id="english"),
        pytest.param(Title("Mémoire", "Thesis"), Language.FRENCH, "Mémoire", id="french"),
        pytest.param(Title("Mémoire"), Language.ENGLISH, "Mémoire", id="no-english"),
    ],
)
def test_a_title_falls_back_to_french(title: Title, language: Language, wording: str) -> None:
    assert title.wording(language) == wording


def test_a_setting_left_out_has_the_default_of_whoever_asks() -> None:
    settings = Settings((("max_years", Decimal(4)),))
    assert settings.get("max_years") == 4
    assert settings.get("late_counts_as", "present") == "present"
    assert settings.get("late_counts_as") is None


def test_only_a_marked_module_has_a_mark() -> None:
    assert MARKED.is_marked
    assert not PASSED.is_marked


@pytest.mark.parametrize(
    ("kind", "excused", "effect"),
    [
        (AssessmentKind.CONTINUOUS_ASSESSMENT, False, AbsenceEffect.ZERO),
        (AssessmentKind.CONTINUOUS_ASSESSMENT, True, AbsenceEffect.NEUTRALISE),
        (AssessmentKind.FINAL_EXAM, False, AbsenceEffect.DEFAULT),
        (AssessmentKind.FINAL_EXAM, True, AbsenceEffect.DEFAULT),
    ],
)
def test_an_absence_counts_by_its_kind(
    kind: AssessmentKind, excused: bool, effect: AbsenceEffect
) -> None:
    assert Rules().absence_effect(kind, excused=excused) is effect


def test_rules_left_out_are_the_usual_ones() -> None:
    rules = Rules()
    assert [str(rules.pass_mark), str(rules.unit_floor), rules.module_floor] == ["10", "8", None]
    assert rules.gates == tuple(Gate)
    assert [(band.code, int(band.starts_at)) for band in rules.honours] == [
        ("P", 10), ("AB", 12), ("B", 14), ("TB", 16),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("first_day", "last_day"),
    [
        pytest.param(date(2026, 9, 14), date(2026, 10, 13), id="mid-month"),
        pytest.param(date(2026, 9, 1), date(2026, 9, 30), id="first-of-month"),
        pytest.param(date(2026, 12, 7), date(2027, 1, 6), id="over-new-year"),
        pytest.param(date(2027, 1, 29), date(2027, 2, 28), id="no-such-day"),
        pytest.param(date(2028, 1, 29), date(2028, 2, 28), id="leap-year-day-before"),
        pytest.param(date(2028, 1, 30), date(2028, 2, 29), id="leap-year-no-such-day"),
    ],
)
def test_the_first_month_runs_from_day_to_day(first_day: date, last_day: date) -> None:
    assert last_day_of_first_month(first_day) == last_day


@pytest.mark.parametrize(
    ("marked", "taught", "frozen"),
    [
        pytest.param(None, None, None, id="nothing-known"),
        pytest.param(date(2026, 9, 20), None, date(2026, 9, 20), id="mark-alone"),
        pytest.param(None, date(2026, 9, 14), date(2026, 10, 14), id="teaching-alone"),
        pytest.param(date(2026, 9, 20), date(2026, 9, 14), date(2026, 9, 20), id="mark-first"),
        pytest.param(date(2026, 12, 1), date(2026, 9, 14), date(2026, 10, 14), id="month-first"),
    ],
)
def test_a_version_freezes_at_whichever_comes_first(
    marked: date | None, taught: date | None, frozen: date | None
) -> None:
    assert frozen_on(first_marked_on=marked, first_teaching_on=taught) == frozen
