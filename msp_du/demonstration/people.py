"""Trainees of the demonstration enrolled, year by year, with their placements and logs."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta

from msp_du.demonstration import story
from msp_du.demonstration.classes import YEARS, Class, Run, Trainee, runs
from msp_du.demonstration.logs import LogPlan, keep_log, pick
from msp_du.demonstration.setting import Setting, open_account
from msp_du.domain.enrolment import EnrolmentAct
from msp_du.domain.vocabulary import Role
from msp_du.models import (
    Account,
    Cohort,
    Contact,
    Enrolment,
    EnrolmentYear,
    Person,
    Placement,
    PlacementPeriod,
)
from msp_du.services import enrolments, frameworks
from msp_du.services.accounts import Grant

PLACEMENT_OF_YEAR = {1: "P151", 2: "P251"}
BEGINS_AFTER = timedelta(weeks=4)
LASTS = timedelta(weeks=34)
SUSPENDED_FOR = timedelta(weeks=3)


@dataclass(slots=True)
class File:
    """A trainee, and what was made of them so far; years and placements by how long ago."""

    trainee: Trainee
    group: Class
    cohort: Cohort
    enrolment: Enrolment
    account: Account
    runs: dict[int, Run]
    years: dict[int, EnrolmentYear] = field(default_factory=dict)
    placements: dict[int, Placement] = field(default_factory=dict)
    credited: dict[int, frozenset[str]] = field(default_factory=dict)
    """Codes of the modules that a credit covers."""

    @property
    def key(self) -> str:
        """What choices about this person depend on, the same on any day."""
        return self.trainee.name.civil

    @property
    def has_left(self) -> bool:
        return self.trainee.left_in is not None

    @property
    def has_finished(self) -> bool:
        """Whether they have no year to follow any more."""
        return 0 not in self.runs and not self.has_left

    def is_late(self, ago: int) -> bool:
        """Tell whether they finish the year of so long ago after the board's sittings."""
        return self.trainee.late and self.runs[ago].number == YEARS

    def away(self, work: Setting) -> list[tuple[date, date]]:
        """Give the days out of the course: the first one, and that of the return."""
        first_year = work.calendar[self.group.years_ago]
        spans = []
        if self.trainee.away is not None:
            first, back = self.trainee.away
            spans.append((first_year.week(first), first_year.week(back)))
        if self.trainee.left_in is not None:
            spans.append((first_year.week(self.trainee.left_in), date.max))
        if self.trainee.suspended:
            spans.append((work.today - SUSPENDED_FOR, date.max))
        return spans


def at(day: date, hour: int = 10) -> datetime:
    """Return an hour of a day of the story."""
    return datetime.combine(day, time(hour), UTC)


def enrol_class(work: Setting, group: Class) -> list[File]:
    """Open a cohort, give it the framework of competencies, and enrol its people."""
    year = work.years[group.years_ago]
    cohort = Cohort(
        institution_id=work.institution.id,
        code=f"{year.starts_on.year}-{group.code}",
        curriculum_version_id=work.curriculum.id,
        academic_year_id=year.id,
        created_at=at(year.starts_on, 8),
    )
    work.session.add(cohort)
    work.session.flush()
    frameworks.adopt(work.session, cohort, actor=work.first(Role.COORDINATOR))
    return [
        _enrol(work, cohort, group, trainee, number)
        for number, trainee in enumerate(group.trainees, start=1)
    ]


def open_year(work: Setting, files: Iterable[File], ago: int) -> list[File]:
    """Let those who follow the year of so long ago begin it."""
    running = [file for file in files if ago in file.runs]
    for file in running:
        run = file.runs[ago]
        file.years[ago] = EnrolmentYear(
            institution_id=work.institution.id,
            enrolment_id=file.enrolment.id,
            year_number=run.number,
            attempt=run.attempt,
            curriculum_version_id=work.curriculum.id,
            academic_year_id=work.years[ago].id,
        )
    work.session.add_all([file.years[ago] for file in running])
    work.session.flush()
    return running


def place(work: Setting, running: Iterable[File], ago: int) -> None:
    """Let those who have a host be placed there, and keep their logs; not for hours they have."""
    for file in running:
        contact = _host(work, file, file.runs[ago])
        if contact is None or PLACEMENT_OF_YEAR[file.runs[ago].number] in file.credited[ago]:
            continue
        _place(work, file, contact, file.runs[ago])


