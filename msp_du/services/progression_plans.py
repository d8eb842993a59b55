"""What moving a cohort on after the board would do, trainee by trainee."""

import hashlib
from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session, contains_eager, joinedload

from msp_du.domain import progression as rules
from msp_du.domain.credits import Credited, kept
from msp_du.domain.curriculum import Curriculum
from msp_du.domain.decisions import REFUSALS, DecisionFacts
from msp_du.domain.progression import BEGINS_AGAIN, MOVING, LastAttempt, Way
from msp_du.domain.resits import open_resits
from msp_du.models import (
    AcademicYear,
    BoardDecision,
    Cohort,
    CurriculumVersion,
    Enrolment,
    EnrolmentYear,
)
from msp_du.services import curricula, decisions, unit_credits
from msp_du.services.mark_sheets import IS_LAST_ATTEMPT
from msp_du.services.year_marks import marks_of_years


@dataclass(frozen=True, slots=True)
class Choice:
    """When and by which version the new years run; whether session 2 is over for everybody."""

    academic_year: AcademicYear
    version: CurriculumVersion
    are_resits_over: bool = False


@dataclass(frozen=True, slots=True)
class Move:
    """What becomes of one trainee: ``kept`` goes along to the attempt that repeats the year.

    ``missing`` are units kept that the version chosen does not have.
    """

    year: EnrolmentYear
    decision: BoardDecision | None
    way: Way
    kept: tuple[Credited, ...] = ()
    missing: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Plan:
    """What moving a year of a cohort on would do, by name."""

    choice: Choice
    next_number: int | None
    moves: tuple[Move, ...]

    @property
    def to_do(self) -> tuple[Move, ...]:
        """The moves that change something."""
        return tuple(move for move in self.moves if move.way in MOVING)

    @property
    def meaning(self) -> str:
        """Digest of all that the plan says: the same plan, the same digest."""
        lines = [
            f"{move.year.id} {move.year.enrolment.version} {move.way} {move.kept}"
            for move in self.moves
        ]
        chosen = f"{self.choice.academic_year.id} {self.choice.version.id}"
        return hashlib.sha256("\n".join([chosen, *lines]).encode()).hexdigest()


@dataclass(frozen=True, slots=True)
class _Known:
    """What the board decided of some years, and the versions of the curriculum they follow.

    ``published`` are the years whose trainees know the decision that counts.
    """

    decided: Mapping[UUID, BoardDecision]
    published: Collection[UUID]
    facts: Mapping[UUID, DecisionFacts]
    contents: Mapping[UUID, Curriculum]
    resits: Collection[UUID]

    def attempt(self, year: EnrolmentYear) -> LastAttempt:
        if year.id not in self.decided:
            return LastAttempt()
        content = self.contents[year.curriculum_version_id]
        return LastAttempt(
            self.decided[year.id].result,
            rules.may_progress(self.facts[year.id], content),
            year.id in self.resits,
            year.id in self.published,
        )


def academic_years(session: Session, cohort: Cohort) -> Sequence[AcademicYear]:
    """List the academic years after the one in which a cohort began, the next one first."""
    statement = (
        select(AcademicYear)
        .where(
            AcademicYear.institution_id == cohort.institution_id,
            AcademicYear.starts_on > cohort.academic_year.starts_on,
        )
        .order_by(AcademicYear.starts_on)
    )
    return session.execute(statement).scalars().all()


def usual_year(found: Plan, years: Sequence[AcademicYear]) -> AcademicYear:
    """Return the first academic year after those that the people of a plan leave."""
    left = [
        move.year.academic_year.starts_on for move in found.to_do if move.way is not Way.COMPLETES
    ]
    return next((year for year in years if not left or year.starts_on > max(left)), years[-1])


def versions(session: Session, cohort: Cohort) -> list[CurriculumVersion]:
    """List the versions that have the years of a cohort's own, which comes first."""
    statement = select(CurriculumVersion).where(
        CurriculumVersion.institution_id == cohort.institution_id
    )
    found = session.execute(statement).scalars().all()
    own = cohort.curriculum_version
    return sorted(
        (version for version in found if _numbers(version) == _numbers(own)),
        key=lambda version: (version.id != own.id, -version.imported_at.timestamp()),
    )


