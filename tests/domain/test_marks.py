"""Marks are read as they may be typed, kept exactly, rounded half up."""

from decimal import Decimal
from fractions import Fraction

import pytest

from msp_du.domain.errors import Rule, RuleViolation
from msp_du.domain.marks import (
    from_hundredths,
    parse_cell,
    parse_mark,
    rounded,
    shown,
    to_hundredths,
)
from msp_du.domain.vocabulary import MarkCode


@pytest.mark.parametrize(
    ("text", "mark"),
    [
        ("0", "0"),
        ("20", "20"),
        ("20,00", "20.00"),
        ("12,5", "12.5"),
        ("12.5", "12.5"),
        ("9.99", "9.99"),
        ("07", "7"),
        (" 12 ", "12"),
        ("\u00a012,5\u202f", "12.5"),
    ],
)
def test_a_mark_is_read_with_comma_or_point(text: str, mark: str) -> None:
    read = parse_mark(text)
    assert isinstance(read, Decimal)
    assert str(read) == mark


@pytest.mark.parametrize("text", ["ABI", "ABJ", " ABI\u00a0"])
def test_an_absence_is_read(text: str) -> None:
    assert parse_mark(text) is MarkCode(text.strip())


@pytest.mark.parametrize("text", ["", " ", "\u00a0\u202f"])
def test_nothing_typed_is_not_known_yet(text: str) -> None:
    assert parse_mark(text) is None


@pytest.mark.parametrize(
    "text",
    ["12,345", "1e1", "+5", "-1", "12.", ".5", "1 2", "12,5,0", "abi", "DIS", "pass", "NaN", "١٢"],
)
def test_what_is_neither_mark_nor_absence_is_refused(text: str) -> None:
    with pytest.raises(RuleViolation) as refusal:
        parse_mark(f" {text} ", field="M1")
    assert refusal.value.rule is Rule.MARK_NOT_VALID
    assert refusal.value.field == "M1"
    assert refusal.value.details == {"value": text}


@pytest.mark.parametrize("text", ["20,01", "21", "100", "9" * 5000])
def test_a_mark_above_20_is_refused(text: str) -> None:
    with pytest.raises(RuleViolation) as refusal:
        parse_mark(text)
    assert refusal.value.rule is Rule.MARK_ABOVE_20
    assert refusal.value.field is None
    assert refusal.value.details == {"value": text}


@pytest.mark.parametrize(
    ("mark", "hundredths"), [("0", 0), ("0.01", 1), ("12.5", 1250), ("20.00", 2000)]
)
def test_marks_are_kept_as_whole_hundredths(mark: str, hundredths: int) -> None:
    assert to_hundredths(Decimal(mark)) == hundredths
    assert from_hundredths(hundredths) == Decimal(mark)


def test_a_third_decimal_is_not_lost_in_silence() -> None:
    with pytest.raises(ValueError, match=r"12\.345"):
        to_hundredths(Decimal("12.345"))


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (Fraction("9.995"), "10.00"),
        (Fraction("9.99499"), "9.99"),
        (Fraction("7.985"), "7.99"),
        (Decimal("0.005"), "0.01"),
        (Decimal("12.5"), "12.50"),
        (Fraction(2, 3), "0.67"),
        (Fraction(20), "20.00"),
        (Fraction(0), "0.00"),
    ],
)
def test_values_are_shown_half_up_with_two_decimals(value: Fraction | Decimal, text: str) -> None:
    assert shown(value) == text
    assert rounded(value) == Fraction(text)


@pytest.mark.parametrize(
    ("typed", "expected"),
    [(" 12,5 ", Decimal("12.5")), ("abi", MarkCode.UNEXCUSED_ABSENCE), ("", None)],
)
def test_a_cell_takes_absences_in_any_case(typed: str, expected: object) -> None:
    assert parse_cell(typed) == expected


@pytest.mark.parametrize(
    ("typed", "broken"),
    [
        ("DIS", Rule.MARK_EXEMPTION_ELSEWHERE),
        (" dis ", Rule.MARK_EXEMPTION_ELSEWHERE),
        ("DISS", Rule.MARK_NOT_VALID),
        ("20,01", Rule.MARK_ABOVE_20),
    ],
)
def test_a_cell_takes_no_exemption(typed: str, broken: Rule) -> None:
    with pytest.raises(RuleViolation) as refusal:
        parse_cell(typed)
    assert refusal.value.rule is broken
