"""The results of a year of a cohort: what was decided, and how everybody stands today."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from msp_du.domain import progression
from msp_du.domain.decisions import DecisionFacts
from msp_du.domain.results import YearOutcome
from msp_du.domain.vocabulary import EnrolmentState
from msp_du.domain.what_if import Case
from msp_du.models import Account, BoardDecision, Cohort, EnrolmentYear, Module, Person
from msp_du.policies import active_grants, can_mark, can_read_cohort, can_read_preparation
from msp_du.services import audit, boards, decisions, results, sheet_veils
from msp_du.services.results import Reading


@dataclass(frozen=True, slots=True)
class CohortResult:
    """A trainee's year as it stands today, and what the board decided of it, if it did."""

    year: EnrolmentYear
    reading: Reading
    decision: BoardDecision | None

    @property
    def person(self) -> Person:
        return self.year.enrolment.person

    @property
    def facts(self) -> DecisionFacts | None:
        return decisions.facts_of(self.decision) if self.decision else None

    @property
    def may_progress(self) -> bool:
        """Whether the next year may begin, by the board's word once it has decided."""
        facts = self.facts
        if facts is None:
            return self.reading.outcome.may_progress
        return progression.may_progress(facts, self.reading.curriculum)


@dataclass(frozen=True, slots=True)
class Opened:
    """Codes of the modules that may be told, None for all; and of those ``veiled`` until later."""

    codes: frozenset[str] | None
    veiled: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Export:
    """What leaves as a file: every trainee, and what may be told of them.

    ``modules`` are the only ones that may be told, and nothing that is put together from others;
    None for everything. ``addresses`` are those of persons by id, None where they may not leave.
    """

    rows: Sequence[CohortResult]
    modules: frozenset[str] | None
    addresses: Mapping[UUID, str] | None


def of_year(session: Session, cohort: Cohort, number: int) -> list[CohortResult]:
    """List the last attempts at a year of a cohort by name; as many statements for any number.

    Those who left and were not decided on are left out.
    """
    rows = boards.cohort_board(session, cohort, number)
    decided = [row.year for row in rows if isinstance(row.basis, BoardDecision)]
    read = results.readings(session, decided)
    return [
        CohortResult(row.year, read[row.year.id], row.basis)
        if isinstance(row.basis, BoardDecision)
        else CohortResult(row.year, row.basis, None)
        for row in rows
        if isinstance(row.basis, BoardDecision)
        or row.year.enrolment.state is not EnrolmentState.WITHDRAWN
    ]


def cases(session: Session, found: Collection[CohortResult]) -> list[Case]:
    """Return the years as a sandbox takes them, with what was decided of the other years."""
    others = _others(session, found)
    return [
        Case(
            key=str(one.year.id),
            curriculum=one.reading.curriculum,
            number=one.year.year_number,
            marks=one.reading.marks,
            others=others.get(one.year.enrolment_id, {}),
        )
        for one in found
    ]


def modules_open_to(session: Session, cohort: Cohort, actor: Account) -> Opened:
    """Return the modules whose results somebody may take away.

    Tutors take those that they mark, and nothing that is put together from others; nothing of a
    module either while a sheet of it goes without names, as the rows name people.
    """
    if can_read_preparation(actor, cohort):
        return Opened(None)
    ids = [grant.module_id for grant in active_grants(actor) if grant.module_id is not None]
    modules = session.execute(select(Module).where(Module.id.in_(ids))).scalars()
    marked = [module for module in modules if can_mark(actor, cohort, module)]
    veiled = sheet_veils.veiled_modules(session, cohort)
    return Opened(
        frozenset(module.code for module in marked if module.id not in veiled),
        frozenset(module.code for module in marked if module.id in veiled),
    )


def export(session: Session, cohort: Cohort, number: int, *, form: str, actor: Account) -> Export:
    """Return what leaves as a file, everybody's rows the same; the act is recorded."""
    found = of_year(session, cohort, number)
    leaving = Export(
        rows=found,
        modules=modules_open_to(session, cohort, actor).codes,
        addresses=_addresses(session, found) if can_read_cohort(actor, cohort) else None,
    )
    audit.record(
        session,
        "board:export",
        cohort,
        actor=actor,
        details={
            "addresses": leaving.addresses is not None,
            "form": form,
            "modules": None if leaving.modules is None else sorted(leaving.modules),
            "rows": len(found),
            "year_number": number,
        },
    )
    return leaving


def _addresses(session: Session, found: Collection[CohortResult]) -> dict[UUID, str]:
    ids = [one.person.id for one in found]
    statement = select(Account.person_id, Account.email).where(Account.person_id.in_(ids))
    return {one: address for one, address in session.execute(statement) if one is not None}


def _others(
    session: Session, found: Collection[CohortResult]
) -> Mapping[UUID, Mapping[int, YearOutcome]]:
    """Return the decided outcomes of the other years, by enrolment then number."""
    numbers = {one.year.year_number for one in found}
    statement = (
        select(EnrolmentYear.enrolment_id, EnrolmentYear.year_number, BoardDecision)
        .join(EnrolmentYear, EnrolmentYear.id == BoardDecision.enrolment_year_id)
        .where(
            EnrolmentYear.enrolment_id.in_([one.year.enrolment_id for one in found]),
            EnrolmentYear.year_number.not_in(numbers),
            decisions.is_current(),
        )
        .order_by(EnrolmentYear.attempt)
    )
    outcomes: defaultdict[UUID, dict[int, YearOutcome]] = defaultdict(dict)
    for enrolment_id, number, decision in session.execute(statement):
        outcomes[enrolment_id][number] = decisions.facts_of(decision).outcome()
    return outcomes
