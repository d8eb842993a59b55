"""The sheet of marks: bytes of a spreadsheet in, what each row says out (exam-rules §2)."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from msp_du.domain.curriculum import Curriculum
from msp_du.domain.resits import resits
from msp_du.domain.year_marks import YearMarks
from msp_du.files.marks_sheet_cells import Value, plain_text, read_cell, year_marks
from msp_du.files.marks_sheet_columns import SECOND, TRAINEE, Column, columns
from msp_du.files.marks_sheet_faults import CellRefused, Fault, FaultKind, MarksSheetFaults
from msp_du.files.spreadsheet_table import EMPTY, Cell, CellKind, Row, read_table
from msp_du.files.spreadsheet_text import shown


@dataclass(frozen=True, slots=True)
class TraineeMarks:
    """A row under its number (from 1): what is known of a trainee, by number of the year."""

    row: int
    trainee: str
    years: Mapping[int, YearMarks]


def read(data: bytes, curriculum: Curriculum) -> tuple[TraineeMarks, ...]:
    """Return the rows of a sheet, in its order.

    Raises MarksSheetFaults with all that is to be corrected, and SpreadsheetUnreadable for what
    is no sheet at all.
    """
    head, *rows = read_table(data).rows
    header = _Header(head, curriculum)
    faults = header.faults
    found: list[TraineeMarks] = []
    seen: dict[str, int] = {}
    for row in rows:
        reader = _RowReader(row, header, curriculum, seen)
        faults += reader.faults
        found.append(reader.marks)
    if faults:
        raise MarksSheetFaults(tuple(faults))
    return tuple(found)


def letter(place: int) -> str:
    """Return the letter by which a spreadsheet shows a column, from its place (from 0).

    >>> letter(0), letter(25), letter(26), letter(701), letter(702)
    ('A', 'Z', 'AA', 'ZZ', 'AAA')
    """
    above, own = divmod(place, 26)
    return (letter(above - 1) if above else "") + chr(ord("A") + own)


class _Header:
    """The columns of a sheet at their places, and what is wrong with them."""

    def __init__(self, row: Row, curriculum: Curriculum) -> None:
        self.names = [_name(cell) for cell in row.cells]
        known = columns(curriculum)
        self.columns = {
            place: known[name] for place, name in enumerate(self.names) if name in known
        }
        self.faults = [
            Fault(row.number, self.label(place), kind) for place, kind in self._faults(known)
        ]
        if TRAINEE not in self.names:
            self.faults.insert(0, Fault(row.number, TRAINEE, FaultKind.NO_TRAINEE_COLUMN))
        self.trainee = self.names.index(TRAINEE) if TRAINEE in self.names else None

    def label(self, place: int) -> str:
        """Return the name of a column as it stands, or its letter if it has none."""
        name = self.names[place] if place < len(self.names) else ""
        return shown(name) or letter(place)

    def _faults(self, known: Mapping[str, Column]) -> Iterator[tuple[int, FaultKind]]:
        for place, name in enumerate(self.names):
            if name != TRAINEE and name not in known:
                yield place, FaultKind.UNKNOWN_COLUMN
            elif name in self.names[:place]:
                yield place, FaultKind.COLUMN_TWICE
            elif name == TRAINEE and place:
                yield place, FaultKind.TRAINEE_NOT_FIRST


def _name(cell: Cell) -> str:
    return cell.text.strip() if cell.kind is CellKind.TEXT else ""


class _RowReader:
    """Reads the cells of one row and gathers their faults, by place."""

    def __init__(
        self, row: Row, header: _Header, curriculum: Curriculum, seen: dict[str, int]
    ) -> None:
        self._row, self._header = row, header
        self._found: list[tuple[int, FaultKind, Mapping[str, object]]] = []
        trainee = self._trainee(seen)
        values = self._values()
        self._check_parts()
        width = len(header.names)
        if len(row.cells) > width:
            self._add(width, FaultKind.EXTRA_CELLS, columns=width)
        years = {year.number: year_marks(values, year.number) for year in curriculum.years}
        self.marks = TraineeMarks(row.number, trainee, years)
        if not self._found:
            self._check_resits(curriculum)

    @property
    def faults(self) -> Sequence[Fault]:
        """What is wrong, in the order of the columns."""
        return [
            Fault(self._row.number, self._header.label(place), kind, details)
            for place, kind, details in sorted(self._found, key=lambda one: one[0])
        ]

    def _add(self, place: int, kind: FaultKind, **details: object) -> None:
        self._found.append((place, kind, details))

    def _cell(self, place: int) -> Cell:
        return self._row.cells[place] if place < len(self._row.cells) else EMPTY

    def _trainee(self, seen: dict[str, int]) -> str:
        """Return who the row is about; every row has somebody else."""
        place = self._header.trainee
        if place is None:
            return ""
        try:
            name = plain_text(self._cell(place))
        except CellRefused as refused:
            self._add(place, refused.kind, **refused.details)
            return ""
        if not name:
            self._add(place, FaultKind.NO_TRAINEE)
        elif seen.setdefault(name, self._row.number) != self._row.number:
            self._add(place, FaultKind.TRAINEE_TWICE, value=shown(name), row=seen[name])
        return name

    def _values(self) -> dict[Column, Value]:
        values: dict[Column, Value] = {}
        for place, column in self._header.columns.items():
            try:
                value = read_cell(column, self._cell(place))
            except CellRefused as refused:
                self._add(place, refused.kind, **refused.details)
                continue
            if value is not None:
                values[column] = value
        return values

    def _check_parts(self) -> None:
        """Refuse a resit exam for a whole module beside one of its assessments'."""
        filled = {
            column.name: place
            for place, column in self._header.columns.items()
            if not self._cell(place).is_empty
        }
        bad = {place for place, _kind, _details in self._found}
        for place, column in self._header.columns.items():
            is_whole = column.name in filled and any(part in filled for part in column.parts)
            if is_whole and place not in bad and not self._cell(place).is_empty:
                self._add(place, FaultKind.WHOLE_AND_PARTS)

    def _check_resits(self, curriculum: Curriculum) -> None:
        """Refuse a result of session 2 where no resit was open."""
        for year in curriculum.years:
            marks = self.marks.years[year.number]
            for code in resits(year, curriculum.rules, marks).left_out:
                self._add(self._header.names.index(f"{code}{SECOND}"), FaultKind.NOT_OPEN)
