"""Import of a class list: a file, what it would do row by row, then all or nothing."""

from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from flask import flash, redirect, url_for
from flask.typing import ResponseReturnValue

from msp_du import policies
from msp_du.blueprints.cohorts.forms import ClassListForm, ConfirmClassListForm
from msp_du.blueprints.cohorts.routes import bp
from msp_du.domain.errors import Rule, RuleViolation
from msp_du.domain.vocabulary import Role
from msp_du.extensions import db, transaction
from msp_du.files.class_list import MAX_BYTES, ClassList, Row, read
from msp_du.files.class_list_faults import Column
from msp_du.files.spreadsheet_faults import SpreadsheetUnreadable
from msp_du.files.spreadsheet_writer import Sheet
from msp_du.models import Cohort
from msp_du.services import class_lists, cohorts
from msp_du.services.class_lists import Plan, PlannedRow
from msp_du.web.access import authorise, get_or_404, requires
from msp_du.web.class_list_labels import (
    COLUMN_LABELS,
    OBSTACLES,
    OUTCOME_LABELS,
    fault_sentence,
    note_sentence,
    unreadable_sentence,
)
from msp_du.web.downloads import sheet_download
from msp_du.web.forms import render_form
from msp_du.web.i18n import ngettext
from msp_du.web.staging import read_upload, stage, staged


@bp.route("/liste-modele.csv")
@requires(Role.COORDINATOR)
def download_model() -> ResponseReturnValue:
    """Give an empty class list that French spreadsheets open as it should be."""
    header = [str(COLUMN_LABELS[column]) for column in Column]
    return sheet_download(Sheet("", header, ()), "liste-modele", as_csv=True)


@bp.route("/<uuid:cohort_id>/importer", methods=["GET", "POST"])
@requires(Role.COORDINATOR)
def import_class_list(cohort_id: UUID) -> ResponseReturnValue:
    """Take a class list and show what importing it would do, row by row."""
    cohort = get_or_404(Cohort, cohort_id)
    authorise(policies.can_manage_cohort, cohort)
    form = ClassListForm()
    if form.validate_on_submit():
        return _preview(cohort, read_upload(form.file.data, MAX_BYTES), form)
    return _upload_page(cohort, form)


@bp.route("/<uuid:cohort_id>/importer/confirmer", methods=["POST"])
@requires(Role.COORDINATOR)
def confirm_class_list(cohort_id: UUID) -> ResponseReturnValue:
    """Import what the preview showed."""
    cohort = get_or_404(Cohort, cohort_id)
    actor = authorise(policies.can_manage_cohort, cohort)
    form, upload = ConfirmClassListForm(), ClassListForm(formdata=None)
    try:
        kept = staged(form.staged.data, purpose=_purpose(cohort))
    except RuleViolation as violation:
        upload.add_violation(violation)
        return _upload_page(cohort, upload)
    today = cohorts.today_in(cohort.institution, datetime.now(UTC))
    try:
        rows = read(kept.data, today=today).rows
        with transaction() as session:
            added = class_lists.import_rows(
                session,
                cohort,
                rows,
                today=today,
                actor=actor,
                invite=form.invite.data,
                meaning=kept.meaning,
            )
    except RuleViolation as violation:
        return _preview(cohort, kept.data, upload, violation)
    flash(
        ngettext("Une personne est inscrite.", "%(num)s personnes sont inscrites.", len(added)),
        "success",
    )
    return redirect(url_for(".show_cohort", cohort_id=cohort_id))


def _preview(
    cohort: Cohort,
    data: bytes,
    upload: ClassListForm,
    violation: RuleViolation | None = None,
) -> ResponseReturnValue:
    """Show what the list would do; the upload page with all there is to correct otherwise."""
    today = cohorts.today_in(cohort.institution, datetime.now(UTC))
    try:
        class_list = read(data, today=today)
    except SpreadsheetUnreadable as refused:
        upload.file.errors = (unreadable_sentence(refused),)
        return _upload_page(cohort, upload)
    plan = class_lists.plan(db.session(), cohort, class_list.rows)
    if not (class_list.is_clean and plan.is_possible):
        upload.add_violation(RuleViolation(Rule.IMPORT_FAULTY, field="file"))
        return _upload_page(cohort, upload, class_list, plan)
    try:
        text = stage(data, plan.meaning, purpose=_purpose(cohort))
    except RuleViolation as refusal:
        upload.add_violation(refusal)
        return _upload_page(cohort, upload)
    form = ConfirmClassListForm(formdata=None, data={"staged": text})
    if violation is not None:
        form.add_violation(violation)
    return render_form(
        "cohorts/preview_class_list.html",
        form,
        cohort=cohort,
        count=len(plan.to_import),
        new_employers=plan.new_employers,
        **_seen(class_list, plan),
    )


def _upload_page(
    cohort: Cohort,
    form: ClassListForm,
    class_list: ClassList | None = None,
    plan: Plan | None = None,
) -> ResponseReturnValue:
    seen: dict[str, Any] = {"rows": [], "notes": [], "faults": []}
    if class_list is not None and plan is not None:
        seen = _seen(class_list, plan)
    return render_form("cohorts/import_class_list.html", form, cohort=cohort, **seen)


def _seen(class_list: ClassList, plan: Plan) -> dict[str, Any]:
    """Return the words of a preview: rows with what happens to each, notes, faults of the file."""
    planned = {row.number: row for row in plan.rows}
    return {
        "rows": [_row(row, planned.get(row.number)) for row in class_list.rows],
        "notes": [note_sentence(note) for note in class_list.notes],
        "faults": [fault_sentence(fault) for fault in class_list.faults],
    }


def _row(row: Row, planned: PlannedRow | None) -> dict[str, object]:
    """Return the words of one row; ``faults`` are pairs of a column and what is wrong there."""
    faults = [
        (str(COLUMN_LABELS[fault.column]) if fault.column else "", fault_sentence(fault))
        for fault in row.faults
    ]
    if planned is not None:
        found = [OBSTACLES[obstacle] for obstacle in planned.obstacles]
        faults += [(str(COLUMN_LABELS[column]), str(text)) for column, text in found]
    texts = row.texts
    name = f"{texts.get(Column.GIVEN_NAMES, '')} {texts.get(Column.FAMILY_NAME, '')}".strip()
    return {
        "number": row.number,
        "name": planned.trainee.name.display if planned else name,
        "student_number": texts.get(Column.STUDENT_NUMBER, ""),
        "faults": faults,
        "outcome": str(OUTCOME_LABELS[planned.outcome]) if planned and not faults else "",
        "kept": [str(COLUMN_LABELS[column]) for column in planned.differing] if planned else [],
    }


def _purpose(cohort: Cohort) -> str:
    return f"class-list/{cohort.id}"