def plan(session: Session, cohort: Cohort, number: int, choice: Choice, *, now: datetime) -> Plan:
    """Tell what moving the year ``number`` of a cohort on would do; always as many statements.

    A decision that is not published by now changes nothing yet: what follows would tell it.
    """
    years = _last_attempts(session, cohort)
    known = _known(session, years, choice, now)
    by_enrolment: defaultdict[UUID, dict[int, LastAttempt]] = defaultdict(dict)
    for year in years:
        by_enrolment[year.enrolment_id][year.year_number] = known.attempt(year)
    here = [year for year in years if year.year_number == number]
    held = unit_credits.of_years(session, [year.id for year in here])
    numbers = _numbers(cohort.curriculum_version)
    moves = []
    for year in here:
        way = rules.way(year.enrolment.state, numbers, by_enrolment[year.enrolment_id], number)
        own = [credit for credit in held if credit.enrolment_year_id == year.id]
        moves.append(_move(year, way, known, unit_credits.as_rules_read(own), choice))
    to_come = [other for other in numbers if other > number]
    return Plan(choice, to_come[0] if to_come else None, tuple(moves))


def _numbers(version: CurriculumVersion) -> list[int]:
    return sorted(year.number for year in curricula.content_of(version).years)


def _last_attempts(session: Session, cohort: Cohort) -> list[EnrolmentYear]:
    enrolment = contains_eager(EnrolmentYear.enrolment)
    statement = (
        select(EnrolmentYear)
        .join(EnrolmentYear.enrolment)
        .join(Enrolment.person)
        .where(Enrolment.cohort_id == cohort.id, IS_LAST_ATTEMPT)
        .options(
            enrolment.contains_eager(Enrolment.person),
            joinedload(EnrolmentYear.academic_year),
        )
        .execution_options(populate_existing=True)
    )
    return sorted(
        session.execute(statement).scalars(),
        key=lambda year: (
            year.enrolment.person.sort_key,
            year.enrolment.person.student_number or "",
            year.year_number,
        ),
    )


def _known(
    session: Session, years: Sequence[EnrolmentYear], choice: Choice, now: datetime
) -> _Known:
    decided = decisions.current(session, [year.id for year in years])
    shown = decisions.published(session, list(decided), now=now)
    published = {year_id for year_id, decision in shown.items() if decision is decided[year_id]}
    facts = {year_id: decisions.facts_of(decision) for year_id, decision in decided.items()}
    ids = {choice.version.id, *(year.curriculum_version_id for year in years)}
    contents = curricula.contents(session, ids)
    refused = [
        year
        for year in years
        if year.id in facts and facts[year.id].result in REFUSALS and facts[year.id].session == 1
    ]
    marks = marks_of_years(session, [year.id for year in refused])
    resits = set()
    for year in refused:
        content = contents[year.curriculum_version_id]
        # Whoever has sat session 2 waits for its decision, even when it is over for the others.
        is_over = choice.are_resits_over and not marks[year.id].second
        if not is_over and open_resits(
            content.year(year.year_number), content.rules, marks[year.id]
        ):
            resits.add(year.id)
    return _Known(decided, published, facts, contents, resits)


def _move(
    year: EnrolmentYear,
    way: Way,
    known: _Known,
    held: Mapping[str, Credited],
    choice: Choice,
) -> Move:
    decision = known.decided.get(year.id)
    if way not in BEGINS_AGAIN:
        return Move(year, decision, way)
    content = known.contents[choice.version.id]
    found = kept(known.facts[year.id], held, pass_mark=content.rules.pass_mark)
    units = content.year(year.year_number).units
    there = {unit.code for unit in units} | {m.code for unit in units for m in unit.modules}
    missing = tuple(credit.code for credit in found if credit.code not in there)
    return Move(year, decision, way, found, missing)
