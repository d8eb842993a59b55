"""Marks, competencies and decisions of the demonstration are what the rules make of its story."""

import json

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from msp_du.demonstration import build
from msp_du.domain.assessment_rules import Gate
from msp_du.domain.vocabulary import (
    DocumentKind,
    EnrolmentState,
    GateState,
    MarkCode,
    RaterRole,
    ResultCode,
    Role,
)
from msp_du.models import (
    Account,
    Assessment,
    BoardDecision,
    CompetencyRating,
    Document,
    Enrolment,
    EnrolmentYear,
    Mark,
    Module,
    Person,
)
from msp_du.services import decisions, gates, mark_lists, results

ADMITTED, BY_BOARD, REFUSED = ResultCode.PASSED, ResultCode.PASSED_BY_BOARD, ResultCode.FAILED


def years_of(session: Session, family_name: str) -> list[EnrolmentYear]:
    statement = (
        select(EnrolmentYear)
        .join(Enrolment, Enrolment.id == EnrolmentYear.enrolment_id)
        .join(Person, Person.id == Enrolment.person_id)
        .where(Person.birth_family_name == family_name)
        .order_by(EnrolmentYear.year_number, EnrolmentYear.attempt)
    )
    return list(session.scalars(statement))


def history_of(session: Session, year: EnrolmentYear) -> list[ResultCode]:
    """The decisions on a year, the first one first."""
    return [decision.result for decision in reversed(decisions.history(session, year))]


HISTORIES = [
    pytest.param("Şahin-Nguyễn", [[ADMITTED], [ADMITTED]], id="straight"),
    pytest.param("El Ouazzani", [[REFUSED, ADMITTED], [ADMITTED]], id="resit"),
    pytest.param("Święcki", [[ADMITTED], [REFUSED, BY_BOARD]], id="admitted by the board"),
    pytest.param("Thévenin", [[ADMITTED], [BY_BOARD, REFUSED], []], id="slip, then again"),
    pytest.param("Pereira", [[REFUSED], []], id="repeats the first year"),
    pytest.param("Kowalska", [[ResultCode.DEFAULTED, ADMITTED], []], id="absence, then resit"),
    pytest.param("Faure", [[BY_BOARD], []], id="hours short"),
    pytest.param("Ünal", [[]], id="left"),
    pytest.param("Vasseur", [[ADMITTED], []], id="sat late, to be decided"),
    pytest.param("Weiss", [[ADMITTED], [ADMITTED]], id="sat late, admitted late"),
    pytest.param("Amrani", [[]], id="in the first year"),
]


@pytest.mark.parametrize(("family_name", "expected"), HISTORIES)
def test_the_board_decided_what_the_story_says(
    story: Session, family_name: str, expected: list[list[ResultCode]]
) -> None:
    years = years_of(story, family_name)
    assert [history_of(story, year) for year in years] == expected


def test_every_admission_rests_on_what_the_rules_give_and_on_its_gates(story: Session) -> None:
    admitted = [
        decision for decision in story.scalars(select(BoardDecision)) if decision.result is ADMITTED
    ]
    assert len(admitted) >= 20
    states = gates.conditions_of_years(story, [each.enrolment_year_id for each in admitted])
    for decision in admitted:
        facts = decisions.facts_of(decision)
        assert facts.computed is ADMITTED
        assert facts.approved_placement_minutes >= facts.required_placement_minutes
        assert facts.acquired_competencies == facts.core_competencies
        assert states[decision.enrolment_year_id].gates == {
            Gate.HOURS: GateState.MET,
            Gate.ATTENDANCE: GateState.MET,
            Gate.COMPETENCIES: GateState.MET,
            Gate.PLACEMENT_CERTIFICATE: GateState.MET,
        }


