"""What importing a file of marks would do, cell by cell; nothing is written."""

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from msp_du.domain.errors import Rule
from msp_du.domain.mark_imports import CellFault, CellOutcome, read_score
from msp_du.files.marks_headers import MatchedColumn, ReadHeader, of_examiner, read_header
from msp_du.files.spreadsheet_cells import Cell, CellKind, Row
from msp_du.files.spreadsheet_table import Table
from msp_du.files.spreadsheet_text import clean, shown
from msp_du.models import Account, Enrolment, EnrolmentYear, Person
from msp_du.policies import can_manage_cohort
from msp_du.services import mark_reasons, mark_sheets
from msp_du.services.import_cells import (
    PlannedCell,
    PlannedRow,
    one_examiner_each,
    own_examiner,
)
from msp_du.services.import_targets import Scope, Slot, Target, targets
from msp_du.services.mark_sheets import Key, Seen, Sheet
from msp_du.services.year_marks import FIRST_EXAMINER


@dataclass(frozen=True, slots=True)
class Plan:
    """What an import would do; a faulty header leaves no rows.

    ``needs_reason`` tells that published marks would be corrected.
    """

    header: ReadHeader
    rows: tuple[PlannedRow, ...] = ()
    needs_reason: bool = False
    empty_cells: int = 0

    @property
    def is_possible(self) -> bool:
        """Whether nothing stands in the way."""
        return not self.header.faults and bool(self.rows) and all(r.is_clean for r in self.rows)

    @property
    def to_write(self) -> tuple[PlannedCell, ...]:
        """The cells that change something."""
        changing = {CellOutcome.NEW, CellOutcome.CHANGED}
        return tuple(cell for row in self.rows for cell in row.cells if cell.outcome in changing)

    @property
    def meaning(self) -> str:
        """Digest of all that the plan says: the same plan, the same digest."""
        said = [
            (row.number, row.trainee, cell.code, cell.key, cell.score, cell.held, cell.outcome)
            for row in self.rows
            for cell in row.cells
        ]
        return hashlib.sha256(repr((said, self.needs_reason)).encode()).hexdigest()


def plan(session: Session, scope: Scope, table: Table, *, actor: Account) -> Plan:
    """Tell what importing a table would do, however many rows it has: statements by column only.

    An empty cell takes no mark away.
    """
    known = targets(session, scope, actor)
    head, *rows = table.rows
    header = read_header([cell.text for cell in head.cells], [t.wanted for t in known.values()])
    if header.faults or header.trainee is None:
        return Plan(header)
    planner = _Planner(session, scope, header, known, actor)
    planned = tuple(planner.rows(rows))
    return Plan(header, planned, planner.needs_reason(planned), planner.empty_cells)


@dataclass(frozen=True, slots=True)
class _Known:
    """A trainee of the cohort: their name and their years."""

    name: str
    year_ids: tuple[UUID, ...]


