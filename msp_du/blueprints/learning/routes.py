"""A trainee's own page: what they learn elsewhere, that nobody else sees."""

from datetime import UTC, date, datetime
from uuid import UUID

from flask import Blueprint, abort, flash, redirect, url_for
from flask.typing import ResponseReturnValue

from msp_du import policies
from msp_du.domain.errors import RuleViolation
from msp_du.domain.learning import LearningKind, months
from msp_du.domain.vocabulary import Role
from msp_du.extensions import db, transaction
from msp_du.models import Institution, LearningContext, Person
from msp_du.services import learning
from msp_du.services.cohorts import today_in
from msp_du.web import formatting
from msp_du.web.access import authorise, current_account, get_or_404, requires
from msp_du.web.fields import RadioField, SelectField
from msp_du.web.forms import BaseForm, render_form
from msp_du.web.i18n import _, lazy
from msp_du.web.validators import optional, required

bp = Blueprint("learning", __name__, url_prefix="/apprentissages")


class LearningForm(BaseForm):
    """A kind of place, and a month if one wants."""

    kind = RadioField(lazy("Où"), [required()], choices=LearningKind)
    month = SelectField(lazy("Mois"), [optional()], blank=lazy("Sans mois"))

    def offer_months(self, today: date) -> None:
        """Offer this month and those before it."""
        self.month.offer([(day.isoformat(), formatting.month(day)) for day in months(today)])


@bp.route("", methods=["GET", "POST"])
@requires(Role.TRAINEE)
def show_learning() -> ResponseReturnValue:
    """Show what one noted, and note one thing more."""
    actor = current_account()
    if actor.person_id is None:
        abort(404)
    person_id, now = actor.person_id, datetime.now(UTC)
    person = db.session().get_one(Person, person_id)
    today = today_in(db.session().get_one(Institution, person.institution_id), now)
    form = LearningForm()
    form.offer_months(today)
    if form.validate_on_submit():
        month = date.fromisoformat(form.month.data) if form.month.data else None
        try:
            with transaction() as session:
                learning.add(
                    session,
                    person,
                    kind=form.kind.data,
                    month=month,
                    today=today,
                    actor=actor,
                    now=now,
                )
        except RuleViolation as violation:
            form.add_violation(violation)
        else:
            flash(_("C’est noté, pour vous seulement."), "success")
            return redirect(url_for(".show_learning"))
    return render_form(
        "learning/show_learning.html", form, rows=learning.own(db.session(), person_id)
    )


@bp.post("/<uuid:learning_context_id>/retirer")
@requires(Role.TRAINEE)
def remove_learning(learning_context_id: UUID) -> ResponseReturnValue:
    """Take away one thing that was noted."""
    row = get_or_404(LearningContext, learning_context_id)
    actor = authorise(policies.can_remove_learning, row)
    with transaction() as session:
        learning.remove(session, row, actor=actor)
    flash(_("C’est retiré."), "success")
    return redirect(url_for(".show_learning"))
