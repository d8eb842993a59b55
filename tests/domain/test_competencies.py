"""Levels and the gate of a year: what counts, what is left out, what is missing."""

import pytest

from msp_du.domain.competencies import (
    MOST_NOT_APPLICABLE,
    SCALE,
    Competency,
    CompetencyDomain,
    Framework,
    RatedYear,
    Wording,
    domains_progress,
    gate_state,
    rank,
    reaches,
    required_level,
    standing,
)
from msp_du.domain.vocabulary import GateState, Language, Level

WORDS = Wording("mot", "word")
CORE = ("A1", "A2", "B1", "B2")
RANKS = dict(zip(SCALE, (1, 2, 3, 4), strict=True))


def domain(code: str, *items: str) -> CompetencyDomain:
    return CompetencyDomain(
        code, WORDS, tuple(Competency(item, WORDS, item in CORE) for item in items)
    )


FRAMEWORK = Framework(
    code="COMPETENCES",
    version="2026",
    title=WORDS,
    levels=(),
    domains=(domain("A", "A1", "A2", "A3"), domain("B", "B1", "B2", "B3")),
)


def counted(
    level: Level | None = Level.COMPETENT, **others: Level | None
) -> dict[str, Level | None]:
    """Return the same level for every core item but those named."""
    return dict.fromkeys(CORE, level) | others


def test_items_are_listed_in_the_order_of_the_framework() -> None:
    assert [item.code for item in FRAMEWORK.competencies] == ["A1", "A2", "A3", "B1", "B2", "B3"]
    assert tuple(item.code for item in FRAMEWORK.core) == CORE
    assert FRAMEWORK.reference == "COMPETENCES@2026"


def test_words_come_in_the_language_asked_for() -> None:
    assert [WORDS.wording(language) for language in Language] == ["mot", "word"]


@pytest.mark.parametrize("level", Level)
def test_only_four_levels_have_a_rank(level: Level) -> None:
    assert rank(level) == RANKS.get(level)


@pytest.mark.parametrize(
    ("year_number", "years", "required"),
    [
        pytest.param(1, 2, Level.BEGINNER, id="first-of-two"),
        pytest.param(2, 2, Level.COMPETENT, id="last-of-two"),
        pytest.param(1, 1, Level.COMPETENT, id="only-one"),
        pytest.param(2, 3, Level.BEGINNER, id="before-the-last"),
        pytest.param(3, 3, Level.COMPETENT, id="last-of-three"),
    ],
)
def test_the_last_year_asks_for_more(year_number: int, years: int, required: Level) -> None:
    assert required_level(year_number, years) is required


@pytest.mark.parametrize("level", [*Level, None])
@pytest.mark.parametrize("required", [Level.BEGINNER, Level.COMPETENT])
def test_a_level_is_reached_from_its_own_rank_on(level: Level | None, required: Level) -> None:
    is_high_enough = level in RANKS and RANKS[level] >= RANKS[required]
    assert reaches(level, required) is is_high_enough


@pytest.mark.parametrize(
    ("year_number", "level", "state"),
    [
        pytest.param(1, Level.NOVICE, GateState.PENDING, id="first-year-below"),
        pytest.param(1, Level.BEGINNER, GateState.MET, id="first-year-exactly"),
        pytest.param(1, Level.AUTONOMOUS, GateState.MET, id="first-year-above"),
        pytest.param(2, Level.BEGINNER, GateState.PENDING, id="last-year-below"),
        pytest.param(2, Level.COMPETENT, GateState.MET, id="last-year-exactly"),
        pytest.param(2, Level.AUTONOMOUS, GateState.MET, id="last-year-above"),
    ],
)
def test_one_core_item_below_the_level_of_the_year_keeps_the_gate_shut(
    year_number: int, level: Level, state: GateState
) -> None:
    found = standing(FRAMEWORK, counted(A2=level), year_number=year_number, years=2)
    is_met = state is GateState.MET
    assert (found.missing, found.acquired) == (() if is_met else ("A2",), 4 if is_met else 3)
    assert (found.is_met, gate_state(found)) == (is_met, state)


