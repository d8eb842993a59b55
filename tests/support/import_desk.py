"""A tutor who imports files of marks, without a page."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from msp_du.domain.errors import Rule, RuleViolation
from msp_du.domain.vocabulary import MarkCode
from msp_du.extensions import transaction
from msp_du.files.spreadsheet_table import read_table
from msp_du.models import EnrolmentYear, Mark, MarkImport
from msp_du.services import import_plans, mark_imports, sheet_states
from msp_du.services.import_plans import Plan
from msp_du.services.import_targets import Scope
from tests.factories import make_enrolment, make_mark, make_person, year_of
from tests.support.marking import NOW, Desk, open_desk

LATER = NOW + timedelta(hours=1)
ABI = MarkCode.UNEXCUSED_ABSENCE


@dataclass(frozen=True, slots=True)
class ImportDesk:
    """A tutor, M112 with two assessments, three trainees; files made of lines."""

    desk: Desk
    years: Sequence[EnrolmentYear]

    @property
    def scope(self) -> Scope:
        return Scope(self.desk.cohort, self.desk.module, 1)

    def plan(self, data: bytes, scope: Scope | None = None) -> Plan:
        return import_plans.plan(
            self.desk.session, scope or self.scope, read_table(data), actor=self.desk.tutor
        )

    def apply(self, data: bytes, scope: Scope | None = None, reason: str = "") -> MarkImport:
        meaning = self.plan(data, scope).meaning
        with transaction() as session:
            made = mark_imports.apply(
                session,
                scope or self.scope,
                read_table(data),
                meaning=meaning,
                reason=reason,
                actor=self.desk.tutor,
                now=NOW,
            )
        assert made is not None
        return made

    def undo(self, made: MarkImport) -> int:
        with transaction() as session:
            return mark_imports.undo(session, made, actor=self.desk.tutor, now=LATER)

    def table(self) -> set[tuple[object, ...]]:
        """The table of marks but for its versions and ids."""
        self.desk.session.rollback()
        rows = self.desk.session.execute(select(Mark.__table__)).mappings()
        return {
            tuple(sorted((k, str(v)) for k, v in row.items() if k not in {"id", "version"}))
            for row in rows
        }


NASTY = (
    "N° Étudiant ;NOM;m112 cc;oral;remarque\r\n"
    "22100001;Adam; 12,5 ;abj;à revoir\r\n\r\n"
    '"22100002";Brûlé;ABI;14,25;\r\n'
    "22100003;Curie;;8;\r\n"
).encode("latin-1")


def open_import_desk(session: Session, *, apart: str = "") -> ImportDesk:
    """Three trainees; some of their marks of M112 are known."""
    desk = open_desk(session, apart=apart)
    years = []
    with transaction() as s:
        for number, name in enumerate(("Adam", "Brûlé", "Curie"), start=1):
            person = make_person(s, birth_family_name=name)
            person.student_number = f"2210000{number}"
            years.append(year_of(s, make_enrolment(s, cohort=desk.cohort, person=person)))
        make_mark(s, years[0], "M112-CC", "9")
        make_mark(s, years[1], "M112-CC", ABI)
        make_mark(s, years[1], "M112-O", "14.25")
    return ImportDesk(desk, years)


def outcomes(plan: Plan) -> list[tuple[int, str, str, object]]:
    return [
        (row.number, cell.code, cell.text, cell.fault or cell.outcome)
        for row in plan.rows
        for cell in row.cells
    ]


def refusal(act: Callable[[], object]) -> Rule:
    with pytest.raises(RuleViolation) as caught:
        act()
    return caught.value.rule


def publish(imports: ImportDesk) -> None:
    place = (imports.desk.cohort, imports.desk.module, 1)
    with transaction() as session:
        sheet_states.finish(session, *place, actor=None, now=NOW)
        sheet_states.publish(session, *place, actor=None, now=LATER)