def _person(work: Setting, cohort: Cohort, trainee: Trainee, number: int) -> Person:
    name = trainee.name
    person = Person(
        institution_id=work.institution.id,
        birth_family_name=trainee.family,
        usage_family_name=trainee.usage,
        given_names=trainee.given,
        chosen_given_name=trainee.chosen,
        birth_date=date(pick(range(1968, 1999), name.civil), pick(range(1, 13), number, name), 3),
        birth_place=pick(story.BIRTH_PLACES, name.civil, "birth"),
        student_number=f"{cohort.code[:4]}{cohort.code[-1]}{number:03}",
        sort_key=name.sort_key,
    )
    work.session.add(person)
    work.session.flush()
    return person


def _enrol(work: Setting, cohort: Cohort, group: Class, trainee: Trainee, number: int) -> File:
    person = _person(work, cohort, trainee, number)
    contact = work.contacts.get(trainee.host or "")
    grant = Grant(Role.TRAINEE, work.institution.id, cohort_id=cohort.id)
    account = open_account(work, trainee.name.display, grant, person=person)
    account.password_hash = work.password_hash if trainee.has_account else None
    enrolment = Enrolment(
        institution_id=work.institution.id,
        person_id=person.id,
        cohort_id=cohort.id,
        regime=trainee.regime,
        employer_id=contact.organisation_id if contact else None,
        state_since=work.calendar[group.years_ago].starts_on,
    )
    work.session.add(enrolment)
    work.session.flush()
    of_year = {run.ago: run for run in runs(group, trainee)}
    file = File(trainee, group, cohort, enrolment, account, of_year)
    _interrupt(work, file)
    return file


def _interrupt(work: Setting, file: File) -> None:
    stops = EnrolmentAct.WITHDRAW if file.has_left else EnrolmentAct.SUSPEND
    for first, back in file.away(work):
        _change_state(work, file.enrolment, stops, first)
        if back <= work.today:
            _change_state(work, file.enrolment, EnrolmentAct.RESUME, back)


def _change_state(work: Setting, enrolment: Enrolment, act: EnrolmentAct, on: date) -> None:
    enrolments.change_state(
        work.session,
        enrolment,
        act=act,
        on=on,
        today=on,
        seen=enrolments.edition(enrolment),
        actor=work.first(Role.COORDINATOR),
    )


def _host(work: Setting, file: File, run: Run) -> Contact | None:
    trainee = file.trainee
    key = trainee.then if run.number > 1 and trainee.then else trainee.host
    return work.contacts[key] if key else None


def _place(work: Setting, file: File, contact: Contact, run: Run) -> None:
    module = work.modules[PLACEMENT_OF_YEAR[run.number]]
    first_day = work.calendar[run.ago].starts_on + BEGINS_AFTER
    tutors = [name for name in story.MARKERS if name in work.staff]
    placement = Placement(
        institution_id=work.institution.id,
        enrolment_year_id=file.years[run.ago].id,
        organisation_id=contact.organisation_id,
        contact_id=contact.id,
        regime=file.trainee.regime,
        module_id=module.id,
        academic_tutor_id=work.staff[pick(tutors, file.key, "tutor")].id,
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
    file.placements[run.ago] = placement
    keep_log(work.session, _plan(work, file, placement, run), today=work.today)


def _plan(work: Setting, file: File, placement: Placement, run: Run) -> LogPlan:
    period = placement.periods[0]
    missing = file.trainee.short_hours * 60 if run.number == 1 and run.attempt == 1 else 0
    return LogPlan(
        key=f"{file.enrolment.person.student_number}:{period.starts_on}",
        placement=placement,
        pace=story.Pace.STEADY if run.ago > 0 else file.trainee.pace,
        first_day=period.starts_on,
        last_day=period.ends_on,
        most_minutes=period.planned_minutes - missing,
        free_mondays=frozenset(_teaching(work)),
        away=tuple(file.away(work)),
        supervisor=None,
    )


def _teaching(work: Setting) -> Iterator[date]:
    for year in work.calendar.values():
        yield from year.teaching_mondays
