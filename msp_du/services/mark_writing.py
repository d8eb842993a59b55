"""Cells as rows: marks written, changed, taken back, commented; each change keeps what was."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from sqlalchemy import select
from sqlalchemy.orm import Session

from msp_du.domain.marks import Score, to_hundredths
from msp_du.domain.vocabulary import MarkCode
from msp_du.models import Account, Cohort, Mark, MarkChange, Module
from msp_du.services import audit
from msp_du.services.mark_cells import Key, Seen, TypedCell, subject
from msp_du.services.mark_reasons import UNSAID, Why


@dataclass(frozen=True, slots=True)
class Writing:
    """Everything that the cells written at once have in common."""

    session: Session
    cohort: Cohort
    module: Module
    session_number: int
    actor: Account | None
    now: datetime
    why: Why = UNSAID

    def write(self, cells: Sequence[tuple[TypedCell, Seen]]) -> None:
        """Give cells what was typed; each comes with what it holds now."""
        rows = self._rows([cell.key for cell, _held in cells])
        written: dict[Key, Mark] = {}
        for cell, _held in cells:
            row = rows.get(cell.key)
            if cell.score is None and row is not None:
                self.session.delete(row)
            elif row is not None:
                row.hundredths, row.code = _columns_of(cell.score)
                written[cell.key] = row
            else:
                written[cell.key] = self._mark(cell)
                self.session.add(written[cell.key])
        self.session.flush()
        self._keep(
            "marks:enter",
            [self._change(cell, held, written.get(cell.key)) for cell, held in cells],
        )

    def comment(self, texts: Mapping[Key, str]) -> None:
        """Give marks that are there their comments; an empty text takes one back."""
        rows = self._rows(texts)
        before = {key: rows[key].comment for key in texts}
        for key, text in texts.items():
            rows[key].comment = text or None
        self.session.flush()
        self._keep(
            "marks:comment",
            [
                MarkChange(
                    **self._subject_of(key),
                    old_hundredths=rows[key].hundredths,
                    old_code=rows[key].code,
                    new_hundredths=rows[key].hundredths,
                    new_code=rows[key].code,
                    old_comment=before[key],
                    new_comment=rows[key].comment,
                    **self._circumstances(rows[key]),
                )
                for key in texts
            ],
        )

    def _keep(self, act: str, changes: Sequence[MarkChange]) -> None:
        self.session.add_all(changes)
        self.session.flush()
        audit.record(
            self.session,
            act,
            self.module,
            actor=self.actor,
            institution_id=self.cohort.institution_id,
            details={
                "cohort": self.cohort.id,
                "session": self.session_number,
                "changes": [change.id for change in changes],
            },
        )

    def _rows(self, keys: Collection[Key]) -> Mapping[Key, Mark]:
        statement = select(Mark).where(
            Mark.enrolment_year_id.in_({key.year_id for key in keys}),
            subject(Mark, self.module),
            Mark.session_number == self.session_number,
        )
        rows = self.session.execute(statement, execution_options={"populate_existing": True})
        return {
            Key(row.enrolment_year_id, row.assessment_id, row.examiner): row
            for row in rows.scalars()
        }

    def _mark(self, cell: TypedCell) -> Mark:
        hundredths, code = _columns_of(cell.score)
        return Mark(**self._subject_of(cell.key), hundredths=hundredths, code=code)

    def _change(self, cell: TypedCell, held: Seen, written: Mark | None) -> MarkChange:
        old_hundredths, old_code = _columns_of(held.score)
        new_hundredths, new_code = _columns_of(cell.score)
        return MarkChange(
            **self._subject_of(cell.key),
            old_hundredths=old_hundredths,
            old_code=old_code,
            new_hundredths=new_hundredths,
            new_code=new_code,
            old_comment=held.comment,
            new_comment=None if cell.score is None else held.comment,
            **self._circumstances(written),
        )

    def _circumstances(self, written: Mark | None) -> dict[str, object]:
        """Who changed a mark, when and why, and the version that it has since, if it is there."""
        return {
            "account_id": self.actor.id if self.actor else None,
            "changed_at": self.now,
            "mark_version": written.version if written else None,
            **self.why.columns,
        }

    def _subject_of(self, key: Key) -> dict[str, object]:
        return {
            "institution_id": self.cohort.institution_id,
            "enrolment_year_id": key.year_id,
            "assessment_id": key.assessment_id,
            "module_id": self.module.id if key.assessment_id is None else None,
            "session_number": self.session_number,
            "examiner": key.examiner,
        }


def _columns_of(score: Score | None) -> tuple[int | None, MarkCode | None]:
    """Return the two columns that keep a mark or a code."""
    if isinstance(score, Decimal):
        return to_hundredths(score), None
    return None, score
