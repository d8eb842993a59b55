"""The calendar of the institution: academic years, weeks of classes, deadlines."""

from uuid import UUID

from flask import abort, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from msp_du import policies
from msp_du.blueprints.administration.area import bp
from msp_du.blueprints.administration.forms import DeadlineForm, WeeksForm, YearForm
from msp_du.domain.errors import RuleViolation
from msp_du.domain.vocabulary import Role
from msp_du.extensions import db, transaction
from msp_du.models import AcademicYear, Account, Deadline, Institution, TeachingWeek
from msp_du.services import academic_years
from msp_du.web.access import authorise, get_or_404, requires
from msp_du.web.forms import render_form
from msp_du.web.i18n import _, ngettext


@bp.route("/<uuid:institution_id>/calendrier")
@requires(Role.ADMINISTRATOR, Role.COORDINATOR)
def show_calendar(institution_id: UUID) -> ResponseReturnValue:
    """List the academic years, each with its weeks and deadlines."""
    institution = get_or_404(Institution, institution_id)
    authorise(policies.can_set_calendar, institution)
    years = academic_years.of_institution(db.session(), institution)
    return render_template(
        "administration/show_calendar.html", institution=institution, years=years
    )


@bp.route("/<uuid:institution_id>/calendrier/ajouter", methods=["GET", "POST"])
@requires(Role.ADMINISTRATOR, Role.COORDINATOR)
def add_year(institution_id: UUID) -> ResponseReturnValue:
    """Add an academic year."""
    institution = get_or_404(Institution, institution_id)
    actor = authorise(policies.can_set_calendar, institution)
    form = YearForm()
    if form.validate_on_submit():
        answers = form.values
        answers.pop("version")
        try:
            with transaction() as session:
                year = academic_years.add(session, institution, actor=actor, **answers)
        except RuleViolation as violation:
            form.add_violation(violation)
        else:
            flash(_("L’année %(label)s est ajoutée.", label=year.label), "success")
            return redirect(url_for(".show_year", year_id=year.id))
    return render_form("administration/edit_year.html", form, institution=institution, year=None)


@bp.route("/annees/<uuid:year_id>")
@requires(Role.ADMINISTRATOR, Role.COORDINATOR)
def show_year(year_id: UUID) -> ResponseReturnValue:
    """Show a year with its weeks and deadlines."""
    year, institution, _actor = _year(year_id)
    return render_template("administration/show_year.html", year=year, institution=institution)


@bp.route("/annees/<uuid:year_id>/modifier", methods=["GET", "POST"])
@requires(Role.ADMINISTRATOR, Role.COORDINATOR)
def edit_year(year_id: UUID) -> ResponseReturnValue:
    """Change a year's name and bounds."""
    year, institution, actor = _year(year_id)
    form = YearForm(obj=year)
    if form.validate_on_submit():
        answers = form.values
        del answers["version"]
        try:
            with transaction() as session:
                academic_years.change(
                    session, year, version=form.version.seen, actor=actor, **answers
                )
        except RuleViolation as violation:
            form.add_violation(violation)
        else:
            flash(_("Les changements sont enregistrés."), "success")
            return redirect(url_for(".show_year", year_id=year.id))
    return render_form("administration/edit_year.html", form, institution=institution, year=year)


@bp.route("/annees/<uuid:year_id>/semaines/ajouter", methods=["GET", "POST"])
@requires(Role.ADMINISTRATOR, Role.COORDINATOR)
def add_weeks(year_id: UUID) -> ResponseReturnValue:
    """Add weeks of classes, one or several in a row."""
    year, _institution, actor = _year(year_id)
    form = WeeksForm(data={"weeks": 1})
    if form.validate_on_submit():
        try:
            with transaction() as session:
                added = academic_years.add_weeks(session, year, actor=actor, **form.values)
        except RuleViolation as violation:
            violation.field = "first_day"
            form.add_violation(violation)
        else:
            flash(
                ngettext("%(num)s semaine ajoutée.", "%(num)s semaines ajoutées.", added), "success"
            )
            return redirect(url_for(".show_year", year_id=year.id))
    return render_form("administration/add_weeks.html", form, year=year)


@bp.post("/annees/<uuid:year_id>/semaines/<uuid:week_id>/retirer")
@requires(Role.ADMINISTRATOR, Role.COORDINATOR)
def remove_week(year_id: UUID, week_id: UUID) -> ResponseReturnValue:
    """Take a week of classes off the calendar."""
    year, _institution, actor = _year(year_id)
    week = get_or_404(TeachingWeek, week_id)
    if week.academic_year_id != year.id:
        abort(404)
    with transaction() as session:
        academic_years.remove_week(session, year, week, actor=actor)
    flash(_("La semaine est retirée."), "success")
    return redirect(url_for(".show_year", year_id=year.id))


@bp.route("/annees/<uuid:year_id>/echeances/ajouter", methods=["GET", "POST"])
@requires(Role.ADMINISTRATOR, Role.COORDINATOR)
def add_deadline(year_id: UUID) -> ResponseReturnValue:
    """Add a deadline."""
    year, _institution, actor = _year(year_id)
    form = DeadlineForm()
    if form.validate_on_submit():
        try:
            with transaction() as session:
                academic_years.add_deadline(session, year, actor=actor, **form.values)
        except RuleViolation as violation:
            form.add_violation(violation)
        else:
            flash(_("L’échéance est ajoutée."), "success")
            return redirect(url_for(".show_year", year_id=year.id))
    return render_form("administration/add_deadline.html", form, year=year)


@bp.post("/annees/<uuid:year_id>/echeances/<uuid:deadline_id>/retirer")
@requires(Role.ADMINISTRATOR, Role.COORDINATOR)
def remove_deadline(year_id: UUID, deadline_id: UUID) -> ResponseReturnValue:
    """Take a deadline off the calendar."""
    year, _institution, actor = _year(year_id)
    deadline = get_or_404(Deadline, deadline_id)
    if deadline.academic_year_id != year.id:
        abort(404)
    with transaction() as session:
        academic_years.remove_deadline(session, year, deadline, actor=actor)
    flash(_("L’échéance est retirée."), "success")
    return redirect(url_for(".show_year", year_id=year.id))


def _year(year_id: UUID) -> tuple[AcademicYear, Institution, Account]:
    year = get_or_404(AcademicYear, year_id)
    return year, year.institution, authorise(policies.can_set_calendar, year.institution)
