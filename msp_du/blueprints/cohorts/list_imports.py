"""Class lists that were imported, and their undoing."""

from uuid import UUID

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from msp_du import policies
from msp_du.blueprints.cohorts.move_forms import TypedCodeForm
from msp_du.blueprints.cohorts.routes import bp
from msp_du.domain.errors import RuleViolation
from msp_du.domain.vocabulary import Role
from msp_du.extensions import db, transaction
from msp_du.models import ClassListImport, Cohort
from msp_du.services import class_list_imports
from msp_du.web.access import authorise, get_or_404, requires
from msp_du.web.forms import render_form
from msp_du.web.i18n import ngettext
from msp_du.web.labels import label


@bp.route("/<uuid:cohort_id>/listes")
@requires(Role.COORDINATOR)
def list_imports(cohort_id: UUID) -> ResponseReturnValue:
    """List the class lists of a cohort, each with its undoing or why there is none."""
    cohort = get_or_404(Cohort, cohort_id)
    authorise(policies.can_manage_cohort, cohort)
    rows = class_list_imports.of_cohort(db.session(), cohort)
    return render_template(
        "cohorts/list_imports.html",
        cohort=cohort,
        rows=[
            {
                "id": row.imported.id,
                "imported_at": row.imported.imported_at,
                "who": row.imported.account.display_name if row.imported.account else "–",
                "enrolled": row.imported.enrolled,
                "obstacles": [label(obstacle) for obstacle in row.obstacles],
            }
            for row in rows
        ],
    )


@bp.route("/listes/<uuid:list_import_id>/retirer", methods=["GET", "POST"])
@requires(Role.COORDINATOR)
def undo_import(list_import_id: UUID) -> ResponseReturnValue:
    """Remove all that an import created, once its cohort's code was typed."""
    row = get_or_404(ClassListImport, list_import_id)
    actor = authorise(policies.can_undo_import, row)
    cohort_id, count = row.cohort_id, row.enrolled
    form = TypedCodeForm()
    if form.validate_on_submit():
        try:
            with transaction() as session:
                class_list_imports.undo(session, row, typed_code=form.typed_code.data, actor=actor)
        except RuleViolation as violation:
            form.add_violation(violation)
            row = get_or_404(ClassListImport, list_import_id)
        else:
            flash(
                ngettext(
                    "La liste est retirée, avec une inscription.",
                    "La liste est retirée, avec %(num)s inscriptions.",
                    count,
                ),
                "success",
            )
            return redirect(url_for(".show_cohort", cohort_id=cohort_id))
    return render_form("cohorts/undo_import.html", form, cohort=row.cohort, row=row)
