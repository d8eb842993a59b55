"""Works that two examiners mark: on both sides of three points, with a third, with absences."""

from dataclasses import replace
from decimal import Decimal

import pytest

from msp_du.domain.curriculum import Curriculum, Setting, Settings, Title
from msp_du.domain.double_marking import Agreed, agree, double_marked
from msp_du.domain.marks import Score, parse_mark
from msp_du.domain.vocabulary import MarkCode

BARE = Curriculum(code="C", version="1", title=Title("C"), years=())


def score(text: str) -> Score | None:
    return parse_mark(text)


@pytest.mark.parametrize(
    ("marks", "expected", "asks"),
    [
        pytest.param(("", ""), "", False, id="none"),
        pytest.param(("12", ""), "", False, id="first-only"),
        pytest.param(("", "12"), "", False, id="second-only"),
        pytest.param(("12", "12"), "12", False, id="alike"),
        pytest.param(("12.25", "12.5"), "12.375", False, id="mean-is-exact"),
        pytest.param(("10", "13"), "11.5", False, id="three-apart"),
        pytest.param(("13", "10"), "11.5", False, id="three-apart-turned"),
        pytest.param(("10", "13.01"), "", True, id="a-hundredth-too-far"),
        pytest.param(("13.01", "10"), "", True, id="a-hundredth-too-far-turned"),
        pytest.param(("10", "13", "20"), "11.5", False, id="a-third-nobody-asked"),
        pytest.param(("8", "14", "13"), "13.5", True, id="nearer-the-second"),
        pytest.param(("8", "14", "9"), "8.5", True, id="nearer-the-first"),
        pytest.param(("8", "14", "11"), "11", True, id="right-between"),
        pytest.param(("8", "14", "10.99"), "9.495", True, id="a-hundredth-off-the-middle"),
        pytest.param(("8", "14", "18"), "16", True, id="above-both"),
        pytest.param(("8", "14", "ABI"), "", True, id="third-absent"),
        pytest.param(("ABI", "ABI"), "ABI", False, id="absent-alike"),
        pytest.param(("ABI", "ABJ"), "", False, id="absences-differ"),
        pytest.param(("ABI", "12"), "", False, id="absent-for-one"),
        pytest.param(("12", "ABJ"), "", False, id="absent-for-the-other"),
        pytest.param(("ABI", "12", "12"), "", False, id="no-third-over-an-absence"),
    ],
)
def test_two_examiners_agree(marks: tuple[str, ...], expected: str, *, asks: bool) -> None:
    wanted = MarkCode(expected) if expected.isalpha() else Decimal(expected) if expected else None
    assert agree(*(score(mark) for mark in marks)) == Agreed(wanted, asks)


@pytest.mark.parametrize(
    ("setting", "codes"),
    [
        pytest.param(("M242-ME", "M243-SO"), {"M242-ME", "M243-SO"}, id="list"),
        pytest.param("M242-ME", {"M242-ME"}, id="one"),
        pytest.param((), set(), id="empty"),
        pytest.param((Decimal(3), "M242-ME"), {"M242-ME"}, id="not-a-code"),
        pytest.param(None, set(), id="null"),
    ],
)
def test_the_curriculum_names_what_two_examiners_mark(setting: Setting, codes: set[str]) -> None:
    curriculum = replace(BARE, settings=Settings((("double_marking", setting),)))
    assert double_marked(curriculum) == codes


def test_without_the_setting_nothing_is_marked_twice() -> None:
    assert double_marked(BARE) == frozenset()
