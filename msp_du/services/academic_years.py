"""The calendar of an institution: academic years, their teaching weeks and deadlines."""

from collections.abc import Iterable
from datetime import date, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session, selectinload

from msp_du.domain import calendar
from msp_du.domain.errors import Rule, RuleViolation
from msp_du.models import AcademicYear, Account, Deadline, Institution, TeachingWeek
from msp_du.services import audit


def of_institution(session: Session, institution: Institution) -> list[AcademicYear]:
    """List the years of an institution, the latest first, with their weeks and deadlines."""
    statement = (
        select(AcademicYear)
        .where(AcademicYear.institution_id == institution.id)
        .order_by(AcademicYear.starts_on.desc())
        .options(selectinload(AcademicYear.teaching_weeks), selectinload(AcademicYear.deadlines))
    )
    return list(session.execute(statement).scalars())


def add(
    session: Session,
    institution: Institution,
    *,
    label: str,
    starts_on: date,
    ends_on: date,
    actor: Account,
) -> AcademicYear:
    """Add a year, both bounds included.

    Raises RuleViolation CALENDAR_LABEL_TAKEN, CALENDAR_BOUNDS or CALENDAR_OVERLAP.
    """
    session.refresh(institution, with_for_update=True)
    year = AcademicYear(
        institution_id=institution.id, label=label, starts_on=starts_on, ends_on=ends_on
    )
    _check(of_institution(session, institution), year)
    session.add(year)
    session.flush()
    audit.record(session, "academic-years:add", year, actor=actor)
    return year


def change(
    session: Session,
    year: AcademicYear,
    *,
    label: str,
    starts_on: date,
    ends_on: date,
    version: int,
    actor: Account,
) -> None:
    """Change a year's label and bounds; what lies in it must stay in it.

    Raises RuleViolation as ``add``, or STALE_VERSION when it changed since ``version`` was read.
    """
    institution = session.get_one(Institution, year.institution_id)
    session.refresh(institution, with_for_update=True)
    session.refresh(year)
    if year.version != version:
        raise RuleViolation(Rule.STALE_VERSION)
    year.label, year.starts_on, year.ends_on = label, starts_on, ends_on
    with session.no_autoflush:
        others = [row for row in of_institution(session, institution) if row.id != year.id]
        _check(others, year)
        _check_weeks(year, (week.monday for week in year.teaching_weeks))
        for deadline in year.deadlines:
            _check_deadline(year, deadline.due_on, field="ends_on")
    session.flush()
    audit.record(session, "academic-years:change", year, actor=actor)


def add_weeks(
    session: Session, year: AcademicYear, *, first_day: date, weeks: int, actor: Account
) -> int:
    """Add weeks of classes in a row from the one that holds ``first_day``; those known stay.

    Returns how many were added; raises RuleViolation CALENDAR_BOUNDS when one is out of the year.
    """
    _lock(session, year)
    monday = first_day - timedelta(days=first_day.weekday())
    known = {week.monday for week in year.teaching_weeks}
    wanted = [monday + timedelta(weeks=number) for number in range(weeks)]
    added = [day for day in wanted if day not in known]
    _check_weeks(year, added)
    year.teaching_weeks.extend(TeachingWeek(monday=day) for day in added)
    session.flush()
    audit.record(
        session, "academic-years:add-weeks", year, actor=actor, details={"weeks": len(added)}
    )
    return len(added)


def remove_week(
    session: Session, year: AcademicYear, week: TeachingWeek, *, actor: Account
) -> None:
    """Take a week of classes off the calendar."""
    _lock(session, year)
    audit.record(
        session, "academic-years:remove-week", year, actor=actor, details={"week": week.monday}
    )
    session.delete(week)


def add_deadline(
    session: Session, year: AcademicYear, *, label: str, due_on: date, actor: Account
) -> Deadline:
    """Add a date by which something is due; CALENDAR_BOUNDS when it is out of the year."""
    _lock(session, year)
    _check_deadline(year, due_on, field="due_on")
    deadline = Deadline(label=label, due_on=due_on)
    year.deadlines.append(deadline)
    session.flush()
    audit.record(
        session, "academic-years:add-deadline", year, actor=actor, details={"deadline": deadline.id}
    )
    return deadline


def remove_deadline(
    session: Session, year: AcademicYear, deadline: Deadline, *, actor: Account
) -> None:
    """Take a deadline off the calendar."""
    _lock(session, year)
    audit.record(
        session,
        "academic-years:remove-deadline",
        year,
        actor=actor,
        details={"deadline": deadline.id},
    )
    session.delete(deadline)


def _lock(session: Session, year: AcademicYear) -> None:
    session.refresh(year, with_for_update=True)


def _plain(year: AcademicYear) -> calendar.AcademicYear:
    return calendar.AcademicYear(year.label, year.starts_on, year.ends_on)


def _check(others: Iterable[AcademicYear], year: AcademicYear) -> None:
    rest = list(others)
    if any(other.label == year.label for other in rest):
        raise RuleViolation(Rule.CALENDAR_LABEL_TAKEN, field="label", label=year.label)
    calendar.check_years([_plain(row) for row in (*rest, year)])


def _check_weeks(year: AcademicYear, mondays: Iterable[date]) -> None:
    calendar.check_teaching_weeks(_plain(year), list(mondays))


def _check_deadline(year: AcademicYear, due_on: date, *, field: str) -> None:
    if not _plain(year).contains(due_on):
        raise RuleViolation(
            Rule.CALENDAR_BOUNDS,
            field=field,
            label=year.label,
            first_day=year.starts_on,
            last_day=year.ends_on,
        )
