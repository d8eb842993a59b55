"""Import of a version: a file, what it would add, then all or nothing."""

from collections.abc import Sequence
from uuid import UUID

from flask import flash, redirect, url_for
from flask.typing import ResponseReturnValue

from msp_du import policies
from msp_du.blueprints.curriculum.forms import UploadForm
from msp_du.blueprints.curriculum.routes import bp
from msp_du.domain.errors import Rule, RuleViolation
from msp_du.domain.vocabulary import Role
from msp_du.extensions import db, transaction
from msp_du.files.curriculum_yaml import MAX_BYTES, CurriculumFaults, Fault, read
from msp_du.models import Institution
from msp_du.services import curricula
from msp_du.web.access import authorise, get_or_404, requires
from msp_du.web.curriculum_labels import (
    CHANGE_LABELS,
    PART_LABELS,
    change_sentence,
    exact,
    fault_sentence,
)
from msp_du.web.curriculum_rules import changed_texts
from msp_du.web.forms import render_form
from msp_du.web.i18n import _, current_language, ngettext
from msp_du.web.staging import ConfirmForm, read_upload, stage, staged


@bp.route("/etablissements/<uuid:institution_id>/importer", methods=["GET", "POST"])
@requires(Role.COORDINATOR)
def import_version(institution_id: UUID) -> ResponseReturnValue:
    """Take a file and show what it would add, or all that is wrong with it."""
    institution = get_or_404(Institution, institution_id)
    authorise(policies.can_import_curriculum, institution)
    form = UploadForm()
    if form.validate_on_submit():
        return _preview(institution, read_upload(form.file.data, MAX_BYTES), form)
    return _upload_page(institution, form)


@bp.route("/etablissements/<uuid:institution_id>/importer/confirmer", methods=["POST"])
@requires(Role.COORDINATOR)
def confirm_import(institution_id: UUID) -> ResponseReturnValue:
    """Import what the preview showed."""
    institution = get_or_404(Institution, institution_id)
    actor = authorise(policies.can_import_curriculum, institution)
    upload = UploadForm(formdata=None)
    try:
        kept = staged(ConfirmForm().staged.data, purpose=_purpose(institution))
    except RuleViolation as violation:
        upload.add_violation(violation)
        return _upload_page(institution, upload)
    try:
        with transaction() as session:
            version = curricula.import_version(
                session, institution_id, read(kept.data), actor=actor, meaning=kept.meaning
            )
    except RuleViolation as violation:
        changed = violation if violation.rule is Rule.IMPORT_CHANGED else None
        return _preview(institution, kept.data, upload, changed)
    flash(_("La version %(label)s est importée.", label=version.label), "success")
    return redirect(url_for(".show_version", version_id=version.id))


def _preview(
    institution: Institution,
    data: bytes,
    upload: UploadForm,
    violation: RuleViolation | None = None,
) -> ResponseReturnValue:
    """Show what the file would add; the upload page again when it cannot be imported."""
    try:
        seen = curricula.preview(db.session(), institution.id, read(data))
        text = stage(data, seen.meaning, purpose=_purpose(institution))
    except CurriculumFaults as found:
        return _upload_page(institution, upload, found.faults)
    except RuleViolation as refusal:
        upload.add_violation(refusal)
        return _upload_page(institution, upload)
    form = ConfirmForm(formdata=None, data={"staged": text})
    if violation is not None:
        form.add_violation(violation)
    former = seen.former
    changes = [
        {
            "kind": str(CHANGE_LABELS[change.kind]),
            "part": str(PART_LABELS[change.part]),
            "code": change.code,
            "text": change_sentence(change),
        }
        for change in seen.changes
    ]
    return render_form(
        "curriculum/preview_import.html",
        form,
        institution=institution,
        content=seen.content,
        former=former,
        changes=changes,
        rules=changed_texts(former.rules, seen.content.rules) if former else [],
        exact=exact,
        language=current_language(),
    )


def _upload_page(
    institution: Institution, form: UploadForm, faults: Sequence[Fault] = ()
) -> ResponseReturnValue:
    if faults:
        form.file.errors = (
            ngettext(
                "Rien n’est importé : il y a un point à corriger dans le fichier.",
                "Rien n’est importé : il y a %(num)s points à corriger dans le fichier.",
                len(faults),
            ),
        )
    lines = [{"path": fault.path, "text": fault_sentence(fault)} for fault in faults]
    return render_form(
        "curriculum/import_version.html", form, institution=institution, faults=lines
    )


def _purpose(institution: Institution) -> str:
    return f"curriculum/{institution.id}"
