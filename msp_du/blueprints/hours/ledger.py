"""The ledger of hours: one's own, somebody's, and who may not have them in time."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from flask import render_template, url_for
from flask.typing import ResponseReturnValue

from msp_du import policies
from msp_du.blueprints.hours.routes import bp
from msp_du.domain import ledger
from msp_du.domain.forecasts import RiskReason, risks
from msp_du.domain.ledger import Totals
from msp_du.domain.vocabulary import Role
from msp_du.extensions import db
from msp_du.models import Cohort, Enrolment
from msp_du.services import hours_courses, hours_ledger
from msp_du.services.hours_courses import FollowedYear
from msp_du.services.hours_ledger import LedgerModule, LedgerYear
from msp_du.web import forecast_words, locale
from msp_du.web.access import authorise, current_account, get_or_404, log_read, requires
from msp_du.web.i18n import _


@dataclass(frozen=True, slots=True)
class ModuleView:
    """A requirement on the ledger; ``placements`` are names with their addresses."""

    name: str
    note: str
    totals: Totals
    placements: Sequence[tuple[str, str, Totals]]


@dataclass(frozen=True, slots=True)
class YearView:
    """A year on the ledger, in words."""

    key: str
    title: str
    totals: Totals
    at_present: str
    at_plan: str
    risks: Sequence[str]
    modules: Sequence[ModuleView]


@bp.get("/bilan")
@requires(Role.TRAINEE)
def show_ledger() -> ResponseReturnValue:
    """Show one's own hours: asked for, planned, noted, sent, signed, and where they lead."""
    actor = current_account()
    enrolment = hours_ledger.of_person(db.session(), actor.person_id)
    years = _years(enrolment) if enrolment else []
    back = (url_for(".show_log"), _("Retour à mes heures"))
    return render_template("hours/show_ledger.html", years=years, trainee=None, back=back)


@bp.get("/bilan/<uuid:enrolment_id>")
@requires(Role.COORDINATOR, Role.REGISTRAR)
def show_enrolment_ledger(enrolment_id: UUID) -> ResponseReturnValue:
    """Show likewise the hours of somebody of a cohort."""
    enrolment = get_or_404(Enrolment, enrolment_id)
    actor = authorise(policies.can_read_ledger, enrolment)
    log_read(actor, enrolment)
    return render_template(
        "hours/show_ledger.html",
        years=_years(enrolment),
        trainee=enrolment.person.name.display,
        back=(
            url_for("cohorts.show_enrolment", enrolment_id=enrolment_id),
            _("Retour à la fiche"),
        ),
    )


@bp.get("/promotions/<uuid:cohort_id>/a-suivre")
@requires(Role.COORDINATOR)
def list_at_risk(cohort_id: UUID) -> ResponseReturnValue:
    """List who of a cohort may not have their hours in time, and why."""
    cohort = get_or_404(Cohort, cohort_id)
    actor = authorise(policies.can_manage_cohort, cohort)
    log_read(actor, cohort)
    found = hours_courses.of_cohort(db.session(), cohort, today=locale.today())
    return render_template(
        "hours/list_at_risk.html",
        **_risk_rows(found),
        lead=_("Promotion %(code)s", code=cohort.code),
        linked=True,
        back=(url_for("cohorts.show_cohort", cohort_id=cohort_id), _("Retour à la promotion")),
    )


@bp.get("/suivi")
@requires(Role.TUTOR)
def list_followed() -> ResponseReturnValue:
    """List likewise the trainees whose placements one follows."""
    actor = current_account()
    log_read(actor)
    found = hours_courses.of_tutor(db.session(), actor, today=locale.today())
    return render_template(
        "hours/list_at_risk.html",
        **_risk_rows(found),
        lead=_("Les personnes dont vous suivez le stage"),
        linked=False,
        back=(url_for("home.show"), _("Retour à l’accueil")),
    )


def _risk_rows(found: Iterable[FollowedYear]) -> Mapping[str, Any]:
    """Put first those with most reasons, last those who only wait; count those without."""
    today, rows = locale.today(), list(found)
    at_risk = sorted((row for row in rows if row.risks), key=_weight, reverse=True)
    return {
        "rows": [
            {
                "name": row.trainee,
                "enrolment_id": row.enrolment_id,
                "year": row.year_number,
                "totals": row.course.totals,
                "reasons": [forecast_words.risk(risk) for risk in row.risks],
                "at_present": forecast_words.present_pace(row.course, today),
                "at_plan": forecast_words.planned_pace(row.course, today),
            }
            for row in at_risk
        ],
        "calm": len(rows) - len(at_risk),
    }


def _weight(row: FollowedYear) -> int:
    return sum(risk.reason is not RiskReason.UNSIGNED for risk in row.risks)


def _years(enrolment: Enrolment) -> list[YearView]:
    found = hours_ledger.of_enrolment(db.session(), enrolment)
    return [_year_view(year, found.totals) for year in found.years]


def _year_view(year: LedgerYear, totals: Mapping[UUID, Totals]) -> YearView:
    today, again = locale.today(), year.attempt > 1
    title = _("Année %(number)s", number=year.number)
    return YearView(
        key=f"annee-{year.number}-{year.attempt}",
        title=_("%(title)s, tentative %(attempt)s", title=title, attempt=year.attempt)
        if again
        else title,
        totals=year.course.totals,
        at_present=forecast_words.present_pace(year.course, today),
        at_plan=forecast_words.planned_pace(year.course, today),
        risks=[forecast_words.risk(risk) for risk in risks(year.course, today)],
        modules=[_module_view(module, totals) for module in year.modules],
    )


def _module_view(module: LedgerModule, totals: Mapping[UUID, Totals]) -> ModuleView:
    parts = [totals[placement.id] for placement in module.placements]
    found = ledger.whole(parts)
    return ModuleView(
        name=module.code,
        note=_("acquis, rien à faire") if module.is_credited else "",
        totals=Totals(
            required=0 if module.is_credited else module.minutes,
            planned=found.planned,
            logged=found.logged,
            submitted=found.submitted,
            approved=found.approved,
        ),
        placements=[
            (
                placement.organisation.name,
                url_for("placements.show_placement", placement_id=placement.id),
                totals[placement.id],
            )
            for placement in module.placements
        ],
    )
