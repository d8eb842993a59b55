"""Comments for the trainee beside the marks of one line of a sheet."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, cast
from uuid import UUID

from flask import abort, flash, redirect, request
from flask.typing import ResponseReturnValue

from msp_du.blueprints.marks.routes import bp
from msp_du.blueprints.marks.sheet_view import column_title, score_text
from msp_du.blueprints.marks.sheets import Place, find_place
from msp_du.domain.errors import Rule, RuleViolation
from msp_du.domain.vocabulary import Role
from msp_du.extensions import transaction
from msp_du.models.marks import LONGEST_COMMENT
from msp_du.services import marks
from msp_du.services.mark_sheets import Key, Row, Seen, Sheet
from msp_du.web.access import requires
from msp_du.web.fields import GuardedTextField, VersionField
from msp_du.web.forms import BaseForm, render_form
from msp_du.web.i18n import _


@dataclass(frozen=True, slots=True)
class Commented:
    """A cell of the line, in words, and what it holds."""

    key: Key
    words: str
    seen: Seen

    @property
    def suffix(self) -> str:
        """What its fields are called by: the same whatever else the line holds."""
        subject = self.key.assessment_id.hex if self.key.assessment_id else "module"
        return f"{subject}_{self.key.examiner}"


class CommentsForm(BaseForm):
    """A text for each mark of a line."""

    cells: Sequence[Commented] = ()

    @property
    def texts(self) -> list[Any]:
        """The fields to show."""
        return [self[f"text_{cell.suffix}"] for cell in self.cells]

    def read(self) -> dict[Key, tuple[str, int]]:
        """Return what was written on each mark, with the version of it that was seen."""
        return {
            cell.key: (self[f"text_{cell.suffix}"].data, self[f"version_{cell.suffix}"].seen)
            for cell in self.cells
        }

    def show_present(self, cells: Sequence[Commented]) -> None:
        """Keep what was typed, say what stands there now: it may be sent again, knowingly."""
        for cell in cells:
            text, version = f"text_{cell.suffix}", f"version_{cell.suffix}"
            if text not in self or self[version].seen == cell.seen.version:
                continue
            self[version].data = str(cell.seen.version)
            self[text].description = _("À présent : « %(text)s »", text=cell.seen.comment or "")


@bp.route(
    "/<uuid:cohort_id>/<uuid:module_id>/commentaires/<uuid:enrolment_year_id>",
    methods=["GET", "POST"],
)
@requires(Role.TUTOR, Role.COORDINATOR)
def comment_marks(cohort_id: UUID, module_id: UUID, enrolment_year_id: UUID) -> ResponseReturnValue:
    """Show the comments on somebody's marks in a module, and save what is written."""
    place = find_place(cohort_id, module_id)
    row, cells = _line(place.sheet(), enrolment_year_id)
    form = _form_of(cells)
    if form.validate_on_submit():
        try:
            _save(place, form)
        except RuleViolation as violation:
            form.add_violation(violation)
            if violation.rule is Rule.STALE_VERSION:
                form.show_present(_line(place.sheet(), enrolment_year_id)[1])
        else:
            flash(_("Commentaires enregistrés."), "success")
            return redirect(place.url())
    return render_form("marks/comment_marks.html", form, place=place, name=row.name)


def _save(place: Place, form: CommentsForm) -> None:
    with transaction() as session:
        marks.comment(
            session,
            place.cohort,
            place.module,
            place.session_number,
            form.read(),
            actor=place.actor,
            now=datetime.now(UTC),
        )


def _line(sheet: Sheet, shown_id: UUID) -> tuple[Row, list[Commented]]:
    row = next((row for row in sheet.rows if row.shown_id == shown_id), None)
    if row is None:
        abort(404)
    return row, list(_cells(sheet, row))


def _cells(sheet: Sheet, row: Row) -> Iterator[Commented]:
    """Yield the cells that hold a mark and are the reader's, and those that were sent."""
    closings = sheet.closings()
    for column, seen in zip(sheet.columns, row.cells, strict=True):
        key = column.key(row.year_id)
        mark = score_text(seen.score) or "–"
        words = _("%(title)s : %(mark)s", title=column_title(column), mark=mark)
        cell = Commented(key, words, seen)
        if closings[key] is None and (seen.version or f"text_{cell.suffix}" in request.form):
            yield cell


def _form_of(cells: Sequence[Commented]) -> CommentsForm:
    """Return the form of a line, with what its comments say now."""
    fields: dict[str, Any] = {"cells": cells}
    values: dict[str, str] = {}
    for cell in cells:
        text, version = f"text_{cell.suffix}", f"version_{cell.suffix}"
        fields[text] = GuardedTextField(cell.words, max_length=LONGEST_COMMENT)
        fields[version] = VersionField()
        values |= {text: cell.seen.comment or "", version: str(cell.seen.version)}
    kind = cast("type[CommentsForm]", type("LineForm", (CommentsForm,), fields))
    return kind(data=values)
