"""A version beside another of the same code, and a version made from another."""

from uuid import UUID

from flask import abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from msp_du import policies
from msp_du.blueprints.curriculum.draft_forms import CopyForm
from msp_du.blueprints.curriculum.routes import bp
from msp_du.domain.errors import RuleViolation
from msp_du.domain.vocabulary import Role
from msp_du.extensions import db, transaction
from msp_du.files.curriculum_yaml import CurriculumFaults
from msp_du.models import CurriculumVersion
from msp_du.services import curricula, curriculum_drafts, curriculum_versions
from msp_du.web.access import authorise, get_or_404, requires, signed_in
from msp_du.web.curriculum_diff import differences
from msp_du.web.curriculum_faults import place_faults
from msp_du.web.curriculum_rules import changed_texts
from msp_du.web.forms import render_form
from msp_du.web.i18n import _, current_language


@bp.route("/<uuid:version_id>/comparer")
@signed_in
def compare(version_id: UUID) -> ResponseReturnValue:
    """Show a version beside an older one (``?avec=``), or beside the one before it."""
    version = get_or_404(CurriculumVersion, version_id)
    authorise(policies.can_read_curriculum, version)
    others = curriculum_versions.others_of(db.session(), version)
    wanted = request.args.get("avec")
    other = next((each for each in others if str(each.id) == wanted), None)
    if wanted is not None and other is None:
        abort(404)
    if other is None:
        other = next(iter(others), None)
    content = curricula.content_of(version)
    former = curricula.content_of(other) if other else None
    return render_template(
        "curriculum/compare.html",
        version=version,
        content=content,
        former=former,
        other=other,
        others=others,
        rows=differences(former, content) if former else [],
        rules=changed_texts(former.rules, content.rules) if former else [],
        language=current_language(),
    )


@bp.route("/<uuid:version_id>/dupliquer", methods=["GET", "POST"])
@requires(Role.COORDINATOR)
def duplicate(version_id: UUID) -> ResponseReturnValue:
    """Make a new version of the same content, which may be changed at leisure."""
    version = get_or_404(CurriculumVersion, version_id)
    actor = authorise(policies.can_edit_curriculum, version)
    label, content = version.label, curricula.content_of(version)
    form = CopyForm()
    if form.validate_on_submit():
        try:
            with transaction() as session:
                model = session.get_one(CurriculumVersion, version_id)
                made = curriculum_drafts.duplicate(session, model, form.label.data, actor=actor)
        except CurriculumFaults as found:
            place_faults(form, content, found.faults, {"version": form.label})
        except RuleViolation as violation:
            violation.field = "label"
            form.add_violation(violation)
        else:
            flash(_("La version %(label)s est prête à être modifiée.", label=made.label), "success")
            return redirect(url_for(".edit_version", version_id=made.id))
    return render_form("curriculum/duplicate.html", form, version_id=version_id, label=label)
