"""The sheet of a module in a cohort: shown, saved, and settled where two people wrote."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from uuid import UUID

from flask import abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from msp_du import policies
from msp_du.blueprints.marks.forms import SheetForm
from msp_du.blueprints.marks.grid_words import grid_words
from msp_du.blueprints.marks.routes import bp
from msp_du.blueprints.marks.sheet_view import cell_labels, conflict_views, sheet_view
from msp_du.domain.errors import RuleViolation
from msp_du.domain.vocabulary import Language, Role
from msp_du.extensions import db, transaction
from msp_du.models import Account, Cohort, Module
from msp_du.services import assessment_sittings, mark_lists, marks, sheet_states, sheet_veils
from msp_du.services.mark_reasons import Why
from msp_du.services.mark_sheets import Sheet
from msp_du.web.access import authorise, get_or_404, requires
from msp_du.web.forms import render_form
from msp_du.web.i18n import _, current_language, ngettext


@dataclass(frozen=True, slots=True)
class Place:
    """Which sheet is asked for, and by whom."""

    cohort: Cohort
    module: Module
    session_number: int
    actor: Account

    def sheet(self) -> Sheet:
        """Read the sheet as it is now."""
        return marks.sheet(
            db.session(), self.cohort, self.module, self.session_number, actor=self.actor
        )

    @property
    def cells_url(self) -> str:
        """Return where the page's script saves cells."""
        return self._url(".save_cells", self.session_number)

    def url(self, session_number: int | None = None) -> str:
        """Return the address of the sheet, or of the other session's."""
        return self._url(".fill_sheet", session_number or self.session_number)

    def explanation_url(self, year_id: UUID) -> str:
        """Return where somebody's result in the module is explained."""
        return self._url(".explain_result", 1, year_id)

    def comments_url(self, shown_id: UUID) -> str:
        """Return where the marks of one line are commented on."""
        return self._url(".comment_marks", self.session_number, shown_id)

    def _url(self, endpoint: str, number: int, year_id: UUID | None = None) -> str:
        return url_for(
            endpoint,
            cohort_id=self.cohort.id,
            module_id=self.module.id,
            session=2 if number == 2 else None,
            enrolment_year_id=year_id,
        )


@bp.route("/<uuid:cohort_id>/<uuid:module_id>", methods=["GET", "POST"])
@requires(Role.TUTOR, Role.COORDINATOR)
def fill_sheet(cohort_id: UUID, module_id: UUID) -> ResponseReturnValue:
    """Show the marks of a module, and save those that were typed."""
    place = find_place(cohort_id, module_id)
    form, sheet = SheetForm(), place.sheet()
    if form.validate_on_submit():
        answer = _save(place, form, sheet)
        if answer is not None:
            return answer
        sheet = place.sheet()
    return _page(place, form, sheet)


def find_place(cohort_id: UUID, module_id: UUID) -> Place:
    """Return the sheet that the address names, for whoever may mark there; else answer 404."""
    cohort = get_or_404(Cohort, cohort_id)
    module = mark_lists.find_module(db.session(), cohort, module_id)
    if module is None:
        abort(404)
    actor = authorise(lambda actor, _cohort: policies.can_mark(actor, cohort, module), cohort)
    return Place(cohort, module, 2 if request.args.get("session") == "2" else 1, actor)


def _save(place: Place, form: SheetForm, sheet: Sheet) -> ResponseReturnValue | None:
    """Save the sheet and say so; None when it was refused, and the page is shown again."""
    try:
        cells = form.read(sheet)
        if form.errors:
            return None
        with transaction() as session:
            entered = marks.enter(
                session,
                place.cohort,
                place.module,
                place.session_number,
                cells,
                actor=place.actor,
                now=datetime.now(UTC),
                why=Why(reason=form.reason.data),
            )
    except RuleViolation as violation:
        form.add_violation(violation)
        return None
    open_conflicts = [*entered.conflicts, *_unanswered(place, form)]
    if open_conflicts:
        return _settle(place, form, open_conflicts, entered.written)
    _say_saved(entered.written)
    return redirect(place.url())


def _unanswered(place: Place, form: SheetForm) -> Sequence[marks.Conflict]:
    """Return the cells that were shown with two values, and of which none was chosen."""
    current = place.sheet()
    known = [cell for cell in form.unanswered if cell.key in current.cells()]
    return marks.conflicts(db.session(), place.module, current, known)


def _settle(
    place: Place, form: SheetForm, conflicts: Sequence[marks.Conflict], written: int
) -> ResponseReturnValue:
    """Show both values of each cell that somebody else changed meanwhile."""
    page = render_template(
        "marks/settle.html",
        form=form,
        place=place,
        conflicts=conflict_views(place.sheet(), conflicts),
        written=written,
    )
    return page, 409


def _page(place: Place, form: SheetForm, sheet: Sheet) -> ResponseReturnValue:
    form.labels = cell_labels(sheet)
    unit = place.module.unit
    return render_form(
        "marks/fill_sheet.html",
        form,
        place=place,
        sheet=sheet_view(sheet, form),
        words=grid_words(),
        module_title=_title(place.module),
        resits=sheet.resits,
        year_number=unit.year_number,
        state=sheet_states.of_sheet(db.session(), place.cohort, place.module, place.session_number),
        dates=assessment_sittings.of_module(db.session(), place.cohort, place.module),
        may_explain=place.module.id not in sheet_veils.veiled_modules(db.session(), place.cohort),
        may_name=policies.can_manage_cohort(place.actor, place.cohort),
    )


def _title(module: Module) -> str:
    english = module.title_en if current_language() is Language.ENGLISH else None
    return english or module.title_fr


def _say_saved(written: int) -> None:
    if written:
        words = ngettext("Une note enregistrée.", "%(num)s notes enregistrées.", written)
        flash(words, "success")
    else:
        flash(_("Rien n’avait changé."), "message")
