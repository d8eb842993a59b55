"""The demonstration tells a story that obeys the rules of the log, on any day, on any engine."""

from collections import defaultdict
from datetime import date
from uuid import UUID

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from msp_du.demonstration import build
from msp_du.demonstration.timeline import demo_year
from msp_du.domain.confidentiality import find_identifying
from msp_du.domain.corrections import SignatureState
from msp_du.domain.enrolment import check_enrolled
from msp_du.domain.hours import Entry, Limits, Period, Proposal, check_entry
from msp_du.domain.vocabulary import EnrolmentState, HoursState, OrganisationKind, Role
from msp_du.extensions import db, transaction
from msp_du.models import (
    Account,
    BoardDecision,
    Cohort,
    CompetencyRating,
    Document,
    Enrolment,
    EnrolmentInterruption,
    EnrolmentYear,
    HoursEntry,
    HoursOpening,
    HoursSignature,
    Mark,
    Organisation,
    Person,
    Placement,
    Timesheet,
)
from msp_du.services import (
    audit,
    hours_courses,
    hours_sums,
    interruptions,
    passwords,
    signature_standings,
)
from msp_du.services.hours_rows import counted
from tests.demonstration.conftest import PHRASE, Told, made
from tests.factories import TODAY

NEVER_HOSTS = {
    OrganisationKind.TWELVE_STEP_GROUP,
    OrganisationKind.CARERS_TALK_GROUP,
    OrganisationKind.OTHER,
}


def count(session: Session, table: type) -> int:
    return session.scalar(select(func.count()).select_from(table)) or 0


def test_every_role_can_be_tried(story: Session) -> None:
    accounts = build.known_accounts()
    assert {account.role for account in accounts} == set(Role)
    for listed in accounts:
        account = story.execute(select(Account).where(Account.email == listed.email)).scalar_one()
        assert passwords.matches(account.password_hash, PHRASE)
        assert account.display_name == listed.name
        assert listed.role in {grant.role for grant in account.grants}


def test_it_is_a_whole_course_with_varied_lives(story: Session) -> None:
    assert count(story, Cohort) == 3
    assert 28 <= count(story, Person) <= 34
    assert count(story, HoursEntry) >= 2500
    assert count(story, Mark) > 400
    assert count(story, CompetencyRating) > 2000
    assert count(story, HoursSignature) > 150
    assert count(story, EnrolmentInterruption) >= 3
    states = dict(
        story.execute(select(Enrolment.state, func.count()).group_by(Enrolment.state)).all()
    )
    assert states[EnrolmentState.SUSPENDED] == states[EnrolmentState.WITHDRAWN] == 1
    again = select(func.count()).where(EnrolmentYear.attempt == 2)
    assert story.scalar(again) == 2
    assert audit.verify(story).faults == ()


def test_every_entry_would_have_been_accepted(story: Session) -> None:
    of_person: dict[UUID, list[HoursEntry]] = defaultdict(list)
    placements = {placement.id: placement for placement in story.scalars(select(Placement))}
    out = {key: interruptions.of_placement(story, one) for key, one in placements.items()}
    for entry in story.scalars(select(HoursEntry).where(counted())):
        enrolment = placements[entry.placement_id].enrolment_year.enrolment
        of_person[enrolment.person_id].append(entry)
    for entries in of_person.values():
        for entry in entries:
            periods = [
                Period(period.starts_on, period.ends_on, period.planned_minutes)
                for period in placements[entry.placement_id].periods
            ]
            others = [
                Entry(other.worked_on, other.minutes, other.started_at, other.ended_at)
                for other in entries
                if other is not entry
            ]
            proposal = Proposal(
                entry.worked_on,
                entry.minutes,
                entry.started_at,
                entry.ended_at,
                entry.break_minutes,
            )
            cautions = check_entry(
                proposal, periods=periods, others=others, today=TODAY, limits=Limits()
            )
            assert cautions == ()
            check_enrolled(entry.worked_on, out[entry.placement_id])
            assert find_identifying(entry.activity or "") == ()


def test_corrections_erasures_and_sums_can_be_seen(story: Session) -> None:
    states = signature_standings.standings(story, story.scalars(select(HoursSignature)).all())
    assert set(states.values()) == {
        SignatureState.HOLDS,
        SignatureState.VOID,
        SignatureState.REPLACED,
    }
    assert story.scalar(select(func.count()).where(HoursEntry.redacted_at.is_not(None))) == 1
    assert count(story, HoursOpening) == count(story, Timesheet) == 1
    assert hours_sums.differences(story) == []
    (cohort, *_others) = story.scalars(select(Cohort).order_by(Cohort.code.desc()))
    risky = [year for year in hours_courses.of_cohort(story, cohort, today=TODAY) if year.risks]
    assert risky


