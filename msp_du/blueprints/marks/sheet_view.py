"""A sheet in words: what stands in each cell, averages, and cells that two people changed."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from fractions import Fraction
from uuid import UUID

from msp_du.blueprints.marks.forms import SheetForm, cell_name, seen_text
from msp_du.domain.averages import Lack
from msp_du.domain.errors import Rule
from msp_du.domain.marks import Score, shown
from msp_du.domain.standings import ModuleStanding
from msp_du.domain.vocabulary import EnrolmentState, MarkCode
from msp_du.services.mark_sheets import Column, Row, Sheet
from msp_du.services.marks import Conflict
from msp_du.web import formatting
from msp_du.web.i18n import _, current_language
from msp_du.web.labels import label, sentence

_WORDED = frozenset({MarkCode.PASS, MarkCode.FAIL})


@dataclass(frozen=True, slots=True)
class ColumnView:
    """The head of a column; ``code`` is empty for a module that is passed or failed."""

    title: str
    code: str
    average: str


@dataclass(frozen=True, slots=True)
class CellView:
    """A cell: ``text`` as it is read, ``value`` as its control holds it, ``first`` of session 1."""

    is_open: bool
    id: str
    name: str
    column: str
    text: str
    value: str
    seen: str
    error: str
    first: str = ""


@dataclass(frozen=True, slots=True)
class RowView:
    """A trainee's line; ``notes`` say what is special about it."""

    id: UUID
    name: str
    notes: Sequence[str]
    cells: Sequence[CellView]
    average: str
    comments: int

    @property
    def is_open(self) -> bool:
        """Whether the reader may write in any of its cells."""
        return any(cell.is_open for cell in self.cells)


@dataclass(frozen=True, slots=True)
class SheetView:
    """The whole page."""

    is_marked: bool
    columns: Sequence[ColumnView]
    rows: Sequence[RowView]
    class_average: str
    is_open: bool
    is_apart: bool


@dataclass(frozen=True, slots=True)
class ConflictView:
    """A cell that two people changed: what each typed, and the values that say so."""

    name: str
    person: str
    column: str
    mine: str
    mine_value: str
    theirs: str
    theirs_value: str
    seen: str
    who: str


def score_text(score: Score | None) -> str:
    """Return what is read in a cell: « 12,5 », « ABI », « Validé », nothing."""
    if isinstance(score, Decimal):
        return formatting.number(Decimal(shown(score)))
    if score is None:
        return ""
    return label(score) if score in _WORDED else score.value


def column_title(column: Column) -> str:
    """Return the name of what is marked, in the reader's language, and which examiner's it is."""
    if column.assessment is None:
        return _("Résultat")
    title = column.assessment.title
    words = title.wording(current_language()) if title else label(column.assessment.kind)
    if not column.is_apart:
        return words
    return _("%(title)s, %(number)s", title=words, number=examiner_words(column.examiner))


def examiner_words(examiner: int) -> str:
    """Return which of several examiners' marks one is."""
    return {1: _("première note"), 2: _("deuxième note"), 3: _("troisième note")}[examiner]


def sheet_view(sheet: Sheet, form: SheetForm) -> SheetView:
    """Put a sheet in words, with what was typed in it and refused."""
    rows = [_row(number, row, sheet, form) for number, row in enumerate(sheet.rows, start=1)]
    columns = [
        ColumnView(
            title=column_title(column),
            code=column.assessment.code if column.assessment else "",
            average=average,
        )
        for column, average in zip(sheet.columns, column_averages(sheet), strict=True)
    ]
    return SheetView(
        is_marked=sheet.is_marked,
        columns=columns,
        rows=rows,
        class_average=class_average(sheet),
        is_open=any(row.is_open for row in rows),
        is_apart=any(column.is_apart for column in sheet.columns),
    )


def column_averages(sheet: Sheet) -> list[str]:
    """Return the average of each column in words."""
    positions = range(len(sheet.columns))
    return [_mean(row.cells[position].score for row in sheet.rows) for position in positions]


def class_average(sheet: Sheet) -> str:
    """Return the average of the module over all its trainees in words."""
    return _mean(row.standing.average for row in sheet.rows)


def cell_labels(sheet: Sheet) -> dict[str, tuple[str, str]]:
    """Return the id of each cell that is shown, and whose mark in what it is, by cell name."""
    return {
        cell_name(column.key(row.shown_id)): (
            _cell_id(number, position),
            f"{row.name}, {column_title(column)}",
        )
        for number, row in enumerate(sheet.rows, start=1)
        for position, column in enumerate(sheet.columns, start=1)
    }


