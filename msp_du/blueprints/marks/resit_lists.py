"""Who may sit session 2, module by module: a page, and the same as a spreadsheet."""

from uuid import UUID

from flask import render_template, request
from flask.typing import ResponseReturnValue

from msp_du import policies
from msp_du.blueprints.marks.routes import bp
from msp_du.domain.vocabulary import Language, Role
from msp_du.extensions import db
from msp_du.files.spreadsheet_writer import Cell, Sheet
from msp_du.models import Cohort, Module
from msp_du.services import resit_lists
from msp_du.services.resit_lists import ResitList
from msp_du.web.access import authorise, get_or_404, requires
from msp_du.web.downloads import sheet_download
from msp_du.web.i18n import _, current_language


@bp.route("/<uuid:cohort_id>/rattrapages")
@requires(Role.TUTOR, Role.COORDINATOR)
def show_resits(cohort_id: UUID) -> ResponseReturnValue:
    """Show who may resit what."""
    cohort = get_or_404(Cohort, cohort_id)
    actor = authorise(policies.can_read_marks, cohort)
    found = resit_lists.of_cohort(db.session(), cohort, actor=actor)
    lists = [{"found": each, "title": _title(each.module)} for each in found]
    return render_template("marks/show_resits.html", cohort=cohort, lists=lists)


@bp.route("/<uuid:cohort_id>/rattrapages/fichier")
@requires(Role.TUTOR, Role.COORDINATOR)
def download_resits(cohort_id: UUID) -> ResponseReturnValue:
    """Give the same list as a file of a spreadsheet program: a workbook, or CSV when asked."""
    cohort = get_or_404(Cohort, cohort_id)
    actor = authorise(policies.can_read_marks, cohort)
    sheet = _sheet(resit_lists.of_cohort(db.session(), cohort, actor=actor))
    as_csv = request.args.get("format") == "csv"
    return sheet_download(sheet, f"seconde-session-{cohort.code}", as_csv=as_csv)


def _sheet(found: list[ResitList]) -> Sheet:
    header = [_("Module"), _("Titre"), _("N° étudiant"), _("Nom"), _("Date de l’épreuve")]
    rows: list[list[Cell]] = [
        [each.module.code, _title(each.module), one.student_number, one.name, each.first_day]
        for each in found
        if not each.is_anonymous
        for one in each.candidates
    ]
    return Sheet(_("Seconde session"), header, rows)


def _title(module: Module) -> str:
    english = module.title_en if current_language() is Language.ENGLISH else None
    return english or module.title_fr
