"""The steps of a module's marks: finished, published, without names; and their history."""

from collections.abc import Callable
from datetime import UTC, datetime
from uuid import UUID

from flask import flash, redirect, render_template, request
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from msp_du.blueprints.marks.history_view import history_view
from msp_du.blueprints.marks.places import ModulePlace, coordinated_place, module_place
from msp_du.blueprints.marks.routes import bp
from msp_du.blueprints.marks.steps_view import missing_marks, steps_view
from msp_du.domain.errors import RuleViolation
from msp_du.domain.vocabulary import Role
from msp_du.extensions import db, transaction
from msp_du.models import Cohort, Module
from msp_du.services import (
    anonymity,
    assessment_sittings,
    mark_history,
    mark_questions,
    mark_sheets,
    sheet_states,
    sheet_veils,
)
from msp_du.web.access import requires
from msp_du.web.i18n import _, ngettext
from msp_du.web.labels import sentence
from msp_du.web.reading import read_version

ON, NUMBER, LIFT = "on", "number", "lift"


@bp.route("/<uuid:cohort_id>/<uuid:module_id>/suivi")
@requires(Role.TUTOR, Role.COORDINATOR)
def show_steps(cohort_id: UUID, module_id: UUID) -> ResponseReturnValue:
    """Show where the marks of a module stand, and what can be done next."""
    place, session = module_place(cohort_id, module_id), db.session()
    cohort, module = place.cohort, place.module
    sheet = mark_sheets.sheet(session, cohort, module, place.session_number, actor=place.actor)
    return render_template(
        "marks/show_steps.html",
        place=place,
        steps=steps_view(sheet_states.of_sheet(session, cohort, module, place.session_number)),
        missing=missing_marks(sheet),
        is_empty=not sheet.rows,
        has_marks=any(seen.version for row in sheet.rows for seen in row.cells),
        unnumbered=sum(1 for row in sheet.rows if sheet.is_anonymous and not row.name),
        dates=assessment_sittings.of_module(session, cohort, module),
        codes={assessment.id: assessment.code for assessment in module.assessments},
        threads=mark_questions.threads(session, cohort.id, module),
    )


@bp.route("/<uuid:cohort_id>/<uuid:module_id>/terminer", methods=["POST"])
@requires(Role.TUTOR, Role.COORDINATOR)
def finish_sheet(cohort_id: UUID, module_id: UUID) -> ResponseReturnValue:
    """Declare the marks of a module finished, or take that back."""
    place = module_place(cohort_id, module_id)
    if "reopen" in request.form:
        return _step(
            place,
            lambda session: sheet_states.reopen(session, *_sheet(place), actor=place.actor),
            _("La saisie est rouverte."),
        )
    return _step(
        place,
        lambda session: sheet_states.finish(
            session, *_sheet(place), actor=place.actor, now=datetime.now(UTC)
        ),
        _("La saisie est déclarée terminée."),
    )


@bp.route("/<uuid:cohort_id>/<uuid:module_id>/publier", methods=["POST"])
@requires(Role.TUTOR, Role.COORDINATOR)
def publish_sheet(cohort_id: UUID, module_id: UUID) -> ResponseReturnValue:
    """Let the trainees see the marks of a module."""
    place = module_place(cohort_id, module_id)
    return _step(
        place,
        lambda session: sheet_states.publish(
            session, *_sheet(place), actor=place.actor, now=datetime.now(UTC)
        ),
        _("Ces notes sont publiées : chaque personne voit les siennes."),
    )


@bp.route("/<uuid:cohort_id>/<uuid:module_id>/anonymat", methods=["POST"])
@requires(Role.COORDINATOR)
def set_anonymity(cohort_id: UUID, module_id: UUID) -> ResponseReturnValue:
    """Put numbers in the place of names, number those who came since, or let names stand again."""
    place, now = coordinated_place(cohort_id, module_id), datetime.now(UTC)
    act = request.form.get("act", "")
    if act == ON:
        return _step(
            place,
            lambda session: anonymity.switch_on(
                session, *_sheet(place), actor=place.actor, now=now
            ),
            _("Des numéros remplacent les noms sur cette feuille."),
        )
    if act == NUMBER:
        return _step(
            place,
            lambda session: anonymity.complete(session, *_sheet(place), actor=place.actor),
            _("Chaque personne a son numéro."),
        )
    if act == LIFT:
        return _step(
            place,
            lambda session: anonymity.lift(session, *_sheet(place), actor=place.actor, now=now),
            _("L’anonymat est levé : les noms sont de nouveau visibles."),
        )
    return redirect(place.url("show_steps"))


@bp.route("/<uuid:cohort_id>/<uuid:module_id>/historique")
@requires(Role.TUTOR, Role.COORDINATOR)
def show_history(cohort_id: UUID, module_id: UUID) -> ResponseReturnValue:
    """Show who changed which mark of a module, when, and why."""
    place = module_place(cohort_id, module_id)
    page = max(1, read_version(request.args.get("page", "1")))
    shown_id = request.args.get("suivi", type=UUID)
    found = mark_history.of_module(
        db.session(), place.cohort, place.module, page=page, shown_id=shown_id
    )
    return render_template(
        "marks/show_history.html",
        place=place,
        changes=history_view(found.changes),
        count=ngettext("Un changement", "%(num)s changements", found.total),
        page=page,
        pages=found.pages,
        shown_id=shown_id,
        may_explain=shown_id is not None
        and place.module.id not in sheet_veils.veiled_modules(db.session(), place.cohort),
    )


def _sheet(place: ModulePlace) -> tuple[Cohort, Module, int]:
    return place.cohort, place.module, place.session_number


def _step(place: ModulePlace, act: Callable[[Session], object], words: str) -> ResponseReturnValue:
    """Take a step in a transaction; say what was done, or why it is refused."""
    try:
        with transaction() as session:
            act(session)
    except RuleViolation as violation:
        flash(sentence(violation.rule), "error")
    else:
        flash(words, "success")
    return redirect(place.url("show_steps"))
