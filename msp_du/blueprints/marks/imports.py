"""Marks from a file: the template, what a file would do, all of it at once, and its undoing."""

from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from flask import abort, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from msp_du import policies
from msp_du.blueprints.marks.import_forms import ConfirmMarksForm, MarksFileForm
from msp_du.blueprints.marks.places import module_place
from msp_du.blueprints.marks.routes import bp
from msp_du.domain.errors import Rule, RuleViolation
from msp_du.domain.vocabulary import Role
from msp_du.extensions import db, transaction
from msp_du.files.marks_workbook import stamp_of
from msp_du.files.spreadsheet_table import MAX_BYTES, SpreadsheetUnreadable, Table, read_table
from msp_du.files.spreadsheet_writer import XLSX
from msp_du.models import Account, Cohort, MarkImport
from msp_du.services import import_plans, mark_imports, mark_templates
from msp_du.services.import_plans import Plan
from msp_du.services.import_targets import Scope
from msp_du.services.mark_templates import Heads
from msp_du.web import mark_import_words as words
from msp_du.web.access import authorise, current_account, get_or_404, requires
from msp_du.web.class_list_labels import unreadable_sentence
from msp_du.web.downloads import download
from msp_du.web.forms import render_form
from msp_du.web.i18n import _, ngettext
from msp_du.web.labels import sentence
from msp_du.web.staging import read_upload, stage, staged

LISTED = 100


@bp.route("/<uuid:cohort_id>/<uuid:module_id>/modele.xlsx")
@requires(Role.TUTOR, Role.COORDINATOR)
def download_template(cohort_id: UUID, module_id: UUID) -> ResponseReturnValue:
    """Give the workbook of a module to fill in."""
    place = module_place(cohort_id, module_id)
    heads = Heads(_("Notes"), _("N° étudiant"), _("N° anonyme"), _("Nom"))
    book = mark_templates.workbook(
        db.session(), place.cohort, place.module, place.session_number, heads, actor=place.actor
    )
    name = f"notes-{place.cohort.code}-{place.module.code}-session-{place.session_number}.xlsx"
    return download(book, XLSX, name)


@bp.route("/<uuid:cohort_id>/<uuid:module_id>/importer", methods=["GET", "POST"])
@requires(Role.TUTOR, Role.COORDINATOR)
def import_module(cohort_id: UUID, module_id: UUID) -> ResponseReturnValue:
    """Take a file of marks of one module and show what it would do."""
    place = module_place(cohort_id, module_id)
    return _upload(Scope(place.cohort, place.module, place.session_number), place.actor)


@bp.route("/<uuid:cohort_id>/<uuid:module_id>/importer/confirmer", methods=["POST"])
@requires(Role.TUTOR, Role.COORDINATOR)
def confirm_module_import(cohort_id: UUID, module_id: UUID) -> ResponseReturnValue:
    """Write what the preview of one module showed."""
    place = module_place(cohort_id, module_id)
    return _confirm(Scope(place.cohort, place.module, place.session_number), place.actor)


@bp.route("/<uuid:cohort_id>/importer", methods=["GET", "POST"])
@requires(Role.TUTOR, Role.COORDINATOR)
def import_cohort(cohort_id: UUID) -> ResponseReturnValue:
    """Take a file of marks of several modules and show what it would do."""
    cohort = get_or_404(Cohort, cohort_id)
    return _upload(Scope(cohort), authorise(policies.can_read_marks, cohort))


@bp.route("/<uuid:cohort_id>/importer/confirmer", methods=["POST"])
@requires(Role.TUTOR, Role.COORDINATOR)
def confirm_cohort_import(cohort_id: UUID) -> ResponseReturnValue:
    """Write what the preview of several modules showed."""
    cohort = get_or_404(Cohort, cohort_id)
    return _confirm(Scope(cohort), authorise(policies.can_read_marks, cohort))


@bp.route("/<uuid:cohort_id>/imports")
@requires(Role.TUTOR, Role.COORDINATOR)
def list_imports(cohort_id: UUID) -> ResponseReturnValue:
    """List the imports of a cohort, and whether each can still be undone."""
    cohort = get_or_404(Cohort, cohort_id)
    actor = authorise(policies.can_read_marks, cohort)
    found = mark_imports.lines(db.session(), cohort, actor=actor, limit=LISTED)
    lines = [
        {
            "made": line.made,
            "modules": line.modules,
            "obstacle": sentence(line.obstacle) if line.obstacle else "",
        }
        for line in found
    ]
    return render_template("marks/list_imports.html", cohort=cohort, lines=lines)