def test_whoever_was_away_worked_before_and_after(story: Session) -> None:
    spans = story.execute(
        select(
            EnrolmentInterruption, func.min(HoursEntry.worked_on), func.max(HoursEntry.worked_on)
        )
        .join(EnrolmentYear, EnrolmentYear.enrolment_id == EnrolmentInterruption.enrolment_id)
        .join(Placement, Placement.enrolment_year_id == EnrolmentYear.id)
        .join(HoursEntry, HoursEntry.placement_id == Placement.id)
        .group_by(EnrolmentInterruption.id)
    ).all()
    assert len(spans) == count(story, EnrolmentInterruption)
    for away, first, last in spans:
        assert first < away.starts_on < away.ends_on <= last


def test_it_shows_every_state_and_every_kind_of_host(story: Session) -> None:
    assert set(story.scalars(select(HoursEntry.state))) == set(HoursState)
    hosts = set(story.scalars(select(Organisation.kind).join(Placement)))
    assert hosts == set(OrganisationKind) - NEVER_HOSTS


def test_building_it_takes_little_computing(told: Told) -> None:
    assert told.seconds < 20


@pytest.mark.parametrize("app", ["postgresql"], indirect=True)
def test_the_same_day_gives_the_same_story_on_the_other_engine(
    session: Session, told: Told
) -> None:
    with told.app.app_context():
        expected = tale(db.session())
        db.session.remove()
    with transaction():
        codes = made(session)
    assert codes == told.codes
    assert audit.verify(session).faults == ()
    assert tale(session) == expected


DAYS = [
    date(2026, 9, 1),
    date(2027, 8, 15),
    date(2028, 2, 29),
    date(2027, 12, 31),
    date(2027, 2, 28),
    date(2027, 8, 31),
]


@pytest.mark.parametrize("today", DAYS, ids=str)
def test_today_is_always_some_weeks_into_the_year(today: date) -> None:
    year = demo_year(today, 0)
    assert 11 * 7 <= (today - year.starts_on).days < 16 * 7
    assert today < year.ends_on
    assert all(monday.weekday() == 0 for monday in year.teaching_mondays)
    assert demo_year(today, 1).ends_on < year.starts_on
    assert demo_year(today, 2).ends_on < demo_year(today, 1).starts_on


@pytest.mark.parametrize("app", ["sqlite"], indirect=True)
@pytest.mark.parametrize("today", DAYS[:4], ids=str)
def test_it_can_be_built_on_any_day(session: Session, today: date) -> None:
    made(session, today)
    assert count(session, HoursEntry) >= 2300
    latest = session.scalar(select(func.max(HoursEntry.worked_on)))
    assert latest is not None
    assert latest < today
    assert (session.scalar(select(func.max(BoardDecision.decided_on))) or today) < today
    assert (session.scalar(select(func.max(Document.issued_on))) or today) < today


def tale(session: Session) -> list[list[str]]:
    """Tell who did what on which day, whatever the ids and the engine."""
    person = Person.student_number
    years = (
        select(person)
        .join(Enrolment, Enrolment.person_id == Person.id)
        .join(EnrolmentYear, EnrolmentYear.enrolment_id == Enrolment.id)
    )
    hours = (
        years.add_columns(
            Person.birth_date,
            HoursEntry.client_id,
            HoursEntry.minutes,
            HoursEntry.state,
            HoursEntry.activity,
        )
        .outerjoin(Placement, Placement.enrolment_year_id == EnrolmentYear.id)
        .outerjoin(HoursEntry, HoursEntry.placement_id == Placement.id)
    )
    marks = years.add_columns(Mark.session_number, Mark.hundredths, Mark.code).join(
        Mark, Mark.enrolment_year_id == EnrolmentYear.id
    )
    decided = years.add_columns(
        BoardDecision.facts, BoardDecision.reference, BoardDecision.decided_on
    ).join(BoardDecision, BoardDecision.enrolment_year_id == EnrolmentYear.id)
    ratings = (
        select(person, CompetencyRating.rater_role, CompetencyRating.level, func.count())
        .join(Enrolment, Enrolment.person_id == Person.id)
        .join(CompetencyRating, CompetencyRating.enrolment_id == Enrolment.id)
        .group_by(person, CompetencyRating.rater_role, CompetencyRating.level)
    )
    papers = select(Document.number, Document.facts, Document.state, Document.code_digest)
    return [
        sorted(map(str, session.execute(each).all()))
        for each in (hours, marks, decided, ratings, papers)
    ]
