"""A sandbox: other rules or another mark, and who would change; nothing is ever kept."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from flask.typing import ResponseReturnValue

from msp_du import policies
from msp_du.blueprints.board.routes import asked_year, bp
from msp_du.blueprints.board.sandbox_form import SandboxForm
from msp_du.domain.errors import RuleViolation
from msp_du.domain.vocabulary import Role
from msp_du.domain.what_if import Comparison, Standing, try_out
from msp_du.extensions import db
from msp_du.models import Cohort
from msp_du.services import cohort_results, curricula
from msp_du.services.cohort_results import CohortResult
from msp_du.web.access import authorise, get_or_404, log_read, requires
from msp_du.web.formatting import mark
from msp_du.web.forms import render_form
from msp_du.web.i18n import _
from msp_du.web.words import label


@dataclass(frozen=True, slots=True)
class TrialLine:
    """A trainee whose year would change: (what, before, after) of each thing that does."""

    name: str
    changes: Sequence[tuple[str, str, str]]


@bp.route("/<uuid:cohort_id>/essai", methods=["GET", "POST"])
@requires(Role.BOARD_MEMBER, Role.COORDINATOR)
def try_rules(cohort_id: UUID) -> ResponseReturnValue:
    """Show who would change by other rules or with another mark; nothing is written."""
    cohort = get_or_404(Cohort, cohort_id)
    actor = authorise(policies.can_try_rules, cohort)
    number, _numbers = asked_year(cohort)
    session = db.session()
    found = cohort_results.of_year(session, cohort, number)
    curriculum = curricula.content_of(cohort.curriculum_version)
    form = SandboxForm(data=SandboxForm.values_of(curriculum.rules))
    form.offer([(str(one.year.id), one.person.name.display) for one in found], curriculum, number)
    lines: list[TrialLine] | None = None
    if form.validate_on_submit():
        log_read(actor, cohort)
        try:
            compared = try_out(
                cohort_results.cases(session, found),
                form.changes(curriculum.rules),
                form.tried_mark,
            )
            lines = _lines(found, compared)
        except RuleViolation as violation:
            form.add_violation(violation)
    return render_form(
        "board/try_rules.html",
        form,
        cohort=cohort,
        number=number,
        lines=lines,
        total=len(found),
    )


def _lines(found: Sequence[CohortResult], compared: Sequence[Comparison]) -> list[TrialLine]:
    names = {str(one.year.id): one.person.name.display for one in found}
    return [
        TrialLine(names[one.key], _changes(one.before, one.after))
        for one in compared
        if one.has_changed
    ]


def _changes(before: Standing, after: Standing) -> list[tuple[str, str, str]]:
    told = [
        (_("Résultat"), label(before.result), label(after.result)),
        (_("Moyenne"), mark(before.average), mark(after.average)),
        (_("Mention"), before.honours or _("aucune"), after.honours or _("aucune")),
        (_("Passage en année suivante"), _yes(before), _yes(after)),
    ]
    return [one for one in told if one[1] != one[2]]


def _yes(standing: Standing) -> str:
    return _("oui") if standing.may_progress else _("non")
