"""The sheet as it comes back: for each cell, what was typed and what it held when it was shown."""

from collections.abc import Mapping
from dataclasses import replace
from typing import TypeAlias
from uuid import UUID

from flask import request

from msp_du.blueprints.marks.reasons import reason_field
from msp_du.domain.errors import Rule, RuleViolation
from msp_du.domain.marks import Score, from_hundredths, parse_cell, to_hundredths
from msp_du.domain.vocabulary import MarkCode
from msp_du.services.mark_sheets import Seen, Sheet
from msp_du.services.marks import ON_PASS_FAIL, Key, TypedCell
from msp_du.services.sheet_veils import Veil, year_behind
from msp_du.services.year_marks import FIRST_EXAMINER
from msp_du.web.fields import SelectField
from msp_du.web.forms import BaseForm
from msp_du.web.i18n import _, lazy
from msp_du.web.labels import sentence
from msp_du.web.reading import plain, read_version
from msp_du.web.validators import required

TYPED, SEEN, MINE = "mark.", "seen.", "mine."
_WHOLE_MODULE = "module"
_LONGEST_SHOWN = 20
Veils: TypeAlias = Mapping[UUID, Veil] | None


def cell_name(key: Key) -> str:
    """Return what a cell is called in the form; the first examiner is not named.

    Its year goes by the id that is shown (``Row.shown_id``).
    """
    name = f"{key.year_id.hex}.{key.assessment_id.hex if key.assessment_id else _WHOLE_MODULE}"
    return name if key.examiner == FIRST_EXAMINER else f"{name}.{key.examiner}"


def seen_text(seen: Seen) -> str:
    """Return what a hidden field carries of a cell as it was shown: its version, its value."""
    return f"{seen.version} {_score_text(seen.score)}"


def read_cell(name: str, text: str, seen: str, veils: Veils, *, is_marked: bool) -> TypedCell:
    """Return a cell as it was sent: its name, what was typed, what it held.

    Its year is the one behind the id that was shown, by the ``veils`` of a sheet without names.
    Raises RuleViolation MARKS_NOT_OF_SHEET for a name that no cell has, or which is not written
    as ours are; MARK_ABOVE_20, MARK_NOT_VALID or MARK_EXEMPTION_ELSEWHERE for what was typed.
    """
    key = _key(name)
    year_id = year_behind(veils, key.year_id)
    if cell_name(key) != name or year_id is None:
        raise RuleViolation(Rule.MARKS_NOT_OF_SHEET)
    score = parse_cell(text) if is_marked else _parse_pass(text)
    return TypedCell(replace(key, year_id=year_id), score, _read_seen(seen))


class SheetForm(BaseForm):
    """A whole sheet; its cells are read by hand, for there are as many as people and marks."""

    reason = reason_field()

    def __init__(self) -> None:
        super().__init__()
        self.typed: dict[str, str] = {}
        self.cell_errors: dict[str, str] = {}
        self.unanswered: list[TypedCell] = []
        self.labels: Mapping[str, tuple[str, str]] = {}

    @property
    def errors(self) -> dict[str | None, object]:
        """What was refused, by field or cell."""
        refused: dict[str | None, object] = super().errors
        return refused | self.cell_errors

    def read(self, sheet: Sheet) -> list[TypedCell]:
        """Return every cell that was sent; what cannot be read goes to ``cell_errors``.

        Raises RuleViolation MARKS_NOT_OF_SHEET for a cell that has no such name, or another one.
        """
        cells = []
        for field in request.form:
            if not field.startswith(SEEN):
                continue
            cell = self._cell(field.removeprefix(SEEN), sheet.veils, is_marked=sheet.is_marked)
            if cell is not None:
                cells.append(cell)
        return cells

    def errors_for_summary(self) -> list[tuple[str, str]]:
        """Return (link, sentence) for each error; a cell's says whose mark it is."""
        lines = super().errors_for_summary()
        for name, text in self.cell_errors.items():
            cell_id, about = self.labels.get(name, ("", ""))
            line = _("%(about)s : %(error)s", about=about, error=text) if about else text
            lines.append((f"#{cell_id}" if cell_id else "", line))
        return lines

    def seen(self, name: str) -> str | None:
        """Return what a cell held when the page that was sent was made."""
        return request.form.get(f"{SEEN}{name}") if request.method == "POST" else None

    def _cell(self, name: str, veils: Veils, *, is_marked: bool) -> TypedCell | None:
        text = request.form.get(f"{TYPED}{name}")
        is_answered = text is not None
        text = plain(text if text is not None else request.form.get(f"{MINE}{name}", ""))
        self.typed[name] = text[:_LONGEST_SHOWN]
        try:
            seen = request.form[f"{SEEN}{name}"]
            cell = read_cell(name, text, seen, veils, is_marked=is_marked)
        except RuleViolation as violation:
            if violation.rule is Rule.MARKS_NOT_OF_SHEET:
                raise
            self.cell_errors[name] = sentence(violation.rule, **violation.details)
            return None
        if is_answered:
            return cell
        self.unanswered.append(cell)
        return None


class MarkerForm(BaseForm):
    """Who is named for a module."""

    account = SelectField(lazy("Personne"), [required()], blank=lazy("Choisir…"))


def _key(name: str) -> Key:
    try:
        year, assessment, examiner = (*name.split("."), str(FIRST_EXAMINER))[:3]
        return Key(
            UUID(year),
            None if assessment == _WHOLE_MODULE else UUID(assessment),
            int(examiner),
        )
    except ValueError:
        raise RuleViolation(Rule.MARKS_NOT_OF_SHEET) from None


def _parse_pass(text: str) -> Score | None:
    if not text:
        return None
    if text not in ON_PASS_FAIL:
        raise RuleViolation(Rule.MARK_NOT_VALID)
    return MarkCode(text)


def _score_text(score: Score | None) -> str:
    if score is None:
        return ""
    return score.value if isinstance(score, MarkCode) else str(to_hundredths(score))


def _read_seen(text: str) -> Seen:
    """Read what ``seen_text`` wrote; what was tampered with is an empty cell."""
    version, _space, value = text.partition(" ")
    if value in set(MarkCode):
        return Seen(MarkCode(value), read_version(version))
    hundredths = read_version(value) if value else None
    score = None if hundredths is None else from_hundredths(hundredths)
    return Seen(score, read_version(version))
