"""The allowances of a cohort: a page, and a file month by month."""

from collections.abc import Sequence
from decimal import Decimal
from uuid import UUID

from flask import request
from flask.typing import ResponseReturnValue

from msp_du import policies
from msp_du.blueprints.placements.law_form import AllowanceFileForm
from msp_du.blueprints.placements.routes import bp
from msp_du.domain.vocabulary import Role
from msp_du.extensions import db, transaction
from msp_du.files.spreadsheet_writer import Cell, Sheet
from msp_du.models import Cohort
from msp_du.services import placement_allowances
from msp_du.services.placement_allowances import PlacementAllowance
from msp_du.web import formatting
from msp_du.web.access import authorise, get_or_404, log_read, requires
from msp_du.web.downloads import sheet_download
from msp_du.web.forms import render_form
from msp_du.web.i18n import _
from msp_du.web.labels import label
from msp_du.web.law_words import euros


@bp.route("/promotions/<uuid:cohort_id>/gratifications", methods=["GET", "POST"])
@requires(Role.COORDINATOR, Role.REGISTRAR)
def show_allowances(cohort_id: UUID) -> ResponseReturnValue:
    """Show what is due for each placement, and give it month by month; who takes it is recorded."""
    cohort = get_or_404(Cohort, cohort_id)
    actor = authorise(policies.can_read_allowances, cohort)
    code = cohort.code
    form = AllowanceFileForm(data={"form": "xlsx"})
    if request.method == "POST" and form.validate_on_submit():
        log_read(actor, cohort)
        with transaction() as session:
            leaving = placement_allowances.export(session, cohort, form=form.form.data, actor=actor)
            sheet = _sheet(leaving)
        return sheet_download(sheet, f"gratifications-{code}", as_csv=form.form.data == "csv")
    found = placement_allowances.of_cohort(db.session(), cohort)
    return render_form(
        "placements/show_allowances.html",
        form,
        cohort=cohort,
        rows=[
            (one, formatting.hours(one.minutes), euros(one.cents) if one.cents else "–")
            for one in found
        ],
    )


def _sheet(found: Sequence[PlacementAllowance]) -> Sheet:
    header = [
        _("Nom"),
        _("Numéro étudiant"),
        _("Structure"),
        _("Cadre du stage"),
        _("Gratification"),
        _("Mois"),
        _("Heures signées"),
        _("Taux horaire (€)"),
        _("Montant (€)"),
    ]
    return Sheet(_("Gratifications"), header, [row for one in found for row in _rows(one)])


def _rows(one: PlacementAllowance) -> list[Sequence[Cell]]:
    person = one.placement.enrolment_year.enrolment.person
    head: tuple[Cell, ...] = (
        person.name.display,
        person.student_number,
        one.placement.organisation.name,
        label(one.placement.regime),
        label(one.state),
    )
    return [
        (
            *head,
            f"{month.first_day:%Y-%m}",
            _hundredths(month.minutes * 100, 60),
            _hundredths(one.rate.cents, 1) if month.cents else None,
            _hundredths(month.cents, 1),
        )
        for month in one.months
    ]


def _hundredths(value: int, divisor: int) -> Decimal:
    """Return hundredths as a number with two decimals, rounded half up."""
    return Decimal((2 * value + divisor) // (2 * divisor)).scaleb(-2)
