"""The curriculum file: what is read, and what is no curriculum file at all."""

from contextlib import suppress
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from msp_du.domain.assessment_rules import AbsenceEffect, Grading
from msp_du.files.curriculum_yaml import CurriculumFaults, read, write
from tests.files.curriculum_texts import SMALL, edited, faults_of, with_rules


def test_a_small_file_gives_defaults_for_what_it_leaves_out() -> None:
    curriculum = read(SMALL.encode())
    module = curriculum.modules[0]
    assert (curriculum.version, curriculum.institution) == ("2026", None)
    assert (str(module.taught_hours), module.has_resit, module.grading) == (
        "0",
        True,
        Grading.MARKED,
    )
    assert (str(module.assessments[0].weight), module.assessments[0].title) == ("1", None)
    assert curriculum.units[0].is_compensable
    assert (curriculum.modules[1].coefficient, curriculum.modules[1].assessments) == (None, ())


def test_a_byte_order_mark_is_no_fault() -> None:
    assert read(b"\xef\xbb\xbf" + SMALL.encode()) == read(SMALL.encode())


@pytest.mark.parametrize("word", ["no", "1:30", "2026-10-12", "010", "1e3", "0x1F", "~", ".inf"])
def test_a_version_is_text_whatever_it_looks_like(word: str) -> None:
    assert read(edited(("version: 2026", f"version: {word}")).encode()).version == word


@pytest.mark.parametrize(
    ("written", "shown"),
    [("0.5", "0.5"), ("1", "1"), ("33.333", "33.333"), ("1.50", "1.50"), ("010", "10"),
     ("+2", "2"), ("0.000000000001", "0.000000000001"), ("'7'", "7")],
)  # fmt: skip
def test_a_coefficient_is_exactly_what_was_written(written: str, shown: str) -> None:
    text = edited(("coefficient: 3", f"coefficient: {written}"))
    assert format(read(text.encode()).units[0].coefficient, "f") == shown


def test_zero_has_no_sign() -> None:
    assert str(read(edited(("ects: 6", "ects: -0")).encode()).units[0].ects) == "0"


def test_a_title_is_one_line_and_keeps_its_no_break_spaces() -> None:
    text = edited(("{fr: Essai}", '\n  fr: >\n    Stage\u00a0:\n    immersion\n  en: "A\\tB "'))
    title = read(text.encode()).title
    assert (title.fr, title.en) == ("Stage\u00a0: immersion", "A B")


def test_rules_are_read_one_by_one() -> None:
    rules = read(
        with_rules(
            "{pass_mark: 10.5, rounding: cascade, compensation: none, unit_floor: null,"
            " module_floor: 7, absence: {other: {excused: neutralise}}, resit_policy: replace,"
            " resit_cap: 12, diploma_weighting: {2: 60, 1: 40}, debts_allowed: 0, honours: [],"
            " honours_after_resit: false, honours_after_board_points: true, gates: []}"
        ).encode()
    ).rules
    assert (str(rules.pass_mark), rules.unit_floor, str(rules.module_floor)) == ("10.5", None, "7")
    assert rules.year_weights == ((1, Decimal(40)), (2, Decimal(60)))
    assert (rules.other_absence.unexcused, rules.other_absence.excused) == (
        AbsenceEffect.DEFAULT,
        AbsenceEffect.NEUTRALISE,
    )
    assert rules.continuous_absence.unexcused is AbsenceEffect.ZERO
    assert (rules.debts_allowed, rules.honours, rules.gates) == (0, (), ())
    assert (rules.honours_after_resit, rules.honours_after_board_points) == (False, True)


def test_weighting_by_coefficients_can_be_said() -> None:
    assert read(with_rules("{diploma_weighting: by_coefficients}").encode()).rules == (
        read(SMALL.encode()).rules
    )


@pytest.mark.parametrize(
    ("text", "faults"),
    [
        pytest.param("", ["the file is empty"], id="empty"),
        pytest.param("# rien\n", ["the file is empty"], id="only-a-comment"),
        pytest.param("bonjour", ["must be a map of keys and values"], id="not-a-map"),
        pytest.param("a: b: c", ["line 1, column 5: not valid YAML"], id="not-yaml"),
        pytest.param("a: {b", ["line 1, column 6: not valid YAML"], id="never-closed"),
        pytest.param("a: 1\nb: \x01", ["line 2, column 1: not valid YAML"], id="control"),
        pytest.param('a: "\\U00110000"', ["line 1, column 1: not valid YAML"], id="escape"),
        pytest.param("%YAML 1.9\n---\na", ["line 1, column 1: not valid YAML"], id="directive"),
        pytest.param(b"a: 1\nb: \xe9", ["line 2, column 4: not UTF-8"], id="windows-1252"),
        pytest.param(b"#" * 1_000_001, ["the file is larger than 1 MB"], id="too-large"),
        pytest.param("[" * 21, ["line 1, column 21: nested too deeply"], id="too-deep"),
        pytest.param("{a: " * 50_000, ["line 1, column 78: nested too deeply"], id="deep-maps"),
        pytest.param("- a\n" * 60_000, ["line 49998: the file holds more values than are read"],
                     id="too-many"),
        pytest.param("a: 1\n---\nb: 1",
                     ["line 2: a second document starts here, only one is read"], id="two"),
    ],
)  # fmt: skip
def test_what_is_no_curriculum_at_all_is_refused(text: str | bytes, faults: list[str]) -> None:
    assert faults_of(text) == faults


def test_the_largest_file_is_looked_into() -> None:
    padded = SMALL.encode() + b"#" * (1_000_000 - len(SMALL.encode()))
    assert read(padded) == read(SMALL.encode())


@settings(max_examples=150, deadline=None)
@given(st.integers(0, len(SMALL) - 1), st.integers(0, 3), st.text(" \n:-?[]{},#&*!|>'\"%@`~\\e\t"))
def test_a_damaged_file_is_read_or_refused(start: int, cut: int, put: str) -> None:
    damaged = (SMALL[:start] + put + SMALL[start + cut :]).encode()
    with suppress(CurriculumFaults):
        curriculum = read(damaged)
        assert read(write(curriculum)) == curriculum
