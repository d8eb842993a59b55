"""Builds the demonstration: one institution, two cohorts, their hosts and their logs."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from sqlalchemy.orm import Session

from msp_du.demonstration import story
from msp_du.demonstration.logs import LogPlan, keep_log, pick
from msp_du.demonstration.setting import (
    Setting,
    address_of,
    open_account,
    open_hosts,
    open_institution,
    open_staff,
)
from msp_du.domain.names import Name
from msp_du.domain.vocabulary import EnrolmentState, Role
from msp_du.models import (
    Cohort,
    Enrolment,
    EnrolmentYear,
    Person,
    Placement,
    PlacementPeriod,
)
from msp_du.services import audit
from msp_du.services.accounts import Grant

PLACEMENT_OF_YEAR = {1: "P151", 2: "P251"}
BEGINS_AFTER = timedelta(weeks=4)
LASTS = timedelta(weeks=34)

Progress = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class DemoAccount:
    """An account of the demonstration that can be tried."""

    role: Role
    email: str
    name: str


def build(
    session: Session, *, today: date, password_hash: str, progress: Progress
) -> list[DemoAccount]:
    """Fill empty tables; return the accounts that can be tried, all with the same password."""
    progress("institution et formation")
    work = open_institution(session, today=today, password_hash=password_hash)
    progress("structures et comptes")
    open_staff(work)
    open_hosts(work)
    for cohort_story in story.CLASSES:
        progress(f"promotion {cohort_story.code}")
        _cohort(work, cohort_story)
    audit.record(session, "demonstration:build", work.institution, actor=None)
    return known_accounts()


def known_accounts() -> list[DemoAccount]:
    """List the accounts that can be tried, the trainee first."""
    trainees = [
        DemoAccount(Role.TRAINEE, address_of(name), name)
        for cohort_story in story.CLASSES
        for trainee in cohort_story.trainees
        if trainee.has_account
        for name in [_name(trainee).display]
    ]
    supervisor = story.HOSTS["tilleuls"].contact
    staff = [DemoAccount(each.role, address_of(each.name), each.name) for each in story.STAFF]
    return [
        *trainees,
        *(each for each in staff if each.role is Role.TUTOR),
        DemoAccount(Role.SUPERVISOR, address_of(supervisor), supervisor),
        *(each for each in staff if each.role is not Role.TUTOR),
    ]


def _cohort(work: Setting, cohort_story: story.Class) -> None:
    year = work.years[cohort_story.years_ago]
    cohort = Cohort(
        institution_id=work.institution.id,
        code=f"{year.starts_on.year}-{cohort_story.code}",
        curriculum_version_id=work.curriculum.id,
        academic_year_id=year.id,
        created_at=datetime.combine(year.starts_on, time(8), UTC),
    )
    work.session.add(cohort)
    work.session.flush()
    for number, trainee in enumerate(cohort_story.trainees, start=1):
        _enrol(work, cohort, cohort_story, trainee, number)


def _name(trainee: story.Trainee) -> Name:
    return Name(trainee.family, trainee.usage, trainee.given, trainee.chosen)


def _person(work: Setting, cohort: Cohort, trainee: story.Trainee, number: int) -> Person:
    name = _name(trainee)
    person = Person(
        institution_id=work.institution.id,
        birth_family_name=trainee.family,
        usage_family_name=trainee.usage,
        given_names=trainee.given,
        chosen_given_name=trainee.chosen,
        birth_date=date(pick(range(1968, 1999), name.civil), pick(range(1, 13), number, name), 3),
        student_number=f"{cohort.code[:4]}{cohort.code[-1]}{number:03}",
        sort_key=name.sort_key,
    )
    work.session.add(person)
    work.session.flush()
    return person


def _enrol(
    work: Setting, cohort: Cohort, cohort_story: story.Class, trainee: story.Trainee, number: int
) -> None:
    person = _person(work, cohort, trainee, number)
    contact = work.contacts.get(trainee.host or "")
    grant = Grant(Role.TRAINEE, work.institution.id, cohort_id=cohort.id)
    account = open_account(work, _name(trainee).display, grant, person=person)
    account.password_hash = work.password_hash if trainee.has_account else None
    since = work.calendar[cohort_story.years_ago].starts_on
    enrolment = Enrolment(
        institution_id=work.institution.id,
        person_id=person.id,
        cohort_id=cohort.id,
        regime=trainee.regime,
        employer_id=contact.organisation_id if contact else None,
        state=EnrolmentState.SUSPENDED if trainee.suspended else EnrolmentState.ACTIVE,
        state_since=work.today - timedelta(weeks=3) if trainee.suspended else since,
    )
    work.session.add(enrolment)
    work.session.flush()
    for year_number, ago in enumerate(range(cohort_story.years_ago, -1, -1), start=1):
        _year(work, enrolment, trainee, year_number=year_number, ago=ago)


def _year(
    work: Setting, enrolment: Enrolment, trainee: story.Trainee, *, year_number: int, ago: int
) -> None:
    year = EnrolmentYear(
        institution_id=work.institution.id,
        enrolment_id=enrolment.id,
        year_number=year_number,
        curriculum_version_id=work.curriculum.id,
        academic_year_id=work.years[ago].id,
    )
    work.session.add(year)
    work.session.flush()
    contact = work.contacts.get(trainee.host or "")
    if contact is None:
        return
    module = work.modules[PLACEMENT_OF_YEAR[year_number]]
    first_day = work.calendar[ago].starts_on + BEGINS_AFTER
    placement = Placement(
        institution_id=work.institution.id,
        enrolment_year_id=year.id,
        organisation_id=contact.organisation_id,
        contact_id=contact.id,
        regime=trainee.regime,
        module_id=module.id,
        academic_tutor_id=work.staff[Role.TUTOR].id,
        periods=[
            PlacementPeriod(
                starts_on=first_day,
                ends_on=first_day + LASTS,
                planned_minutes=module.placement_minutes,
            )
        ],
    )
    work.session.add(placement)
    work.session.flush()
    _log(work, placement, trainee, done=ago > 0)


def _log(work: Setting, placement: Placement, trainee: story.Trainee, *, done: bool) -> None:
    period = placement.periods[0]
    stops_on = work.today - timedelta(weeks=3) if trainee.suspended else period.ends_on
    owner = placement.enrolment_year.enrolment.person
    plan = LogPlan(
        key=f"{owner.student_number}:{period.starts_on}",
        placement=placement,
        pace=story.Pace.STEADY if done else trainee.pace,
        first_day=period.starts_on,
        last_day=min(period.ends_on, stops_on),
        most_minutes=period.planned_minutes,
        busy_mondays=frozenset(
            monday for year in work.calendar.values() for monday in year.teaching_mondays
        ),
        supervisor=None,
    )
    keep_log(work.session, plan, today=work.today)
