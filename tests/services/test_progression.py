"""A cohort moves on after the board: all at once, once, with what was acquired."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from threading import Barrier

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from msp_du.domain.credits import CreditKind
from msp_du.domain.errors import Rule, RuleViolation
from msp_du.domain.progression import Way
from msp_du.domain.vocabulary import EnrolmentState, MarkCode, ResultCode
from msp_du.extensions import db, transaction
from msp_du.models import AcademicYear, Cohort, Credit, Enrolment, EnrolmentYear
from msp_du.services import hours_totals, progression, progression_plans, results
from msp_du.services.progression_plans import Choice, Plan
from tests.factories import make_cohort, make_enrolment
from tests.factories.boards import make_decision
from tests.support.board import BASIS, decide_outside, make_candidate
from tests.support.sitting_room import open_room
from tests.support.statements import statements

NOW = datetime(2030, 9, 2, 9, tzinfo=UTC)


def make_next_year(session: Session, cohort: Cohort) -> AcademicYear:
    """The academic year after the one in which a cohort began."""
    first = cohort.academic_year.ends_on.year
    year = AcademicYear(
        institution_id=cohort.institution_id,
        label=f"{first}-{first + 1}",
        starts_on=date(first, 9, 1),
        ends_on=date(first + 1, 8, 31),
    )
    session.add(year)
    session.flush()
    return year


@pytest.fixture
def cohort(session: Session) -> Cohort:
    with transaction() as writing:
        cohort = make_cohort(writing, code="P1")
        make_next_year(writing, cohort)
    return cohort


def choice_of(session: Session, cohort: Cohort, *, over: bool = False) -> Choice:
    cohort = session.get_one(Cohort, cohort.id)
    year = progression_plans.academic_years(session, cohort)[0]
    return Choice(year, cohort.curriculum_version, are_resits_over=over)


def plan(session: Session, cohort: Cohort, number: int = 1, *, over: bool = False) -> Plan:
    choice = choice_of(session, cohort, over=over)
    here = session.get_one(Cohort, cohort.id)
    return progression_plans.plan(session, here, number, choice, now=NOW)


def move_on(cohort: Cohort, number: int = 1, *, seen: str | None = None, code: str = "P1") -> Plan:
    with transaction() as session:
        found = plan(session, cohort, number)
        return progression.move_on(
            session,
            session.get_one(Cohort, cohort.id),
            number,
            found.choice,
            seen=found.meaning if seen is None else seen,
            typed_code=code,
            actor=None,
            now=NOW,
        )


def decide(year: EnrolmentYear, result: ResultCode) -> None:
    with transaction() as session:
        found = session.get_one(EnrolmentYear, year.id)
        reading = results.readings(session, [found])[found.id]
        decide_outside(session, found, result, may_progress=reading.outcome.may_progress)


def attempts(session: Session, enrolment: Enrolment) -> list[tuple[int, int, str]]:
    rows = session.execute(
        select(EnrolmentYear.year_number, EnrolmentYear.attempt, AcademicYear.label)
        .join(AcademicYear, AcademicYear.id == EnrolmentYear.academic_year_id)
        .where(EnrolmentYear.enrolment_id == enrolment.id)
        .order_by(EnrolmentYear.year_number, EnrolmentYear.attempt)
    )
    return [(number, attempt, label) for number, attempt, label in rows]


def test_who_is_admitted_begins_the_next_year_once(session: Session, cohort: Cohort) -> None:
    with transaction() as writing:
        admitted = make_enrolment(writing, cohort=cohort)
        waiting = make_enrolment(writing, cohort=cohort)
        make_decision(writing, enrolment=admitted)
    done = move_on(cohort)
    assert [move.way for move in done.to_do] == [Way.GOES_ON]
    after = done.choice.academic_year.label
    assert attempts(session, admitted)[1:] == [(2, 1, after)]
    assert len(attempts(session, waiting)) == 1
    ways = {move.year.enrolment_id: move.way for move in plan(session, cohort).moves}
    assert ways == {admitted.id: Way.MOVED, waiting.id: Way.AWAITS_DECISION}
    with pytest.raises(RuleViolation) as refusal:
        move_on(cohort)
    assert refusal.value.rule is Rule.PROGRESSION_NOBODY


def test_nothing_follows_from_a_decision_that_trainees_do_not_know_yet(session: Session) -> None:
    room = open_room(session)
    with transaction() as writing:
        make_next_year(writing, writing.get_one(Cohort, room.cohort.id))
    year = room.candidate()
    room.decide(year)
    room.close()
    room.sign()

    def ways() -> list[Way]:
        session.expire_all()
        return [move.way for move in plan(session, room.cohort).moves]

    assert ways() == [Way.AWAITS_PUBLICATION]
    room.publish(NOW + timedelta(days=1))
    assert ways() == [Way.AWAITS_PUBLICATION]
    with pytest.raises(RuleViolation) as refusal:
        move_on(room.cohort, code=room.cohort.code)
    assert refusal.value.rule is Rule.PROGRESSION_NOBODY
    room.publish(NOW)
    assert ways() == [Way.GOES_ON]


def test_a_repeater_keeps_the_units_acquired_and_their_hours(
    session: Session, cohort: Cohort
) -> None:
    low: dict[str, str | MarkCode] = dict.fromkeys(
        ["M121-ET", "M122-ET", "M123-EC", "M131-S", "M132-S", "M133-D"], "5"
    )
    with transaction() as writing:
        year = make_candidate(writing, cohort, but=low)
    decide(year, ResultCode.FAILED)
    assert [move.way for move in plan(session, cohort).moves] == [Way.AWAITS_RESITS]
    assert not plan(session, cohort).to_do
    found = plan(session, cohort, over=True)
    assert [move.way for move in found.to_do] == [Way.REPEATS]
    with transaction() as writing:
        here = writing.get_one(Cohort, cohort.id)
        choice = choice_of(writing, cohort, over=True)
        progression.move_on(
            writing, here, 1, choice, seen=found.meaning, typed_code=" P1 ", actor=None, now=NOW
        )
    again = session.execute(select(EnrolmentYear).where(EnrolmentYear.attempt == 2)).scalar_one()
    kept = session.execute(select(Credit).where(Credit.enrolment_year_id == again.id)).scalars()
    of = {
        (credit.unit.code if credit.unit else ""): (credit.kind, credit.average_hundredths)
        for credit in kept
    }
    assert of == dict.fromkeys(["UE1.1", "UE1.4", "UE1.5"], (CreditKind.CAPITALISED, 1250))
    outcome = results.outcomes(session, [again])[again.id]
    units = {unit.code: unit.result for unit in outcome.units}
    assert units["UE1.5"] is ResultCode.PASSED
    assert units["UE1.2"] is ResultCode.PENDING
    hours = hours_totals.of_years(session, [again.id])[again.id]
    assert (hours.required, hours.approved) == (280 * 60, 280 * 60)
    whole = hours_totals.of_enrolments(session, [again.enrolment_id])[again.enrolment_id]
    assert (whole.required, whole.approved) == (700 * 60, 280 * 60)


def test_whoever_owes_a_unit_takes_it_beside_the_next_year(
    session: Session, cohort: Cohort
) -> None:
    low: dict[str, str | MarkCode] = dict.fromkeys(["M121-ET", "M122-ET", "M123-EC"], "5")
    with transaction() as writing:
        year = make_candidate(writing, cohort, but=low)
    decide(year, ResultCode.FAILED)
    found = plan(session, cohort, over=True)
    assert [move.way for move in found.to_do] == [Way.GOES_ON_WITH_DEBTS]
    with transaction() as writing:
        here = writing.get_one(Cohort, cohort.id)
        choice = choice_of(writing, cohort, over=True)
        progression.move_on(
            writing, here, 1, choice, seen=found.meaning, typed_code="P1", actor=None, now=NOW
        )
    after = choice.academic_year.label
    assert attempts(session, year.enrolment)[1:] == [(1, 2, after), (2, 1, after)]


def test_who_is_admitted_in_the_last_year_completes(session: Session, cohort: Cohort) -> None:
    with transaction() as writing:
        done = make_enrolment(writing, cohort=cohort)
        owing = make_enrolment(writing, cohort=cohort)
        for enrolment in (done, owing):
            result = ResultCode.PASSED if enrolment is done else ResultCode.FAILED
            make_decision(writing, enrolment=enrolment, year=1, result=result)
            make_decision(writing, enrolment=enrolment, year=2)
        done.state_since = date(2020, 1, 1)
    last_day = BASIS.decided_on
    assert [move.way for move in move_on(cohort, 2).to_do] == [Way.COMPLETES]
    session.expire_all()
    assert (done.state, done.state_since) == (EnrolmentState.COMPLETED, last_day)
    assert owing.state is EnrolmentState.ACTIVE


def test_nothing_is_done_without_the_code_or_on_an_old_preview(
    session: Session, cohort: Cohort
) -> None:
    with transaction() as writing:
        make_decision(writing, enrolment=make_enrolment(writing, cohort=cohort))
    before = plan(session, cohort).meaning
    with pytest.raises(RuleViolation) as refusal:
        move_on(cohort, code="P2")
    assert refusal.value.rule is Rule.CONFIRMATION_WRONG
    with transaction() as writing:
        make_decision(writing, enrolment=make_enrolment(writing, cohort=cohort))
    with pytest.raises(RuleViolation) as refusal:
        move_on(cohort, seen=before)
    assert refusal.value.rule is Rule.PREVIEW_STALE
    years = session.execute(select(EnrolmentYear.year_number)).scalars().all()
    assert set(years) == {1}


def test_new_years_come_after_the_old_ones(session: Session, cohort: Cohort) -> None:
    with transaction() as writing:
        enrolment = make_enrolment(writing, cohort=cohort)
        make_decision(writing, enrolment=enrolment)
    found = plan(session, cohort)
    later = progression_plans.academic_years(session, cohort)
    years = [cohort.academic_year, *later]
    assert progression_plans.usual_year(found, years) == later[0]
    assert progression_plans.usual_year(replace(found, moves=()), years) == years[0]
    same = replace(found, choice=replace(found.choice, academic_year=cohort.academic_year))
    with pytest.raises(RuleViolation) as refusal:
        progression.check(same)
    assert refusal.value.rule is Rule.PROGRESSION_YEAR_ORDER
    missing = replace(found, moves=(replace(found.moves[0], missing=("UE9",)),))
    with pytest.raises(RuleViolation) as refusal:
        progression.check(missing)
    assert refusal.value.rule is Rule.PROGRESSION_UNIT_MISSING


def test_of_two_who_move_a_cohort_on_at_once_one_does(app: Flask, cohort: Cohort) -> None:
    with app.app_context(), transaction() as writing:
        enrolment = make_enrolment(writing, cohort=writing.get_one(Cohort, cohort.id))
        make_decision(writing, enrolment=enrolment)
    with app.app_context():
        seen = plan(db.session(), cohort).meaning
    start = Barrier(2)

    def run(_number: int) -> Rule | None:
        start.wait(timeout=30)
        with app.app_context():
            return refusal_of(lambda: move_on(cohort, seen=seen))

    with ThreadPoolExecutor(2) as pool:
        answers = list(pool.map(run, range(2)))
    assert sorted(answers, key=str) == sorted([None, Rule.PREVIEW_STALE], key=str)
    with app.app_context():
        years = db.session().execute(select(EnrolmentYear.year_number)).scalars().all()
    assert sorted(years) == [1, 2]


def refusal_of(act: Callable[[], object]) -> Rule | None:
    try:
        act()
    except RuleViolation as refusal:
        return refusal.rule
    return None


def test_a_cohort_of_twelve_is_planned_in_as_many_statements_as_one_of_two(
    app: Flask, session: Session, cohort: Cohort
) -> None:
    counts = []
    for more in (2, 10):
        with transaction() as writing:
            for _ in range(more):
                enrolment = make_enrolment(writing, cohort=cohort)
                make_decision(writing, enrolment=enrolment, result=ResultCode.FAILED)
        plan(db.session(), cohort)
        db.session.remove()
        with statements(db.engine) as sent:
            plan(db.session(), cohort)
        counts.append(len(sent))
    assert counts[0] == counts[1]
