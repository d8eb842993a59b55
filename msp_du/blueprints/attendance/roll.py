"""The sheet of a class as it is shown and as it comes back: one answer for each trainee."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from uuid import UUID

from flask import request

from msp_du.domain.attendance import AttendanceState
from msp_du.domain.errors import Rule, RuleViolation
from msp_du.services.attendance import Conflict, Typed
from msp_du.services.attendance_sheets import Noted, Row, Sheet
from msp_du.web import formatting
from msp_du.web.arrangement_words import notes_text
from msp_du.web.forms import BaseForm
from msp_du.web.i18n import _, lazy
from msp_du.web.labels import label, sentence
from msp_du.web.reading import read_version

ANSWER, SEEN = "state.", "seen."
NOT_HERE = "none"
"""What takes back an answer in groups: this person is in the other one."""
SHORT = {
    AttendanceState.PRESENT: lazy("Présence"),
    AttendanceState.LATE: lazy("Retard"),
    AttendanceState.EXCUSED: lazy("Excusée"),
    AttendanceState.UNEXCUSED: lazy("Absence"),
}


@dataclass(frozen=True, slots=True)
class RowView:
    """A trainee's line; ``text`` is what is noted, ``chosen`` the answer to show as chosen."""

    key: str
    name: str
    notes: Sequence[str]
    is_open: bool
    chosen: str
    seen: str
    text: str
    about: str
    error: str


class RollForm(BaseForm):
    """A whole sheet; its answers are read by hand, for there are as many as trainees."""

    def __init__(self) -> None:
        super().__init__()
        self.row_errors: dict[str, str] = {}
        self.names: dict[str, str] = {}
        self.mine: dict[str, str] = {}

    @property
    def errors(self) -> dict[str | None, object]:
        """What was refused, by field or trainee."""
        refused: dict[str | None, object] = super().errors
        return refused | self.row_errors

    def errors_for_summary(self) -> list[tuple[str, str]]:
        """Return (link, sentence) for each error; a trainee's says whose answer it is."""
        lines = super().errors_for_summary()
        for key, text in self.row_errors.items():
            about = _("%(about)s : %(error)s", about=self.names.get(key, ""), error=text)
            lines.append((f"#p{key}", about))
        return lines

    def read(self, sheet: Sheet, *, all_present: bool) -> list[Typed]:
        """Return what was chosen; ``all_present`` fills what is open and still empty.

        Raises RuleViolation ATTENDANCE_NOT_OF_SESSION for an answer that means nothing.
        """
        by_key = {row.year_id.hex: row for row in sheet.rows}
        typed = []
        for field in request.form:
            if field.startswith(SEEN):
                key = field.removeprefix(SEEN)
                found = self._typed(key, by_key.get(key), all_present=all_present)
                typed.extend([found] if found else [])
        return typed

    def tell(self, conflicts: Collection[Conflict]) -> None:
        """Say beside each trainee what somebody else noted, and keep what was chosen."""
        for conflict in conflicts:
            noted, key = conflict.row.noted, conflict.row.year_id.hex
            self.row_errors[key] = _conflict_text(conflict.mine, noted)
            self.mine[key] = conflict.mine.value if conflict.mine else NOT_HERE

    def point_at(self, rows: Collection[Row]) -> None:
        """Say beside each trainee that nothing is noted yet, nor was chosen."""
        for row in rows:
            if request.form.get(f"{ANSWER}{row.year_id.hex}") is None:
                self.row_errors[row.year_id.hex] = _("rien n’est encore noté.")

    def _typed(self, key: str, row: Row | None, *, all_present: bool) -> Typed | None:
        state, version = _read_seen(request.form[f"{SEEN}{key}"])
        answer = request.form.get(f"{ANSWER}{key}")
        if answer is None and all_present and row and row.is_expected and not row.noted.version:
            answer = AttendanceState.PRESENT.value
        if answer is None:
            return None
        if answer not in {*AttendanceState, NOT_HERE}:
            raise RuleViolation(Rule.ATTENDANCE_NOT_OF_SESSION)
        chosen = None if answer == NOT_HERE else AttendanceState(answer)
        return Typed(_year_id(key), chosen, state, version)


def row_views(sheet: Sheet, form: RollForm) -> list[RowView]:
    """Put a sheet in words, with what was chosen and refused."""
    form.names = {row.year_id.hex: row.name for row in sheet.rows}
    return [_row(row, form) for row in sheet.rows]


def choices(*, in_groups: bool) -> list[tuple[str, str]]:
    """Return the answers there are."""
    found = [(state.value, str(words)) for state, words in SHORT.items()]
    return [*found, (NOT_HERE, _("Autre groupe"))] if in_groups else found


def _row(row: Row, form: RollForm) -> RowView:
    key, noted = row.year_id.hex, row.noted
    answer = request.form.get(f"{ANSWER}{key}") if form.errors else None
    chosen = form.mine.get(key) or answer or (noted.state.value if noted.state else "")
    return RowView(
        key=key,
        name=row.name,
        notes=[*notes_text(row.notes), *_closed(row)],
        is_open=row.is_open,
        chosen=chosen,
        seen=_seen_text(noted),
        text=label(noted.state) if noted.state else "–",
        about=_about(noted),
        error=form.row_errors.get(key, ""),
    )


def _closed(row: Row) -> list[str]:
    if row.is_away:
        return [_("N’est pas en formation ce jour-là")]
    return [sentence(row.closed_by)] if row.closed_by else []


def _about(noted: Noted) -> str:
    if noted.signed_at is not None:
        return _("A signé à %(time)s", time=formatting.clock(noted.signed_at))
    return ""


def _conflict_text(mine: AttendanceState | None, noted: Noted) -> str:
    theirs = label(noted.state) if noted.state else _("rien")
    return _(
        "%(name)s a noté « %(theirs)s » entre-temps ; votre choix, « %(mine)s », n’est pas"
        " enregistré. Gardez-le ou changez-le, puis enregistrez.",
        name=noted.by or _("Une autre personne"),
        theirs=theirs,
        mine=label(mine) if mine else _("Autre groupe"),
    )


def _seen_text(noted: Noted) -> str:
    return f"{noted.version} {noted.state.value if noted.state else ''}"


def _read_seen(text: str) -> tuple[AttendanceState | None, int]:
    """Read what ``_seen_text`` wrote; what was tampered with is nothing seen."""
    version, _space, value = text.partition(" ")
    state = AttendanceState(value) if value in set(AttendanceState) else None
    return state, read_version(version)


def _year_id(key: str) -> UUID:
    try:
        return UUID(hex=key)
    except ValueError:
        raise RuleViolation(Rule.ATTENDANCE_NOT_OF_SESSION) from None
