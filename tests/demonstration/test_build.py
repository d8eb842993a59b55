"""The demonstration tells a story that obeys the rules."""

from collections import defaultdict
from datetime import date
from uuid import UUID

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from msp_du.demonstration import build
from msp_du.demonstration.timeline import demo_year
from msp_du.domain.confidentiality import find_identifying
from msp_du.domain.hours import Entry, Limits, Period, Proposal, check_entry
from msp_du.domain.vocabulary import HoursState, OrganisationKind, Role
from msp_du.extensions import transaction
from msp_du.models import (
    Account,
    Enrolment,
    EnrolmentYear,
    HoursEntry,
    HoursSignature,
    Organisation,
    Person,
    Placement,
)
from msp_du.services import audit, passwords
from tests.factories import TODAY

HASH = passwords.hash_password("une phrase assez longue")


def made(today: date = TODAY) -> list[build.DemoAccount]:
    with transaction() as session:
        return build.build(session, today=today, password_hash=HASH, progress=lambda _step: None)


def test_every_role_can_be_tried(session: Session) -> None:
    accounts = made()
    assert {account.role for account in accounts} == set(Role)
    for listed in accounts:
        account = session.execute(select(Account).where(Account.email == listed.email)).scalar_one()
        assert account.password_hash == HASH
        assert account.display_name == listed.name
        assert listed.role in {grant.role for grant in account.grants}


def test_every_entry_would_have_been_accepted(session: Session) -> None:
    made()
    of_person: dict[UUID, list[HoursEntry]] = defaultdict(list)
    placements = {placement.id: placement for placement in session.scalars(select(Placement))}
    for entry in session.scalars(select(HoursEntry)):
        enrolment = placements[entry.placement_id].enrolment_year.enrolment
        of_person[enrolment.person_id].append(entry)
    assert sum(map(len, of_person.values())) > 400
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
            assert (
                check_entry(proposal, periods=periods, others=others, today=TODAY, limits=Limits())
                == ()
            )
            assert find_identifying(entry.activity or "") == ()


def test_it_shows_every_state_and_every_kind_of_host(session: Session) -> None:
    made()
    states = set(session.scalars(select(HoursEntry.state)))
    assert states == set(HoursState)
    hosts = set(session.scalars(select(Organisation.kind).join(Placement)))
    assert hosts == set(OrganisationKind) - {
        OrganisationKind.TWELVE_STEP_GROUP,
        OrganisationKind.CARERS_TALK_GROUP,
        OrganisationKind.OTHER,
    }
    assert (session.scalar(select(func.count(HoursSignature.id))) or 0) > 50
    assert audit.verify(session).faults == ()


def test_the_first_year_of_the_older_cohort_is_complete(session: Session) -> None:
    made()
    statement = (
        select(func.sum(HoursEntry.minutes))
        .join(Placement)
        .where(HoursEntry.state == HoursState.APPROVED)
        .group_by(HoursEntry.placement_id)
    )
    assert 280 * 60 in set(session.scalars(statement))


def test_the_same_day_gives_the_same_people_and_hours(session: Session) -> None:
    def built() -> list[tuple[object, ...]]:
        build.build(session, today=TODAY, password_hash=HASH, progress=lambda _step: None)
        statement = (
            select(
                Person.student_number,
                Person.birth_date,
                HoursEntry.client_id,
                HoursEntry.minutes,
                HoursEntry.state,
                HoursEntry.activity,
            )
            .join(Enrolment, Enrolment.person_id == Person.id)
            .join(EnrolmentYear, EnrolmentYear.enrolment_id == Enrolment.id)
            .outerjoin(Placement, Placement.enrolment_year_id == EnrolmentYear.id)
            .outerjoin(HoursEntry, HoursEntry.placement_id == Placement.id)
            .order_by(Person.student_number, EnrolmentYear.year_number, HoursEntry.worked_on)
        )
        rows: list[tuple[object, ...]] = [tuple(row) for row in session.execute(statement)]
        session.rollback()
        return rows

    first, second = built(), built()
    assert first == second
    assert len({row[0] for row in first}) == 22


DAYS = [date(2027, 2, 28), date(2028, 2, 29), date(2027, 8, 31)]


@pytest.mark.parametrize("today", DAYS, ids=str)
def test_it_can_be_built_on_any_day(session: Session, today: date) -> None:
    year = demo_year(today, 0)
    assert year.starts_on < today < year.ends_on
    assert all(monday.weekday() == 0 for monday in year.teaching_mondays)
    assert demo_year(today, 1).ends_on < year.starts_on