def conflict_views(sheet: Sheet, conflicts: Collection[Conflict]) -> list[ConflictView]:
    """Put the cells that two people changed in words."""
    titles = {
        (column.assessment_id, column.examiner): column_title(column) for column in sheet.columns
    }
    cells = sheet.cells()
    return [
        ConflictView(
            name=cell_name(replace(conflict.key, year_id=cells[conflict.key][0].shown_id)),
            person=cells[conflict.key][0].name,
            column=titles[conflict.key.assessment_id, conflict.key.examiner],
            mine=score_text(conflict.mine) or _("vide"),
            mine_value=score_value(conflict.mine),
            theirs=score_text(conflict.theirs.score) or _("vide"),
            theirs_value=score_value(conflict.theirs.score),
            seen=seen_text(conflict.theirs),
            who=_who(conflict),
        )
        for conflict in conflicts
    ]


def _row(number: int, row: Row, sheet: Sheet, form: SheetForm) -> RowView:
    cells = [
        _cell(_cell_id(number, position), row, position - 1, column, form)
        for position, column in enumerate(sheet.columns, start=1)
    ]
    if sheet.session_number == 2:
        firsts = [score_text(score) or "–" for score in row.firsts]
        cells = [replace(cell, first=text) for cell, text in zip(cells, firsts, strict=True)]
    return RowView(
        id=row.shown_id,
        name=row.name,
        notes=row_notes(row),
        cells=cells,
        average=module_average(row.standing),
        comments=sum(1 for seen in row.cells if seen.comment),
    )


def _cell(cell_id: str, row: Row, index: int, column: Column, form: SheetForm) -> CellView:
    name, seen = cell_name(column.key(row.shown_id)), row.cells[index]
    return CellView(
        is_open=row.closed_by is None and row.shut[index] is None,
        id=cell_id,
        name=name,
        column=column_title(column),
        text=score_text(seen.score) or "–",
        value=form.typed.get(name, score_value(seen.score)),
        seen=form.seen(name) or seen_text(seen),
        error=form.cell_errors.get(name, ""),
    )


def _cell_id(number: int, position: int) -> str:
    return f"m{number}-{position}"


def score_value(score: Score | None) -> str:
    """Return what the control of a cell holds: « 12,5 », « ABI », ``pass``, nothing."""
    return score.value if isinstance(score, MarkCode) else score_text(score)


def row_notes(row: Row) -> list[str]:
    """Return what is special about a trainee's line, a sentence each."""
    notes = []
    if row.state is not EnrolmentState.ACTIVE:
        notes.append(_("Inscription : %(state)s", state=label(row.state).lower()))
    if row.is_decided and row.closed_by is None:
        notes.append(_("Le jury a délibéré : une correction laisse sa décision telle quelle."))
    if row.closed_by is Rule.MARKS_DECIDED:
        notes.append(_("Le jury a délibéré"))
    elif row.closed_by is not None:
        notes.append(sentence(row.closed_by))
    if row.asks_third:
        notes.append(_("Plus de 3 points d’écart : une troisième note est demandée."))
    if Rule.MARK_OTHER_EXAMINER in row.shut:
        notes.append(sentence(Rule.MARK_OTHER_EXAMINER))
    return notes


def module_average(standing: ModuleStanding) -> str:
    """Return the average of a module in words."""
    if standing.value is Lack.DEFAULT:
        return _("défaillance")
    return formatting.mark(standing.average)


def _mean(values: Iterable[Score | Fraction | None]) -> str:
    marks = [value for value in values if isinstance(value, Decimal | Fraction)]
    if not marks:
        return formatting.mark(None)
    # Decimals are added as they are, which is exact here: fractions of them take ten times longer.
    plain = sum((mark for mark in marks if isinstance(mark, Decimal)), Decimal(0))
    rest = sum((mark for mark in marks if isinstance(mark, Fraction)), Fraction(0))
    return formatting.mark((Fraction(plain) + rest) / len(marks))


def _who(conflict: Conflict) -> str:
    if conflict.at is None:
        return _("par une autre personne")
    when = formatting.moment(conflict.at)
    if conflict.by is None:
        return _("le %(when)s", when=when)
    return _("par %(name)s, le %(when)s", name=conflict.by, when=when)
