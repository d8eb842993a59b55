"""A tutor at work on the marks of one module, without a page."""

from dataclasses import dataclass
from datetime import UTC, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from msp_du.domain.marks import Score
from msp_du.domain.vocabulary import MarkCode
from msp_du.extensions import transaction
from msp_du.models import Account, Cohort, EnrolmentYear, Mark, MarkChange, Module
from msp_du.services import marks
from msp_du.services.marks import Key, Seen, TypedCell
from tests.factories import make_cohort, make_enrolment, make_marker, module_of, year_of

NOW = datetime(2026, 11, 22, 18, 12, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Desk:
    """A cohort of one, a module with two assessments, and a tutor named for it."""

    session: Session
    cohort: Cohort
    module: Module
    year: EnrolmentYear
    tutor: Account

    def key(self, number: int = 0) -> Key:
        return Key(self.year.id, self.module.assessments[number].id)

    def cell(self, score: Score | None, *, number: int = 0, seen: Seen | None = None) -> TypedCell:
        return TypedCell(self.key(number), score, seen or self.held(number))

    def held(self, number: int = 0) -> Seen:
        sheet = marks.sheet(self.session, self.cohort, self.module, 1)
        return sheet.cells()[self.key(number)][1]

    def enter(
        self,
        *cells: TypedCell,
        actor: Account | None = None,
        now: datetime = NOW,
        session_number: int = 1,
        module: Module | None = None,
    ) -> marks.Entered:
        with transaction() as session:
            return marks.enter(
                session,
                self.cohort,
                module or self.module,
                session_number,
                cells,
                actor=actor or self.tutor,
                now=now,
            )

    def rows(self) -> list[tuple[int | None, MarkCode | None, int]]:
        rows = self.session.execute(select(Mark).order_by(Mark.hundredths)).scalars()
        return [(row.hundredths, row.code, row.version) for row in rows]

    def changes(self) -> list[MarkChange]:
        statement = select(MarkChange).order_by(MarkChange.changed_at, MarkChange.new_hundredths)
        return list(self.session.execute(statement).scalars())


def open_desk(session: Session) -> Desk:
    """A cohort of one person, and the tutor named for M112."""
    with transaction() as s:
        cohort = make_cohort(s)
        year = year_of(s, make_enrolment(s, cohort=cohort))
        module = module_of(s, cohort)
        tutor = make_marker(s, cohort, module)
    return Desk(session, cohort, module, year, tutor)
