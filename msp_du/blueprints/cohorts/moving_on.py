"""A cohort after the board: who begins which year, shown, then done at once."""

from dataclasses import replace
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from flask import abort, flash, redirect, request, url_for
from flask.typing import ResponseReturnValue

from msp_du import policies
from msp_du.blueprints.cohorts.move_forms import ProgressionForm, VersionForm
from msp_du.blueprints.cohorts.routes import bp
from msp_du.domain.errors import Rule, RuleViolation
from msp_du.domain.progression import Way
from msp_du.domain.vocabulary import Role
from msp_du.extensions import db, transaction
from msp_du.models import AcademicYear, Account, Cohort, CurriculumVersion
from msp_du.services import curricula, progression, progression_plans, version_changes
from msp_du.services.progression_plans import Choice, Move, Plan
from msp_du.web.access import authorise, get_or_404, requires
from msp_du.web.forms import render_form
from msp_du.web.i18n import _, ngettext
from msp_du.web.labels import label


@bp.route("/<uuid:cohort_id>/passage", methods=["GET", "POST"])
@requires(Role.COORDINATOR)
def move_on(cohort_id: UUID) -> ResponseReturnValue:
    """Show who goes on, repeats, completes or waits; then do it for all of them."""
    cohort = get_or_404(Cohort, cohort_id)
    actor = authorise(policies.can_manage_cohort, cohort)
    number = asked_year(cohort)
    years = progression_plans.academic_years(db.session(), cohort)
    versions = progression_plans.versions(db.session(), cohort)
    form = ProgressionForm()
    form.academic_year_id.offer([(str(year.id), year.label) for year in years])
    form.curriculum_version_id.offer(
        [(str(version.id), f"{version.label} ({version.code})") for version in versions]
    )
    if not years:
        return _page(form, cohort, number, None)
    choice = Choice(years[0], versions[0])
    if form.validate_on_submit():
        choice = _chosen(form)
        if request.form.get("step") == "record":
            return _record(form, cohort_id, number, choice, actor)
    plan = progression_plans.plan(db.session(), cohort, number, choice, now=datetime.now(UTC))
    if request.method == "GET":
        usual = progression_plans.usual_year(plan, years)
        plan = replace(plan, choice=replace(choice, academic_year=usual))
        form.academic_year_id.data = str(usual.id)
    form.seen.data = plan.meaning
    return _page(form, cohort, number, plan)


@bp.route("/<uuid:cohort_id>/version", methods=["GET", "POST"])
@requires(Role.COORDINATOR)
def change_version(cohort_id: UUID) -> ResponseReturnValue:
    """Show what another version would change for a year without marks; then change it."""
    cohort = get_or_404(Cohort, cohort_id)
    actor = authorise(policies.can_manage_cohort, cohort)
    number = asked_year(cohort)
    versions = progression_plans.versions(db.session(), cohort)
    form = VersionForm()
    form.curriculum_version_id.offer(
        [(str(version.id), f"{version.label} ({version.code})") for version in versions]
    )
    change = None
    if form.validate_on_submit():
        version = db.session().get_one(CurriculumVersion, UUID(form.curriculum_version_id.data))
        try:
            if request.form.get("step") == "record":
                with transaction() as session:
                    version_changes.change(
                        session, cohort, number, version, seen=form.seen.data or "", actor=actor
                    )
                flash(_("La version est changée."), "success")
                return redirect(url_for(".show_cohort", cohort_id=cohort_id))
        except RuleViolation as violation:
            form.add_violation(violation)
            cohort = get_or_404(Cohort, cohort_id)
            version = db.session().get_one(CurriculumVersion, version.id)
        change = version_changes.preview(db.session(), cohort, number, version)
        form.seen.data = change.meaning
    return render_form(
        "cohorts/change_version.html",
        form,
        cohort=cohort,
        number=number,
        numbers=year_numbers(cohort),
        change=change,
    )


def asked_year(cohort: Cohort) -> int:
    """Return the year of the curriculum in ``?annee=``, the first without it."""
    numbers = year_numbers(cohort)
    asked = request.args.get("annee", "") or str(numbers[0])
    found = [number for number in numbers if str(number) == asked]
    return found[0] if found else abort(404)


def year_numbers(cohort: Cohort) -> list[int]:
    """List the years of the curriculum of a cohort."""
    return [year.number for year in curricula.content_of(cohort.curriculum_version).years]


def _chosen(form: ProgressionForm) -> Choice:
    session = db.session()
    return Choice(
        session.get_one(AcademicYear, UUID(form.academic_year_id.data)),
        session.get_one(CurriculumVersion, UUID(form.curriculum_version_id.data)),
        form.are_resits_over.data,
    )


def _record(
    form: ProgressionForm, cohort_id: UUID, number: int, choice: Choice, actor: Account
) -> ResponseReturnValue:
    """Move the cohort on; show the page again, as it stands now, when that is refused."""
    try:
        with transaction() as session:
            done = progression.move_on(
                session,
                session.get_one(Cohort, cohort_id),
                number,
                choice,
                seen=form.seen.data or "",
                typed_code=form.typed_code.data,
                actor=actor,
                now=datetime.now(UTC),
            )
    except RuleViolation as violation:
        form.add_violation(violation)
        cohort = get_or_404(Cohort, cohort_id)
        now = datetime.now(UTC)
        plan = progression_plans.plan(db.session(), cohort, number, _chosen(form), now=now)
        if violation.rule is Rule.PREVIEW_STALE:
            form.seen.data = plan.meaning
        return _page(form, cohort, number, plan)
    flash(
        ngettext(
            "C’est fait pour une personne.", "C’est fait pour %(num)s personnes.", len(done.to_do)
        ),
        "success",
    )
    return redirect(url_for(".move_on", cohort_id=cohort_id, annee=number))


def _page(
    form: ProgressionForm, cohort: Cohort, number: int, plan: Plan | None
) -> ResponseReturnValue:
    ways = [move.way for move in plan.moves] if plan else []
    return render_form(
        "cohorts/move_on.html",
        form,
        cohort=cohort,
        number=number,
        numbers=year_numbers(cohort),
        has_years=plan is not None,
        to_do=len(plan.to_do) if plan else 0,
        counts=[(label(way), ways.count(way)) for way in Way if way in ways],
        rows=[_row(move) for move in plan.moves] if plan else [],
    )


def _row(move: Move) -> dict[str, Any]:
    return {
        "enrolment_id": move.year.enrolment_id,
        "name": move.year.enrolment.person.name.display,
        "attempt": move.year.attempt,
        "decision": label(move.decision.result) if move.decision else "–",
        "way": label(move.way),
        "kept": ", ".join(credit.code for credit in move.kept),
        "missing": ", ".join(move.missing),
    }
