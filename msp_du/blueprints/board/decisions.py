"""One trainee's year before the board: read, decided, corrected."""

from dataclasses import dataclass
from datetime import UTC, datetime
from uuid import UUID

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from msp_du import policies
from msp_du.blueprints.board.forms import DecisionForm, prefilled
from msp_du.blueprints.board.pages import decided_file, decision_line, has_moved, open_file
from msp_du.blueprints.board.routes import bp
from msp_du.domain.decisions import open_results
from msp_du.domain.errors import Rule, RuleViolation
from msp_du.domain.vocabulary import Role
from msp_du.extensions import db, transaction
from msp_du.models import Account, BoardDecision, EnrolmentYear
from msp_du.services import decisions, results
from msp_du.services.results import Reading
from msp_du.web.access import authorise, get_or_404, requires
from msp_du.web.forms import render_form
from msp_du.web.i18n import _
from msp_du.web.words import label

_MOVED = frozenset({Rule.DECISION_EXISTS, Rule.DECISION_STALE})


@dataclass(frozen=True, slots=True)
class _File:
    """A year, how it stands today, and every decision on it, the one that counts first."""

    year: EnrolmentYear
    reading: Reading
    history: list[BoardDecision]

    @property
    def current_id(self) -> UUID | None:
        return self.history[0].id if self.history else None

    def form(self) -> DecisionForm:
        """Return the form of what this page shows, blank but for the last sitting."""
        former = self.history[0] if self.history else None
        enrolment = self.year.enrolment
        sitting = (
            decisions.Sitting(former.decided_on, former.reference)
            if former
            else decisions.last_sitting(db.session(), enrolment.cohort_id, self.year.year_number)
        )
        data = prefilled(sitting, decisions.edition(self.reading))
        form = DecisionForm(data=data | {"replaces": str(self.current_id or "")})
        form.offer(open_results(self.reading.outcome.result))
        return form


@bp.route("/decisions/<uuid:enrolment_year_id>", methods=["GET", "POST"])
@requires(Role.BOARD_MEMBER, Role.COORDINATOR)
def decide(enrolment_year_id: UUID) -> ResponseReturnValue:
    """Show a trainee's year with what was decided; let a member of the board decide."""
    year = get_or_404(EnrolmentYear, enrolment_year_id)
    if request.method == "GET":
        actor = authorise(policies.can_read_board_file, year)
        return _page(_read(year), actor)
    actor = authorise(policies.can_decide, year)
    file = _read(year)
    form = file.form()
    try:
        decisions.check_seen(
            file.reading, file.current_id, seen=form.seen.data, replaces=form.replaced_id
        )
        if not form.validate_on_submit():
            return _page(file, actor, form)
        return _take(file, actor, form)
    except RuleViolation as violation:
        return _refused(enrolment_year_id, actor, form, violation)


def _take(file: _File, actor: Account, form: DecisionForm) -> ResponseReturnValue:
    """Show what will be recorded, once more; then record it. « Modifier » leads back."""
    year, result, now = file.year, form.decided, datetime.now(UTC)
    decisions.check(year, file.reading, result, form.sitting, now=now)
    match request.form.get("step"):
        case "record":
            pass
        case "edit":
            return _page(file, actor, form)
        case _:
            return _confirmation(file, form)
    with transaction() as session:
        decisions.record(
            session,
            year,
            result,
            form.sitting,
            seen=form.seen.data,
            replaces=form.replaced_id,
            actor=actor,
            now=now,
        )
    flash(_("La décision est enregistrée : %(result)s.", result=label(result)), "success")
    return redirect(url_for(".decide", enrolment_year_id=year.id))


def _read(year: EnrolmentYear) -> _File:
    session = db.session()
    return _File(year, results.readings(session, [year])[year.id], decisions.history(session, year))


def _confirmation(file: _File, form: DecisionForm) -> ResponseReturnValue:
    return render_template(
        "board/confirm_decision.html",
        form=form,
        year=file.year,
        result=form.decided,
        former=file.history[0].result if file.history else None,
    )


def _refused(
    year_id: UUID, actor: Account, form: DecisionForm, violation: RuleViolation
) -> ResponseReturnValue:
    """Show the form again, around the year as it stands now."""
    file = _read(get_or_404(EnrolmentYear, year_id))
    if violation.rule in _MOVED:
        form.show_again(
            open_results(file.reading.outcome.result),
            decisions.edition(file.reading),
            file.current_id,
        )
    form.add_violation(violation)
    return _page(file, actor, form)


def _page(file: _File, actor: Account, form: DecisionForm | None = None) -> ResponseReturnValue:
    may_decide = policies.can_decide(actor, file.year)
    is_correcting = form is not None or bool(request.args.get("corriger"))
    is_open = may_decide and (is_correcting or not file.history)
    facts = decisions.facts_of(file.history[0]) if file.history else None
    shown = open_file(file.reading)
    if facts is not None and not is_open:
        shown = decided_file(facts, file.reading.curriculum)
    return render_form(
        "board/decide.html",
        form or file.form(),
        year=file.year,
        person=file.year.enrolment.person,
        cohort=file.year.enrolment.cohort,
        file=shown,
        history=[decision_line(decision) for decision in file.history],
        has_moved=facts is not None and has_moved(facts, file.reading),
        is_open=is_open,
        may_decide=may_decide,
    )