@bp.route("/imports/<uuid:mark_import_id>/annuler", methods=["POST"])
@requires(Role.TUTOR, Role.COORDINATOR)
def undo_import(mark_import_id: UUID) -> ResponseReturnValue:
    """Put the marks of an import back to what they were."""
    made, actor = get_or_404(MarkImport, mark_import_id), current_account()
    if not mark_imports.can_undo(db.session(), actor, made):
        abort(404)
    cohort_id = made.cohort_id
    try:
        with transaction() as session:
            undone = mark_imports.undo(session, made, actor=actor, now=datetime.now(UTC))
    except RuleViolation as violation:
        flash(sentence(violation.rule), "error")
    else:
        flash(
            ngettext(
                "Une note est revenue à ce qu’elle était.",
                "%(num)s notes sont revenues à ce qu’elles étaient.",
                undone,
            ),
            "success",
        )
    return redirect(url_for(".list_imports", cohort_id=cohort_id))


def _upload(scope: Scope, actor: Account) -> ResponseReturnValue:
    form = MarksFileForm()
    if form.validate_on_submit():
        return _preview(scope, actor, read_upload(form.file.data, MAX_BYTES), form)
    return _upload_page(scope, form)


def _preview(
    scope: Scope,
    actor: Account,
    data: bytes,
    upload: MarksFileForm,
    confirm: ConfirmMarksForm | None = None,
) -> ResponseReturnValue:
    """Show what a file would do; the upload page with all there is to correct otherwise."""
    try:
        plan = import_plans.plan(db.session(), scope, _table(scope, actor, data), actor=actor)
        if not plan.is_possible:
            upload.add_violation(RuleViolation(Rule.IMPORT_FAULTY, field="file"))
            return _upload_page(scope, upload, plan)
        text = stage(data, plan.meaning, purpose=_purpose(scope))
    except SpreadsheetUnreadable as refused:
        upload.file.errors = (unreadable_sentence(refused),)
        return _upload_page(scope, upload)
    except RuleViolation as violation:
        upload.add_violation(violation)
        return _upload_page(scope, upload)
    form = confirm or ConfirmMarksForm(formdata=None)
    form.staged.data = text
    return render_form(
        "marks/preview_import.html",
        form,
        scope=scope,
        urls=_urls(scope),
        plan=plan,
        count=len(plan.to_write),
        **_seen(plan),
    )


def _confirm(scope: Scope, actor: Account) -> ResponseReturnValue:
    form, upload = ConfirmMarksForm(), MarksFileForm(formdata=None)
    try:
        kept = staged(form.staged.data, purpose=_purpose(scope))
    except RuleViolation as violation:
        upload.add_violation(violation)
        return _upload_page(scope, upload)
    if not form.validate_on_submit():
        return _preview(scope, actor, kept.data, upload, form)
    try:
        with transaction() as session:
            made = mark_imports.apply(
                session,
                scope,
                read_table(kept.data),
                meaning=kept.meaning,
                reason=form.reason.data,
                actor=actor,
                now=datetime.now(UTC),
            )
    except RuleViolation as violation:
        form.add_violation(violation)
        return _preview(scope, actor, kept.data, upload, form)
    if made is not None:
        flash(ngettext("Une note importée.", "%(num)s notes importées.", made.marks), "success")
    return redirect(url_for(".list_imports", cohort_id=scope.cohort.id))


def _table(scope: Scope, actor: Account, data: bytes) -> Table:
    """Read a file; RuleViolation IMPORT_OTHER_SHEET for the template of another sheet."""
    table = read_table(data)
    stamp = stamp_of(data)
    if stamp and stamp not in mark_templates.stamps(db.session(), scope, actor):
        raise RuleViolation(Rule.IMPORT_OTHER_SHEET, field="file")
    return table


def _upload_page(
    scope: Scope, form: MarksFileForm, plan: Plan | None = None
) -> ResponseReturnValue:
    seen = _seen(plan) if plan else {"rows": [], "notes": [], "faults": [], "counts": []}
    return render_form(
        "marks/import_marks.html", form, scope=scope, urls=_urls(scope), plan=plan, **seen
    )


def _seen(plan: Plan) -> dict[str, Any]:
    return {
        "rows": [words.row_view(row) for row in plan.rows],
        "notes": words.notes(plan),
        "faults": words.fault_lines(plan),
        "counts": words.counts(plan),
    }


def _purpose(scope: Scope) -> str:
    return f"marks/{scope.cohort.id}/{scope.module.id if scope.module else ''}/{_number(scope)}"


def _number(scope: Scope) -> int | None:
    return 2 if scope.session_number == 2 else None


def _urls(scope: Scope) -> dict[str, str]:
    """Return where the pages of an import lead: to the file, its confirmation, and away."""
    cohort_id = scope.cohort.id
    if scope.module is None:
        return {
            "upload": url_for(".import_cohort", cohort_id=cohort_id),
            "confirm": url_for(".confirm_cohort_import", cohort_id=cohort_id),
            "back": url_for(".list_marks"),
            "template": "",
        }
    place: dict[str, Any] = {
        "cohort_id": cohort_id,
        "module_id": scope.module.id,
        "session": _number(scope),
    }
    return {
        "upload": url_for(".import_module", **place),
        "confirm": url_for(".confirm_module_import", **place),
        "back": url_for(".fill_sheet", **place),
        "template": url_for(".download_template", **place),
    }
