"""A slip of the pen in a decision, put right by another decision that says what changed."""

from datetime import UTC, datetime
from uuid import UUID

from flask import abort, flash, redirect, request, url_for
from flask.typing import ResponseReturnValue

from msp_du import policies
from msp_du.blueprints.board.decision_forms import CorrectionForm
from msp_du.blueprints.board.pages import decision_line, open_file
from msp_du.blueprints.board.routes import bp
from msp_du.domain.decisions import REFUSALS, open_results
from msp_du.domain.errors import Rule, RuleViolation
from msp_du.domain.vocabulary import Role
from msp_du.extensions import db, transaction
from msp_du.models import Account, BoardDecision, EnrolmentYear
from msp_du.services import closing, decisions
from msp_du.web.access import authorise, get_or_404, requires
from msp_du.web.forms import render_form
from msp_du.web.i18n import _
from msp_du.web.printing import todays_printing
from msp_du.web.words import label

_MOVED = frozenset({Rule.DECISION_EXISTS, Rule.DECISION_STALE})


@bp.route("/decisions/<uuid:enrolment_year_id>/correction", methods=["GET", "POST"])
@requires(Role.BOARD_MEMBER, Role.COORDINATOR)
def correct_decision(enrolment_year_id: UUID) -> ResponseReturnValue:
    """Replace the decision that counts, the former one kept and the minutes in a new edition."""
    year = get_or_404(EnrolmentYear, enrolment_year_id)
    former = decisions.current(db.session(), [year.id]).get(year.id)
    if former is None:
        abort(404)
    actor = _authorise(year, former)
    reading = closing.reading_of(db.session(), year, former)
    form = (
        CorrectionForm() if request.method == "POST" else _blank(former, decisions.edition(reading))
    )
    form.offer(open_results(reading.outcome.result))
    if form.validate_on_submit():
        try:
            made = _correct(year, former, form, actor)
        except RuleViolation as violation:
            year = get_or_404(EnrolmentYear, enrolment_year_id)
            former = decisions.current(db.session(), [year.id])[year.id]
            reading = closing.reading_of(db.session(), year, former)
            form.offer(open_results(reading.outcome.result))
            if violation.rule in _MOVED:
                form.seen.data, form.token.data = decisions.edition(reading), str(former.id)
            form.add_violation(violation)
        else:
            flash(
                _("La décision est rectifiée : %(result)s.", result=label(made.result)), "success"
            )
            return redirect(url_for(".decide", enrolment_year_id=enrolment_year_id))
    return render_form(
        "board/correct_decision.html",
        form,
        year=year,
        person=year.enrolment.person,
        former=decision_line(former),
        file=open_file(reading, names_hosts=policies.can_read_cohort(actor, year.enrolment.cohort)),
        has_minutes=former.sitting_id is not None,
    )


def _authorise(year: EnrolmentYear, former: BoardDecision) -> Account:
    """Let whoever leads the sitting correct it; any other member what no sitting here decided."""
    if policies.is_self(_authorise_reader(year), year.enrolment.person_id):
        abort(404)
    if former.sitting is None:
        return authorise(policies.can_decide, year)
    return authorise(policies.can_lead_sitting, former.sitting)


def _authorise_reader(year: EnrolmentYear) -> Account:
    return authorise(policies.can_read_board_file, year)


def _correct(
    year: EnrolmentYear, former: BoardDecision, form: CorrectionForm, actor: Account
) -> BoardDecision:
    printing = todays_printing(year.enrolment.cohort.institution)
    with transaction() as session:
        return closing.correct(
            session,
            year,
            former,
            form.choice,
            reason=form.reason.data,
            typed_reference=form.typed_reference.data,
            printing=printing,
            replaces=form.replaced_id,
            seen=form.seen.data or "",
            actor=actor,
            now=datetime.now(UTC),
        )


def _blank(former: BoardDecision, seen: str) -> CorrectionForm:
    facts = decisions.facts_of(former)
    return CorrectionForm(
        data={
            "result": facts.result,
            "may_progress": facts.goes_on and facts.result in REFUSALS,
            "derogation": facts.derogation or "",
            "seen": seen,
            "token": str(former.id),
        }
    )
