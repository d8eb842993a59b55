"""What is left to do before a board can sit on a year of a cohort, and by whom.

``CHECKS`` holds one function a task; each sends as many statements for any number of trainees.
"""

from collections import Counter, defaultdict
from collections.abc import Callable

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from msp_du.domain.assessment_rules import Gate
from msp_du.domain.causes import CauseKind
from msp_du.domain.preparation import Shortfall, Step, Task, TaskKind
from msp_du.domain.sittings import SittingState
from msp_du.domain.vocabulary import GateState, HoursState
from msp_du.models import (
    Account,
    BoardSeat,
    ClassSession,
    Contact,
    HoursEntry,
    Module,
    Organisation,
    Placement,
)
from msp_du.services import mark_lists, preparation_sheets, sittings
from msp_du.services.cohorts import today_in
from msp_du.services.hours_rows import counted
from msp_du.services.preparation_ground import Ground


def tasks(session: Session, ground: Ground) -> list[Task]:
    """Return every task, those that are done too."""
    return [check(session, ground) for check in CHECKS]


def _marks(session: Session, ground: Ground) -> Task:
    """Marks that are expected, by module, with who is named to enter them."""
    missing: Counter[str] = Counter()
    people: Counter[str] = Counter()
    for _year, reading in ground.years:
        places = reading.curriculum.places()
        codes = [
            module.code if module else cause.code
            for cause in reading.outcome.causes
            if cause.kind is CauseKind.MARKS_MISSING and cause.code is not None
            for module in [places[cause.code].module]
        ]
        missing.update(codes)
        people.update(set(codes))
    named = mark_lists.named_by_code(session, ground.cohort, now=ground.now) if missing else {}
    return Task(
        TaskKind.MARKS,
        tuple(
            Step(code, tuple(named.get(code, ())), missing[code], people[code])
            for code in sorted(missing)
        ),
    )


def _placements(session: Session, ground: Ground) -> Task:
    """Trainees without a placement where hours are required, then those short of hours."""
    asking = ground.asking(Gate.HOURS)
    statement = select(Placement.enrolment_year_id).where(Placement.enrolment_year_id.in_(asking))
    placed = set(session.scalars(statement.distinct()))
    hours = {one: reading.conditions.hours for one, reading in asking.items()}
    unplaced = sum(one not in placed and each.required > 0 for one, each in hours.items())
    short = [
        each.missing - each.submitted
        for one, each in hours.items()
        if one in placed and each.missing > each.submitted
    ]
    found = [
        Step(Shortfall.UNPLACED, (), unplaced, unplaced, needs_nobody=True),
        Step(Shortfall.HOURS, (), sum(short), len(short), needs_nobody=True),
    ]
    return Task(TaskKind.PLACEMENTS, tuple(step for step in found if step.people))


def _approvals(session: Session, ground: Ground) -> Task:
    """Hours that wait for a signature, by structure and contact."""
    statement = (
        select(
            Organisation.name,
            Contact.name,
            func.sum(HoursEntry.minutes),
            func.count(func.distinct(Placement.enrolment_year_id)),
        )
        .select_from(HoursEntry)
        .join(Placement, Placement.id == HoursEntry.placement_id)
        .join(Contact, Contact.id == Placement.contact_id)
        .join(Organisation, Organisation.id == Placement.organisation_id)
        .where(
            Placement.enrolment_year_id.in_(ground.asking(Gate.HOURS)),
            HoursEntry.state == HoursState.SUBMITTED,
            counted(),
        )
        .group_by(Organisation.id, Organisation.name, Contact.id, Contact.name)
        .order_by(Organisation.name, Contact.name)
    )
    return Task(
        TaskKind.APPROVALS,
        tuple(
            Step(host, (contact,), int(minutes), people)
            for host, contact, minutes, people in session.execute(statement)
        ),
    )


def _documents(_session: Session, ground: Ground) -> Task:
    """Documents of placements with approved hours that are not in, by their kind."""
    missing: Counter[str] = Counter()
    for reading in ground.asking(Gate.PLACEMENT_CERTIFICATE).values():
        missing.update(paper.value for paper in reading.conditions.papers.missing)
    return Task(
        TaskKind.DOCUMENTS,
        tuple(
            Step(paper, (), count, needs_nobody=True) for paper, count in sorted(missing.items())
        ),
    )


def _attendance(session: Session, ground: Ground) -> Task:
    """Classes that are over and not closed, by who taught them."""
    academic_years = {year.academic_year_id for year, _reading in ground.years}
    today = today_in(ground.cohort.institution, ground.now)
    statement = (
        select(Module.code, func.coalesce(Account.display_name, ClassSession.instructor_name))
        .select_from(ClassSession)
        .join(Module, Module.id == ClassSession.module_id)
        .outerjoin(Account, Account.id == ClassSession.instructor_id)
        .where(
            ClassSession.cohort_id == ground.cohort.id,
            ClassSession.academic_year_id.in_(academic_years),
            ClassSession.closed_at.is_(None),
            ClassSession.held_on < today,
        )
    )
    classes: defaultdict[str, list[str]] = defaultdict(list)
    for code, instructor in session.execute(statement):
        classes[code].append(instructor)
    return Task(
        TaskKind.ATTENDANCE,
        tuple(
            Step(code, tuple(sorted(set(names))), len(names))
            for code, names in sorted(classes.items())
        ),
    )


def _competencies(_session: Session, ground: Ground) -> Task:
    """Trainees whose core competencies are not all validated."""
    people = sum(
        reading.conditions.gates.get(Gate.COMPETENCIES) is GateState.PENDING
        for reading in ground.asking(Gate.COMPETENCIES).values()
    )
    steps = (Step(Shortfall.COMPETENCIES, (), people, people, needs_nobody=True),) if people else ()
    return Task(TaskKind.COMPETENCIES, steps)


def _sitting(session: Session, ground: Ground) -> Task:
    """A sitting that is to come, with somebody named to preside."""
    planned = [
        sitting.id
        for sitting in sittings.of_cohort(session, ground.cohort.id, ground.number)
        if sitting.state in {SittingState.PREPARED, SittingState.OPEN}
    ]
    statement = select(BoardSeat.sitting_id).where(
        BoardSeat.sitting_id.in_(planned), BoardSeat.is_president
    )
    unpresided = len(planned) - len(set(session.scalars(statement)))
    found = [
        Step(Shortfall.SITTING, (), int(not planned), needs_nobody=True),
        Step(Shortfall.PRESIDENT, (), unpresided, needs_nobody=True),
    ]
    return Task(TaskKind.SITTING, tuple(step for step in found if step.left))


CHECKS: tuple[Callable[[Session, Ground], Task], ...] = (
    _marks,
    preparation_sheets.anonymity,
    preparation_sheets.finished,
    _placements,
    _approvals,
    _documents,
    _attendance,
    _competencies,
    _sitting,
)
