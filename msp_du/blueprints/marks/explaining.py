"""Why somebody's module stands as it does: the words that they read themselves."""

from datetime import UTC, datetime
from uuid import UUID

from flask import abort, render_template
from flask.typing import ResponseReturnValue

from msp_du import policies
from msp_du.blueprints.marks.places import ModulePlace
from msp_du.blueprints.marks.routes import bp
from msp_du.domain.vocabulary import Role
from msp_du.extensions import db
from msp_du.models import Account, EnrolmentYear, Module
from msp_du.services import decisions, mark_lists, results, sheet_veils
from msp_du.web import explanation_words
from msp_du.web.access import authorise, get_or_404, requires
from msp_du.web.explanation_words import ExplanationWords


@bp.route("/<uuid:cohort_id>/<uuid:module_id>/explication/<uuid:enrolment_year_id>")
@requires(Role.TUTOR, Role.COORDINATOR)
def explain_result(
    cohort_id: UUID, module_id: UUID, enrolment_year_id: UUID
) -> ResponseReturnValue:
    """Explain somebody's result in a module; the whole year to the coordination."""
    year, session = get_or_404(EnrolmentYear, enrolment_year_id), db.session()
    cohort = year.enrolment.cohort
    module = mark_lists.find_module(session, cohort, module_id)
    if cohort.id != cohort_id or module is None or not _follows(year, module):
        abort(404)
    actor = authorise(lambda actor, year: _may_read(actor, year, module), year)
    veiled = sheet_veils.veiled_modules(session, cohort)
    if module.id in veiled:
        abort(404)
    is_whole = policies.can_read_whole_explanation(actor, year) and not veiled
    return render_template(
        "marks/explain_result.html",
        place=ModulePlace(cohort, module, 1, actor),
        year=year,
        is_whole=is_whole,
        words=_words(year, None if is_whole else module.code),
    )


def _may_read(actor: Account, year: EnrolmentYear, module: Module) -> bool:
    return policies.can_read_explanation(actor, year, module)


def _follows(year: EnrolmentYear, module: Module) -> bool:
    unit = module.unit
    return (unit.curriculum_version_id, unit.year_number) == (
        year.curriculum_version_id,
        year.year_number,
    )


def _words(year: EnrolmentYear, code: str | None) -> ExplanationWords:
    """Return what the trainee reads, or will: as decided once that is published, as of today else.

    With a ``code``, no more of it than that module.
    """
    session, now = db.session(), datetime.now(UTC)
    reading = results.readings(session, [year])[year.id]
    decision = decisions.published(session, [year.id], now=now).get(year.id)
    if decision is None:
        if code is None:
            return explanation_words.explain(reading, names_hosts=True)
        return explanation_words.explain_module(reading, code)
    facts = decisions.facts_of(decision)
    if code is None:
        return explanation_words.explain_decided(facts, reading.curriculum, reading.marks)
    return explanation_words.explain_decided_module(facts, reading.curriculum, reading.marks, code)
