"""Coordinators plan the classes of many weeks at once, after a look at what that does."""

from collections.abc import Sequence
from uuid import UUID

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from msp_du import policies
from msp_du.blueprints.attendance.forms import WeeksForm
from msp_du.blueprints.attendance.routes import bp
from msp_du.domain.class_sessions import PlannedAs
from msp_du.domain.errors import RuleViolation
from msp_du.domain.vocabulary import Role
from msp_du.extensions import db, transaction
from msp_du.models import AcademicYear, Account, Cohort
from msp_du.services import academic_years, instructors, session_patterns, taught_modules
from msp_du.services.session_patterns import Preview
from msp_du.web import locale
from msp_du.web.access import authorise, get_or_404, requires
from msp_du.web.forms import render_form
from msp_du.web.i18n import _, ngettext

TAGS = {
    PlannedAs.NEW: "todo",
    PlannedAs.KEPT: "done",
    PlannedAs.TAKEN: "refused",
    PlannedAs.OUTSIDE: "quiet",
}


@bp.route("/promotions/<uuid:cohort_id>/semaines", methods=["GET", "POST"])
@requires(Role.COORDINATOR)
def plan_weeks(cohort_id: UUID) -> ResponseReturnValue:
    """Choose weeks, days and a module; show what would be planned, then plan it."""
    cohort = get_or_404(Cohort, cohort_id)
    actor = authorise(policies.can_plan_sessions, cohort)
    years = _years(cohort)
    year = _chosen(years)
    form = _form(cohort, year)
    if year is not None and form.validate_on_submit():
        try:
            return _answer(cohort, year, form, actor)
        except RuleViolation as violation:
            form.add_violation(violation)
    return render_form("attendance/plan_weeks.html", form, cohort=cohort, year=year, years=years)


def _answer(
    cohort: Cohort, year: AcademicYear, form: WeeksForm, actor: Account
) -> ResponseReturnValue:
    if request.form.get("do") != "create":
        seen = session_patterns.preview(db.session(), cohort, year, form.weekly)
        return _preview(cohort, year, seen)
    with transaction() as session:
        done = session_patterns.create(
            session, cohort, year, form.weekly, seen=request.form.get("seen", ""), actor=actor
        )
    count = len(done.new)
    flash(
        ngettext("Une séance est prévue.", "%(num)s séances sont prévues.", count)
        if count
        else _("Rien n’était à créer."),
        "success",
    )
    return redirect(url_for(".show_cohort", cohort_id=cohort.id, annee=year.id))


def _preview(cohort: Cohort, year: AcademicYear, seen: Preview) -> ResponseReturnValue:
    kept = [
        (name, value)
        for name, value in request.form.items(multi=True)
        if name not in {"csrf_token", "do", "seen"}
    ]
    return render_template(
        "attendance/preview_weeks.html",
        cohort=cohort,
        year=year,
        seen=seen,
        tags=TAGS,
        kept=kept,
    )


def _years(cohort: Cohort) -> Sequence[AcademicYear]:
    """Return the academic years that the cohort follows, the latest first."""
    session = db.session()
    followed = taught_modules.of_cohort(session, cohort)
    found = academic_years.of_institution(session, cohort.institution)
    return [year for year in found if year.id in followed]


def _chosen(years: Sequence[AcademicYear]) -> AcademicYear | None:
    """Return the year that the address asks for, else the one that is on, else the latest."""
    asked, today = request.args.get("annee"), locale.today()
    for year in years:
        if str(year.id) == asked:
            return year
    current = [year for year in years if year.starts_on <= today <= year.ends_on]
    return next(iter([*current, *years]), None)


def _form(cohort: Cohort, year: AcademicYear | None) -> WeeksForm:
    session, form = db.session(), WeeksForm()
    modules = taught_modules.of_cohort(session, cohort)
    form.offer(
        modules.get(year.id, []) if year else [],
        instructors.of_institution(session, cohort.institution_id),
    )
    form.offer_weeks(week.monday for week in (year.teaching_weeks if year else []))
    return form
