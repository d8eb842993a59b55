"""What a sitting prints: frozen, read back, corrected in a new edition that says what changed."""

from dataclasses import replace
from datetime import timedelta

import pytest

from msp_du.domain import board_papers
from msp_du.domain.assessment_rules import Gate
from msp_du.domain.board_papers import PaperFacts, PaperKind
from msp_du.domain.decision_inputs import AddedPoints, inputs_of, marks_of, with_points
from msp_du.domain.frozen_facts import UnreadableFacts
from msp_du.domain.marks import from_hundredths
from msp_du.domain.vocabulary import GateState, MarkCode, ResultCode
from msp_du.domain.year_marks import YearMarks
from tests.factories.board_papers import (
    EXCEPTED,
    MEETING,
    POINTED,
    make_letter,
    make_line,
    make_minutes,
    make_results,
)

PAPERS = {
    PaperKind.MINUTES: make_minutes(),
    PaperKind.RESULTS_LIST: make_results(),
    PaperKind.LETTER: make_letter(),
}


@pytest.mark.parametrize(("kind", "facts"), PAPERS.items())
def test_facts_come_back_from_their_text(kind: PaperKind, facts: PaperFacts) -> None:
    text = board_papers.canonical(kind, facts)
    assert board_papers.read(kind, text) == facts
    with pytest.raises(UnreadableFacts):
        board_papers.read(kind, text.replace("@1", "@0"))


def test_every_text_is_looked_at_before_it_is_printed() -> None:
    texts = set(board_papers.printed_texts(make_minutes()))
    assert {"Yann Morvan", "Noé KERGUÉLEN", "Régularité du travail.", "DU-MSP 2026"} <= texts


def test_the_list_goes_by_number_without_name_or_mark() -> None:
    late = make_line(9, number="E0000000", result=ResultCode.FAILED, may_progress=True)
    facts = board_papers.results_of(make_minutes(lines=(make_line(), EXCEPTED, late)))
    assert [(line.number, line.result, line.may_progress) for line in facts.lines] == [
        ("E0000000", "AJ", True),
        ("E0000001", "ADM", True),
    ]
    assert facts.without_number == 1
    text = board_papers.canonical(PaperKind.RESULTS_LIST, facts)
    assert "LEFÈVRE" not in text
    assert "12.75" not in text


def test_a_new_edition_changes_one_line_and_keeps_what_was_changed_before() -> None:
    first = make_minutes()
    second = replace(MEETING, edition=2, edition_on=MEETING.edition_on + timedelta(days=11))
    line = replace(first.lines[0], result=ResultCode.FAILED, may_progress=False)
    facts = board_papers.corrected(first, second, line, "Erreur de report.")
    assert facts.lines == (line, POINTED, EXCEPTED)
    assert (facts.meeting, facts.members, facts.deferred) == (second, first.members, first.deferred)
    (change,) = facts.changes
    assert (change.edition, change.name) == (2, line.name)
    assert (change.former, change.result, change.reason) == ("ADM", "AJ", "Erreur de report.")
    third = board_papers.corrected(facts, replace(second, edition=3), first.lines[0], "Rien.")
    assert [each.edition for each in third.changes] == [2, 3]


def test_points_count_only_where_they_are_given() -> None:
    marks = YearMarks(unit_points={"U9": from_hundredths(100)})
    points = (
        AddedPoints("U1", from_hundredths(25), "Une raison."),
        AddedPoints(None, from_hundredths(7), "Une autre."),
    )
    known = with_points(marks, points)
    assert dict(known.unit_points) == {"U1": from_hundredths(25)}
    assert known.year_points == from_hundredths(7)
    assert not with_points(known, ()).has_board_points


def test_inputs_are_told_whole_and_always_in_the_same_order() -> None:
    marks = YearMarks(
        first={"M2-E": from_hundredths(1250), "M1-E": MarkCode.EXCUSED_ABSENCE},
        second={"M1-E": from_hundredths(800)},
        passes={"M3": True, "M0": False},
        exempt=frozenset({"U3", "M4"}),
        equivalences={"U2": from_hundredths(1400)},
        gates={Gate.HOURS: GateState.MET, Gate.COMPETENCIES: GateState.PENDING},
    )
    facts = inputs_of(marks, (AddedPoints(None, from_hundredths(7), "Une raison."),))
    assert [(mark.session, mark.code, mark.value) for mark in facts.marks] == [
        (1, "M0", "fail"),
        (1, "M1-E", "ABJ"),
        (1, "M2-E", "12.50"),
        (1, "M3", "pass"),
        (2, "M1-E", "8.00"),
    ]
    assert facts.exempt == ("M4", "U3")
    assert [(one.code, str(one.value)) for one in facts.equivalences] == [("U2", "14.00")]
    assert [(one.gate, one.state) for one in facts.gates] == [
        ("competencies", "pending"),
        ("hours", "met"),
    ]
    assert [one.reason for one in facts.points] == ["Une raison."]
    assert marks_of(facts) == with_points(marks, facts.points)


@pytest.mark.parametrize(
    ("present", "presiding"),
    [
        pytest.param({"Yann Morvan", "Nicolas Aubry"}, "Yann Morvan", id="the-president"),
        pytest.param({"Inès Haddad", "Nicolas Aubry"}, "Nicolas Aubry", id="their-deputy"),
        pytest.param({"Inès Haddad"}, "Yann Morvan", id="nobody-in-that-seat"),
    ],
)
def test_who_presided_signs_the_letters(present: set[str], presiding: str) -> None:
    facts = make_minutes()
    members = tuple(replace(one, is_present=one.name in present) for one in facts.members)
    assert replace(facts, members=members).presiding.name == presiding