@dataclass(slots=True)
class _Planner:
    """Reads the rows against the sheets as they are now."""

    session: Session
    scope: Scope
    header: ReadHeader
    targets: Mapping[str, Target]
    actor: Account
    empty_cells: int = 0
    _sheets: dict[tuple[UUID, int], Sheet] = field(default_factory=dict)
    _cells: dict[tuple[UUID, int], Mapping[Key, tuple[mark_sheets.Row, Seen]]] = field(
        default_factory=dict
    )

    _closings: dict[tuple[UUID, int], Mapping[Key, Rule | None]] = field(default_factory=dict)

    _examiners: dict[Slot, int | None] = field(default_factory=dict)

    def rows(self, rows: Sequence[Row]) -> Iterator[PlannedRow]:
        self._read_sheets()
        people, seen = self._people(), set[str]()
        is_examiner = not can_manage_cohort(self.actor, self.scope.cohort)
        for row in rows:
            trainee = self._trainee(row)
            if not trainee and not self._has_marks(row):
                continue
            known = people.get(trainee.casefold())
            fault = self._row_fault(trainee, known, seen)
            seen.add(trainee)
            cells = tuple(self._row_cells(row, known)) if fault is None else ()
            cells = one_examiner_each(cells, is_examiner=is_examiner)
            yield PlannedRow(row.number, trainee, known.name if known else "", cells, fault)

    def needs_reason(self, rows: Sequence[PlannedRow]) -> bool:
        corrected = {
            (cell.slot.module, cell.slot.session_number)
            for row in rows
            for cell in row.cells
            if cell.slot and cell.outcome is CellOutcome.CHANGED
        }
        return any(
            mark_reasons.is_published(self.session, self.scope.cohort, module, number)
            for module, number in corrected
        )

    def _read_sheets(self) -> None:
        for column in self.header.columns:
            for slot in self.targets[column.code].slots:
                place = (slot.module.id, slot.session_number)
                if slot.is_allowed and place not in self._sheets:
                    found = mark_sheets.sheet(
                        self.session,
                        self.scope.cohort,
                        slot.module,
                        slot.session_number,
                        actor=self.actor,
                    )
                    self._sheets[place] = found
                    self._cells[place], self._closings[place] = found.cells(), found.closings()

    def _people(self) -> Mapping[str, _Known]:
        """Return who is meant by each number, case folded: of a sheet without names, its own."""
        if self.scope.module is not None:
            (sheet,) = self._sheets.values() or (None,)
            if sheet is not None and sheet.is_anonymous:
                return {row.name.casefold(): _Known(row.name, (row.year_id,)) for row in sheet.rows}
        statement = (
            select(Person, EnrolmentYear.id)
            .join(Enrolment, Enrolment.person_id == Person.id)
            .join(EnrolmentYear, EnrolmentYear.enrolment_id == Enrolment.id)
            .where(Enrolment.cohort_id == self.scope.cohort.id, Person.student_number.is_not(None))
        )
        found: dict[str, _Known] = {}
        for person, year_id in self.session.execute(statement):
            number = (person.student_number or "").casefold()
            former = found.get(number, _Known(person.name.display, ()))
            found[number] = _Known(former.name, (*former.year_ids, year_id))
        return found

    def _trainee(self, row: Row) -> str:
        index = self.header.trainee.index if self.header.trainee else 0
        return clean(row.cells[index].text) if index < len(row.cells) else ""

    def _has_marks(self, row: Row) -> bool:
        filled = {index for index, cell in enumerate(row.cells) if not cell.is_empty}
        return any(column.index in filled for column in self.header.columns)

    def _row_fault(self, trainee: str, known: _Known | None, seen: set[str]) -> CellFault | None:
        if not trainee:
            return CellFault.TRAINEE_MISSING
        if trainee in seen:
            return CellFault.TRAINEE_TWICE
        return CellFault.TRAINEE_UNKNOWN if known is None else None

    def _row_cells(self, row: Row, known: _Known | None) -> Iterator[PlannedCell]:
        for column in self.header.columns:
            cell = row.cells[column.index] if column.index < len(row.cells) else Cell()
            if cell.is_empty:
                self.empty_cells += 1
            elif known is not None:
                yield self._cell(column, cell, known)
        for index, cell in enumerate(row.cells):
            if index not in self.header.places and not cell.is_empty:
                yield PlannedCell("", shown(cell.text), fault=CellFault.EXTRA_CELL)

    def _cell(self, column: MatchedColumn, cell: Cell, known: _Known) -> PlannedCell:
        text = shown(cell.text)
        target = self.targets[column.code]
        if not target.is_allowed:
            return PlannedCell(column.code, text, fault=CellFault.NOT_YOURS)
        if cell.kind is not CellKind.TEXT:
            fault = CellFault.DATE if cell.kind is CellKind.DATE else CellFault.FORMULA
            return PlannedCell(column.code, text, fault=fault)
        found = self._place(target, known)
        if isinstance(found, CellFault):
            return PlannedCell(column.code, text, fault=found)
        slot, key = found
        is_named = slot.examiner is not None
        code = column.code if is_named else of_examiner(column.code, key.examiner)
        return self._planned(code, text, cell.text, slot, key)

    def _place(self, target: Target, known: _Known) -> tuple[Slot, Key] | CellFault:
        """Return on which sheet, and where on it, somebody's cell of a column is."""
        for slot in target.slots:
            place = (slot.module.id, slot.session_number)
            if not slot.is_allowed:
                continue
            examiner = slot.examiner or self._examiner(slot)
            for year_id in known.year_ids:
                key = Key(year_id, slot.assessment_id, examiner or FIRST_EXAMINER)
                if key in self._cells[place]:
                    fault = self._place_fault(place, examiner)
                    return (slot, key) if fault is None else fault
        return CellFault.NOT_ON_SHEET

    def _examiner(self, slot: Slot) -> int | None:
        if slot not in self._examiners:
            sheet = self._sheets[slot.module.id, slot.session_number]
            self._examiners[slot] = own_examiner(sheet, slot)
        return self._examiners[slot]

    def _place_fault(self, place: tuple[UUID, int], examiner: int | None) -> CellFault | None:
        if self.scope.module is None and self._sheets[place].is_anonymous:
            return CellFault.ANONYMOUS
        return CellFault.EXAMINER_UNCLEAR if examiner is None else None

    def _planned(self, code: str, text: str, typed: str, slot: Slot, key: Key) -> PlannedCell:
        place = (slot.module.id, slot.session_number)
        closed_by = self._closings[place][key]
        held = self._cells[place][key][1]
        score = read_score(typed, is_marked=self._sheets[place].is_marked)
        if isinstance(score, CellFault | Rule):
            return PlannedCell(code, text, slot, key, held=held, fault=score)
        if score == held.score:
            return PlannedCell(code, text, slot, key, score, held, CellOutcome.UNCHANGED)
        if closed_by is not None:
            return PlannedCell(code, text, slot, key, score, held, fault=closed_by)
        outcome = CellOutcome.NEW if held.score is None else CellOutcome.CHANGED
        return PlannedCell(code, text, slot, key, score, held, outcome)
