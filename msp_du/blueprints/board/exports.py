"""The results of a year of a cohort as a file: the same rows for everybody, columns by right."""

from uuid import UUID

from flask import request
from flask.typing import ResponseReturnValue

from msp_du import policies
from msp_du.blueprints.board.forms import ExportForm
from msp_du.blueprints.board.routes import asked_year, bp
from msp_du.domain.vocabulary import Role
from msp_du.extensions import db, transaction
from msp_du.models import Cohort
from msp_du.services import cohort_results, curricula
from msp_du.web.access import authorise, get_or_404, log_read, requires
from msp_du.web.downloads import sheet_download
from msp_du.web.forms import render_form
from msp_du.web.result_sheet import result_sheet


@bp.route("/<uuid:cohort_id>/resultats", methods=["GET", "POST"])
@requires(Role.TUTOR, Role.COORDINATOR, Role.REGISTRAR, Role.BOARD_MEMBER)
def export_results(cohort_id: UUID) -> ResponseReturnValue:
    """Say what the file will hold, then give it; who takes it is recorded."""
    cohort = get_or_404(Cohort, cohort_id)
    actor = authorise(policies.can_export_results, cohort)
    number, numbers = asked_year(cohort)
    curriculum = curricula.content_of(cohort.curriculum_version)
    code = cohort.code
    form = ExportForm(data={"form": "xlsx"})
    if request.method == "POST" and form.validate_on_submit():
        log_read(actor, cohort)
        with transaction() as session:
            leaving = cohort_results.export(
                session, cohort, number, form=form.form.data, actor=actor
            )
            sheet = result_sheet(leaving, curriculum, number)
        as_csv = form.form.data == "csv"
        return sheet_download(sheet, f"resultats-{code}-{number}", as_csv=as_csv)
    return render_form(
        "board/export_results.html",
        form,
        cohort=cohort,
        number=number,
        numbers=numbers,
        opened=cohort_results.modules_open_to(db.session(), cohort, actor),
        has_addresses=policies.can_read_cohort(actor, cohort),
        may_prepare=policies.can_read_preparation(actor, cohort),
    )
