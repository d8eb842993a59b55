"""Gates and results of years, as they stand today."""

from decimal import Decimal
from fractions import Fraction
from uuid import UUID

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from msp_du.domain.assessment_rules import Gate
from msp_du.domain.vocabulary import HoursState, Level, MarkCode
from msp_du.extensions import db, transaction
from msp_du.models import EnrolmentYear
from msp_du.services import gates, results
from tests.factories import (
    TODAY,
    make_cohort,
    make_enrolment,
    make_framework,
    mark_year,
    year_of,
)
from tests.factories.attendance import attend
from tests.support.board import REQUIRED, log_minutes, rate_core
from tests.support.statements import statements


def gates_of(session: Session, year: EnrolmentYear) -> dict[str, str]:
    found = gates.conditions_of_years(session, [year.id])[year.id].gates
    return {gate.value: state.value for gate, state in found.items()}


@pytest.mark.parametrize(
    ("minutes", "state", "gate"),
    [
        pytest.param(REQUIRED, HoursState.APPROVED, "met", id="all-approved"),
        pytest.param(REQUIRED - 1, HoursState.APPROVED, "pending", id="a-minute-short"),
        pytest.param(REQUIRED, HoursState.SUBMITTED, "pending", id="not-yet-approved"),
    ],
)
def test_the_hours_gate_counts_approved_minutes(
    session: Session, minutes: int, state: HoursState, gate: str
) -> None:
    with transaction() as s:
        enrolment = make_enrolment(s)
        log_minutes(s, enrolment, minutes, state)
        assert gates_of(s, year_of(s, enrolment))["hours"] == gate


@pytest.mark.parametrize(
    ("closed", "expected"),
    [pytest.param(False, "pending", id="open"), pytest.param(True, "failed", id="closed")],
)
def test_what_waits_has_failed_once_the_gates_are_closed(
    session: Session, *, closed: bool, expected: str
) -> None:
    with transaction() as s:
        enrolment, other = make_enrolment(s), make_enrolment(s)
        log_minutes(s, enrolment, REQUIRED - 1)
        years = [year_of(s, enrolment), year_of(s, other)]
        closings = {years[0].id: TODAY} if closed else {}
        found = results.readings(s, years, closed=closings)
        assert {gate.value: state for gate, state in found[years[0].id].marks.gates.items()} == {
            "hours": expected,
            "placement_certificate": "met",
        }
        assert found[years[1].id].marks.gates[Gate.HOURS] == "pending"


@pytest.mark.parametrize(
    ("level", "but", "gate"),
    [
        pytest.param(Level.BEGINNER, 0, "met", id="all-at-the-level"),
        pytest.param(Level.BEGINNER, 1, "pending", id="one-not-rated"),
        pytest.param(Level.NOVICE, 0, "pending", id="below-the-level"),
    ],
)
def test_the_competencies_gate_asks_for_every_core_item(
    session: Session, level: Level, but: int, gate: str
) -> None:
    with transaction() as s:
        enrolment = make_enrolment(s)
        rate_core(s, enrolment, level, but=but)
        found = gates_of(s, year_of(s, enrolment))
        assert found == {
            "hours": "pending",
            "competencies": gate,
            "placement_certificate": "pending",
        }


@pytest.mark.parametrize(
    ("states", "gate"),
    [
        pytest.param("PPPU", "met", id="at-the-minimum"),
        pytest.param("PPUU", "pending", id="below-it"),
        pytest.param("", None, id="no-class-closed"),
    ],
)
def test_the_attendance_gate_looks_at_closed_classes(
    session: Session, states: str, gate: str | None
) -> None:
    with transaction() as s:
        cohort = make_cohort(s)
        year = year_of(s, make_enrolment(s, cohort=cohort))
        attend(s, cohort, year, states)
        assert gates_of(s, year).get("attendance") == gate


def test_a_cohort_without_framework_is_not_asked_for_competencies(session: Session) -> None:
    with transaction() as s:
        year = year_of(s, make_enrolment(s))
        conditions = gates.conditions_of_years(s, [year.id])[year.id]
        assert Gate.COMPETENCIES not in conditions.gates
        assert conditions.standing is None
        assert conditions.hours.required == REQUIRED


def test_a_year_is_passed_with_its_marks_and_its_hours(session: Session) -> None:
    with transaction() as s:
        enrolment = make_enrolment(s)
        year = year_of(s, enrolment)
        mark_year(s, year, "12.5")
        log_minutes(s, enrolment)
        outcome = results.outcomes(s, [year])[year.id]
        assert outcome.result == "ADM"
        assert (outcome.average, outcome.ects) == (Fraction(25, 2), Decimal(30))
        assert outcome.causes == ()


def test_a_year_says_all_that_is_missing(session: Session) -> None:
    with transaction() as s:
        enrolment = make_enrolment(s)
        year = year_of(s, enrolment)
        mark_year(s, year, "12.5", but={"M143": MarkCode.FAIL})
        rate_core(s, enrolment, Level.NOVICE)
        outcome = results.outcomes(s, [year])[year.id]
        assert outcome.result == "AJ"
        assert [str(cause) for cause in outcome.causes] == [
            "pass_fail:M143",
            "gate_pending:hours",
            "gate_pending:competencies",
            "gate_pending:placement_certificate",
        ]


def test_a_year_with_nothing_waits(session: Session) -> None:
    with transaction() as s:
        year = year_of(s, make_enrolment(s))
        outcome = results.outcomes(s, [year])[year.id]
        assert outcome.result == "ATT"
        assert (outcome.average, outcome.ects) == (None, Decimal(0))


def test_nobody_has_no_result(session: Session) -> None:
    assert results.outcomes(session, []) == {}


def test_thirty_years_cost_as_many_statements_as_three(app: Flask, session: Session) -> None:
    with transaction() as s:
        cohort = make_cohort(s)
        make_framework(s, cohort=cohort)
        ids = [year_of(s, make_enrolment(s, cohort=cohort)).id for _ in range(30)]

    def count(chosen: list[UUID]) -> int:
        db.session.remove()
        years = db.session().scalars(select(EnrolmentYear).where(EnrolmentYear.id.in_(chosen)))
        found = years.all()
        with statements(db.engine) as sent:
            assert len(results.outcomes(db.session(), found)) == len(chosen)
        return len(sent)

    count(ids[:3])  # the contents of curriculum and framework are read once a process
    # One of them asks whether the curriculum that is known still holds: a draft may change.
    assert count(ids[:3]) == count(ids) <= 11