def test_what_was_decided_is_still_what_the_marks_give(story: Session) -> None:
    years = list(story.scalars(select(EnrolmentYear)))
    outcomes = results.outcomes(story, years)
    current = decisions.current(story, [year.id for year in years])
    assert len(current) > 20
    for year_id, decision in current.items():
        facts = decisions.facts_of(decision)
        assert facts.computed is outcomes[year_id].result
        assert facts.average == outcomes[year_id].average
        assert outcomes[year_id].not_open == ()


def test_a_unit_is_compensated_somewhere(story: Session) -> None:
    found = {
        unit.result
        for decision in story.scalars(select(BoardDecision))
        for unit in decisions.facts_of(decision).units
    }
    assert {ResultCode.COMPENSATED, BY_BOARD, REFUSED, ADMITTED} <= found


def test_each_band_of_honours_is_awarded(story: Session) -> None:
    certificates = select(Document.facts).where(Document.kind == DocumentKind.CERTIFICATE)
    found = {json.loads(facts)["facts"]["honours"] for facts in story.scalars(certificates)}
    assert found == {"Passable", "Assez bien", "Bien", "Très bien"}


def test_codes_stand_only_where_the_story_has_them(story: Session) -> None:
    of_year = (
        select(Person.birth_family_name, Assessment.code, Mark.code)
        .select_from(Mark)
        .join(EnrolmentYear, EnrolmentYear.id == Mark.enrolment_year_id)
        .join(Enrolment, Enrolment.id == EnrolmentYear.enrolment_id)
        .join(Person, Person.id == Enrolment.person_id)
        .join(Assessment, Assessment.id == Mark.assessment_id)
        .where(Mark.code.is_not(None))
    )
    assert {tuple(row) for row in story.execute(of_year)} == {
        ("Kowalska", "M121-ET", MarkCode.UNEXCUSED_ABSENCE),
        ("Diarra", "M111-CC", MarkCode.UNEXCUSED_ABSENCE),
        ("Œuvrard", "M112-CC", MarkCode.EXCUSED_ABSENCE),
        ("Vasseur", "M243-SO", MarkCode.EXCUSED_ABSENCE),
        ("Weiss", "M243-SO", MarkCode.EXCUSED_ABSENCE),
    }
    of_module = select(Mark.code).where(Mark.module_id.is_not(None))
    assert set(story.scalars(of_module)) == {MarkCode.PASS}


def test_nobody_who_left_has_marks_or_ratings(story: Session) -> None:
    left = select(Enrolment.id).where(Enrolment.state == EnrolmentState.WITHDRAWN)
    marks = (
        select(Mark.id)
        .join(EnrolmentYear, EnrolmentYear.id == Mark.enrolment_year_id)
        .where(EnrolmentYear.enrolment_id.in_(left))
    )
    ratings = select(CompetencyRating.id).where(CompetencyRating.enrolment_id.in_(left))
    assert [*story.scalars(marks), *story.scalars(ratings)] == []


def test_three_kinds_of_raters_have_their_say(story: Session) -> None:
    found = set(story.execute(select(CompetencyRating.rater_role, CompetencyRating.level)))
    roles = {role for role, _level in found}
    assert roles == set(RaterRole)
    assert len({level for _role, level in found}) == 6


def test_each_tutor_has_sheets_done_begun_and_to_begin(story: Session) -> None:
    tutors = [each for each in build.known_accounts() if each.role is Role.TUTOR]
    assert len(tutors) > 1
    lines = {}
    for tutor in tutors:
        account = story.scalars(select(Account).where(Account.email == tutor.email)).one()
        found = mark_lists.to_mark(story, account)
        assert len(found) >= 2
        lines[tutor.name] = [line for each in found for line in each.lines]
    first = lines[tutors[0].name]
    assert any(line.is_done for line in first)
    assert any(0 < line.entered < line.expected for line in first)
    assert any(line.entered == 0 < line.expected for line in first)
    named = [line.module.id for each in lines.values() for line in each]
    assert len(named) == len(set(named))
    assert set(named) < set(story.scalars(select(Module.id)))
