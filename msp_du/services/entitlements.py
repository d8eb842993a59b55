"""Who may have which document, and what they have already: the board's decisions tell."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session, defer, joinedload, selectinload

from msp_du.domain.document_standing import Standing
from msp_du.domain.results import ADMITTED
from msp_du.domain.vocabulary import DocumentKind, DocumentState
from msp_du.models import BoardDecision, Cohort, Document, Enrolment, EnrolmentYear, Person
from msp_du.services import curricula, decisions
from msp_du.services.document_facts import Decided, DecidedYears

HOLDS = frozenset({DocumentState.PENDING, DocumentState.VALID})


@dataclass(frozen=True, slots=True)
class Entitlement:
    """A document that somebody may have one day: of a year, or the diploma (``year`` None).

    ``years`` are the decided years that it would rest on; ``document`` is the last one asked for
    that was not replaced.
    """

    kind: DocumentKind
    year: int | None
    years: DecidedYears
    is_due: bool
    document: Document | None

    @property
    def key(self) -> str:
        """What a form calls it."""
        return self.kind if self.year is None else f"{self.kind}-{self.year}"

    @property
    def is_ready(self) -> bool:
        """Whether it may be asked for now: due, and none holds or is being made."""
        return self.is_due and (self.document is None or self.document.state not in HOLDS)

    @property
    def standing(self) -> Standing:
        """Where it stands, in one word; what was revoked may be ready again."""
        if self.document is None or self.document.state not in HOLDS:
            if self.is_due:
                return Standing.READY
            return Standing.NOT_YET if self.document is None else Standing.REVOKED
        if self.document.state is DocumentState.PENDING:
            return Standing.PENDING
        return Standing.VALID if self._rests_on_today else Standing.OUTDATED

    @property
    def _rests_on_today(self) -> bool:
        if not self.is_due or self.document is None:
            return False
        return self.document.decision_id == self.years[max(self.years)].decision.id


@dataclass(frozen=True, slots=True)
class TraineeDocuments:
    """A person of a cohort and every document that they have or may have."""

    enrolment: Enrolment
    person: Person
    entitlements: tuple[Entitlement, ...]

    def find(self, kind: DocumentKind, year: int | None) -> Entitlement | None:
        """Return one of them."""
        wanted = (kind, year)
        return next((each for each in self.entitlements if (each.kind, each.year) == wanted), None)


def of_cohort(session: Session, cohort: Cohort) -> list[TraineeDocuments]:
    """List the people of a cohort with their documents, by name; always as many statements."""
    return of_cohorts(session, [cohort.id])


def of_cohorts(session: Session, cohort_ids: Collection[UUID]) -> list[TraineeDocuments]:
    """List the people of several cohorts as ``of_cohort`` does, in as many statements."""
    statement = (
        select(Enrolment)
        .where(Enrolment.cohort_id.in_(cohort_ids))
        .options(
            joinedload(Enrolment.person),
            selectinload(Enrolment.cohort).selectinload(Cohort.curriculum_version),
        )
    )
    return _rows(session, session.execute(statement).scalars().all())


def of_enrolment(session: Session, enrolment: Enrolment) -> TraineeDocuments:
    """Return the documents of one person, as ``of_cohort`` does."""
    return _rows(session, [enrolment])[0]


def decided_years(
    session: Session, enrolment_ids: Collection[UUID]
) -> dict[UUID, dict[int, Decided]]:
    """Return the decisions that count, by enrolment and year number.

    Of several attempts at a year it is the last one that was decided.
    """
    statement = (
        select(EnrolmentYear)
        .where(EnrolmentYear.enrolment_id.in_(enrolment_ids))
        .options(selectinload(EnrolmentYear.curriculum_version))
        .order_by(EnrolmentYear.year_number, EnrolmentYear.attempt)
    )
    years = session.execute(statement).scalars().all()
    found = decisions.current(session, [year.id for year in years])
    decided: dict[UUID, dict[int, Decided]] = {each: {} for each in enrolment_ids}
    for year in years:
        if year.id in found:
            decided[year.enrolment_id][year.year_number] = Decided(year, found[year.id])
    return decided


def _rows(session: Session, enrolments: Sequence[Enrolment]) -> list[TraineeDocuments]:
    ids = [enrolment.id for enrolment in enrolments]
    decided = decided_years(session, ids)
    documents = _documents(session, ids)
    rows = [
        TraineeDocuments(
            enrolment,
            enrolment.person,
            tuple(_entitlements(enrolment, decided[enrolment.id], documents[enrolment.id])),
        )
        for enrolment in enrolments
    ]
    return sorted(rows, key=lambda row: (row.person.sort_key, row.person.student_number or ""))


def _documents(
    session: Session, enrolment_ids: Collection[UUID]
) -> Mapping[UUID, Mapping[tuple[DocumentKind, int | None], Document]]:
    """Return the last document asked for of each kind and year, by enrolment."""
    statement = (
        select(Document, EnrolmentYear.year_number)
        .join(Document.decision)
        .join(EnrolmentYear, EnrolmentYear.id == BoardDecision.enrolment_year_id)
        .where(Document.enrolment_id.in_(enrolment_ids))
        .options(defer(Document.facts))
        .order_by(Document.number_year, Document.sequence)
    )
    found: dict[UUID, dict[tuple[DocumentKind, int | None], Document]] = {
        each: {} for each in enrolment_ids
    }
    for document, number in session.execute(statement):
        year = number if document.kind is DocumentKind.TRANSCRIPT else None
        of_one = found[document.enrolment_id]
        former = of_one.get((document.kind, year))
        if former is None or document.state in HOLDS or former.state not in HOLDS:
            of_one[document.kind, year] = document
    return found


def _entitlements(
    enrolment: Enrolment,
    decided: DecidedYears,
    documents: Mapping[tuple[DocumentKind, int | None], Document],
) -> Iterator[Entitlement]:
    numbers = [
        year.number for year in curricula.content_of(enrolment.cohort.curriculum_version).years
    ]
    for number in sorted(numbers):
        upto = {key: each for key, each in decided.items() if key <= number}
        kind = DocumentKind.TRANSCRIPT
        yield Entitlement(kind, number, upto, number in decided, documents.get((kind, number)))
    is_due = all(
        number in decided and decided[number].decision.result in ADMITTED for number in numbers
    )
    kind = DocumentKind.CERTIFICATE
    yield Entitlement(kind, None, decided, is_due, documents.get((kind, None)))