@pytest.mark.parametrize("level", [Level.NOT_OBSERVED, None], ids=["not-observed", "not-rated"])
@pytest.mark.parametrize("year_number", [1, 2])
def test_what_nobody_saw_is_missing_and_stays_in_the_total(
    year_number: int, level: Level | None
) -> None:
    found = standing(FRAMEWORK, counted(B1=level), year_number=year_number, years=2)
    assert (found.core_total, found.acquired) == (4, 3)
    assert (found.missing, found.not_applicable) == (("B1",), ())
    assert gate_state(found) is GateState.PENDING


def test_an_item_without_an_entry_is_missing_like_one_not_rated() -> None:
    empty = standing(FRAMEWORK, {}, year_number=1, years=2)
    assert (empty.missing, empty.acquired, empty.required) == (CORE, 0, Level.BEGINNER)
    assert empty == standing(FRAMEWORK, counted(None), year_number=1, years=2)


@pytest.mark.parametrize("year_number", [1, 2])
@pytest.mark.parametrize(
    ("left_out", "is_met"),
    [
        pytest.param(CORE[:1], True, id="one"),
        pytest.param(CORE[:MOST_NOT_APPLICABLE], True, id="most"),
        pytest.param(CORE[: MOST_NOT_APPLICABLE + 1], False, id="one-too-many"),
    ],
)
def test_a_few_core_items_may_be_left_out(
    year_number: int, left_out: tuple[str, ...], is_met: bool
) -> None:
    levels = counted(**dict.fromkeys(left_out, Level.NOT_APPLICABLE))
    found = standing(FRAMEWORK, levels, year_number=year_number, years=2)
    assert (found.not_applicable, found.missing) == (left_out, ())
    assert found.acquired == found.core_total - len(left_out)
    assert found.has_too_many_not_applicable is not is_met
    assert found.is_met is is_met


def test_what_is_left_out_makes_up_for_nothing_missing() -> None:
    levels = counted(A1=Level.NOT_APPLICABLE, B2=Level.NOVICE)
    found = standing(FRAMEWORK, levels, year_number=2, years=2)
    assert (found.acquired, found.missing, found.not_applicable) == (2, ("B2",), ("A1",))
    assert not found.is_met


@pytest.mark.parametrize("level", [Level.NOVICE, Level.NOT_APPLICABLE])
def test_items_that_are_not_core_never_keep_the_gate_shut(level: Level) -> None:
    left_out = {"A1": Level.NOT_APPLICABLE, "A2": Level.NOT_APPLICABLE}
    found = standing(FRAMEWORK, counted(**left_out, A3=level, B3=level), year_number=2, years=2)
    assert (found.is_met, found.not_applicable) == (True, ("A1", "A2"))


def test_a_domain_counts_all_its_items_and_leaves_out_those_not_applicable() -> None:
    levels = counted(A3=Level.BEGINNER, B1=Level.NOT_OBSERVED, B3=Level.NOT_APPLICABLE)
    rows = {
        year: [
            (row.domain.code, row.acquired, row.total)
            for row in domains_progress(FRAMEWORK, levels, year_number=year, years=2)
        ]
        for year in (1, 2)
    }
    assert rows == {1: [("A", 3, 3), ("B", 1, 2)], 2: [("A", 2, 3), ("B", 1, 2)]}


def test_a_domain_where_nothing_applies_has_a_total_of_zero() -> None:
    levels = dict.fromkeys(("B1", "B2", "B3"), Level.NOT_APPLICABLE)
    rows = domains_progress(FRAMEWORK, levels, year_number=1, years=2)
    assert [(row.acquired, row.total) for row in rows] == [(0, 3), (0, 0)]


def test_a_year_is_rated_for_itself_and_for_the_diploma() -> None:
    levels = dict.fromkeys(CORE, Level.BEGINNER) | {"B2": Level.COMPETENT}
    rated = RatedYear(FRAMEWORK, levels, year_number=1, years=2)
    assert rated.standing.acquired == 4
    assert rated.for_diploma.missing == ("A1", "A2", "B1")
    assert RatedYear(FRAMEWORK, levels, 2, 2).standing == rated.for_diploma


@pytest.mark.parametrize(
    ("codes", "domains"),
    [((), []), (("B1",), ["B"]), (("B2", "A1"), ["A", "B"]), (("Z9",), [])],
    ids=["none", "one", "in-order", "unknown"],
)
def test_the_domains_of_items_are_told_in_order(codes: tuple[str, ...], domains: list[str]) -> None:
    assert RatedYear(FRAMEWORK, {}, 1, 2).domains_of(codes) == domains
