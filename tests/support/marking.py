"""A tutor at work on the marks of one module, without a page."""

from dataclasses import dataclass, replace
from datetime import UTC, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from msp_du.domain.curriculum import Settings
from msp_du.domain.marks import Score
from msp_du.domain.vocabulary import MarkCode
from msp_du.extensions import transaction
from msp_du.models import Account, Cohort, EnrolmentYear, Mark, MarkChange, Module
from msp_du.services import marks
from msp_du.services.marks import Key, Seen, TypedCell
from tests.factories import make_cohort, make_enrolment, make_marker, module_of, year_of
from tests.factories.cohorts import shipped_curriculum

NOW = datetime(2026, 11, 22, 18, 12, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Desk:
    """A cohort of one, a module with two assessments, and a tutor named for it."""

    session: Session
    cohort: Cohort
    module: Module
    year: EnrolmentYear
    tutor: Account

    def key(self, number: int = 0, examiner: int = 1) -> Key:
        return Key(self.year.id, self.module.assessments[number].id, examiner)

    def cell(
        self,
        score: Score | None,
        *,
        number: int = 0,
        seen: Seen | None = None,
        examiner: int = 1,
    ) -> TypedCell:
        held = seen or self.held(number, examiner)
        return TypedCell(self.key(number, examiner), score, held)

    def held(self, number: int = 0, examiner: int = 1) -> Seen:
        sheet = marks.sheet(self.session, self.cohort, self.module, 1)
        held = sheet.cells().get(self.key(number, examiner))
        return held[1] if held else Seen()

    def enter(
        self,
        *cells: TypedCell,
        actor: Account | None = None,
        now: datetime = NOW,
        session_number: int = 1,
        module: Module | None = None,
        each_alone: bool = False,
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
                each_alone=each_alone,
            )

    def rows(self) -> list[tuple[int | None, MarkCode | None, int]]:
        rows = self.session.execute(select(Mark).order_by(Mark.hundredths)).scalars()
        return [(row.hundredths, row.code, row.version) for row in rows]

    def changes(self) -> list[MarkChange]:
        statement = select(MarkChange).order_by(MarkChange.changed_at, MarkChange.new_hundredths)
        return list(self.session.execute(statement).scalars())


def open_desk(session: Session, *, apart: str = "") -> Desk:
    """A cohort of one person, and the tutor named for M112; ``apart`` is marked by two."""
    settings = Settings((("double_marking", (apart,)),))
    content = replace(shipped_curriculum(), version="2026-c", settings=settings)
    with transaction() as s:
        cohort = make_cohort(s, content=content if apart else None)
        year = year_of(s, make_enrolment(s, cohort=cohort))
        module = module_of(s, cohort)
        tutor = make_marker(s, cohort, module)
    return Desk(session, cohort, module, year, tutor)
