"""A question about the marks of a module, and its answers: one thread a trainee and module."""

from datetime import UTC, datetime
from uuid import UUID

from flask import abort, flash, redirect, url_for
from flask.typing import ResponseReturnValue

from msp_du import policies
from msp_du.blueprints.marks.routes import bp
from msp_du.domain.errors import RuleViolation
from msp_du.domain.vocabulary import Role
from msp_du.extensions import db, transaction
from msp_du.models import Account, EnrolmentYear, Module
from msp_du.services import mark_lists, mark_questions
from msp_du.web.access import authorise, get_or_404, requires
from msp_du.web.fields import GuardedTextField
from msp_du.web.forms import BaseForm, render_form
from msp_du.web.i18n import _, lazy
from msp_du.web.validators import required

LONGEST = 1000


class MessageForm(BaseForm):
    """A question or an answer."""

    text = GuardedTextField(lazy("Votre message"), [required()], max_length=LONGEST, rows=5)


@bp.route("/questions/<uuid:enrolment_year_id>/<uuid:module_id>", methods=["GET", "POST"])
@requires(Role.TRAINEE, Role.TUTOR, Role.COORDINATOR)
def show_thread(enrolment_year_id: UUID, module_id: UUID) -> ResponseReturnValue:
    """Show what was asked and answered about the marks of a module, and write to it."""
    year = get_or_404(EnrolmentYear, enrolment_year_id)
    module = mark_lists.find_module(db.session(), year.enrolment.cohort, module_id)
    if module is None or module.unit.year_number != year.year_number:
        abort(404)
    actor = authorise(lambda actor, year: _may_read(actor, year, module), year)
    is_own, form = policies.can_ask_about(actor, year), MessageForm()
    if form.validate_on_submit():
        try:
            _write(year, module, form.text.data, actor, is_own=is_own)
        except RuleViolation as violation:
            form.add_violation(violation)
        else:
            flash(
                _("Votre question est envoyée.") if is_own else _("Votre réponse est envoyée."),
                "success",
            )
            return redirect(url_for(".show_thread", enrolment_year_id=year.id, module_id=module.id))
    messages = mark_questions.messages(db.session(), year, module)
    now = datetime.now(UTC)
    is_open = (
        mark_questions.is_open(db.session(), year, module, now=now) if is_own else bool(messages)
    )
    return render_form(
        "marks/show_thread.html",
        form,
        year=year,
        module=module,
        messages=messages,
        is_own=is_own,
        is_open=is_open,
    )


def _may_read(actor: Account, year: EnrolmentYear, module: Module) -> bool:
    return policies.can_ask_about(actor, year) or policies.can_answer(actor, year, module)


def _write(year: EnrolmentYear, module: Module, text: str, actor: Account, *, is_own: bool) -> None:
    now, write = datetime.now(UTC), mark_questions.ask if is_own else mark_questions.answer
    with transaction() as session:
        write(session, year, module, text, actor=actor, now=now)
