"""What happens to a signed placement: it rests, goes on, ends early."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from flask import flash, redirect, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from msp_du import policies
from msp_du.blueprints.agreements.area import bp, edition_of, named
from msp_du.blueprints.agreements.forms import EndForm, ResumeForm, SuspendForm
from msp_du.domain.errors import RuleViolation
from msp_du.domain.vocabulary import Role
from msp_du.extensions import transaction
from msp_du.models import Account, Placement
from msp_du.services import placement_life
from msp_du.web import hours_lines
from msp_du.web.access import authorise, get_or_404, requires
from msp_du.web.forms import BaseForm, render_form
from msp_du.web.i18n import _
from msp_du.web.labels import sentence

Act = Callable[[Session, Placement, Account], Any]


@bp.route("/stages/<uuid:placement_id>/suspendre", methods=["GET", "POST"])
@requires(Role.COORDINATOR)
def suspend(placement_id: UUID) -> ResponseReturnValue:
    """Let a placement rest from a day on."""
    form = SuspendForm()

    def act(session: Session, placement: Placement, actor: Account) -> None:
        placement_life.suspend(session, placement, starts_on=form.starts_on.data, actor=actor)

    return _page(placement_id, form, "suspend", act, _("Le stage est suspendu."))


@bp.route("/stages/<uuid:placement_id>/reprendre", methods=["GET", "POST"])
@requires(Role.COORDINATOR)
def resume(placement_id: UUID) -> ResponseReturnValue:
    """Let a suspended placement go on."""
    form = ResumeForm()

    def act(session: Session, placement: Placement, actor: Account) -> None:
        placement_life.resume(session, placement, resumes_on=form.resumes_on.data, actor=actor)

    return _page(placement_id, form, "resume", act, _("La reprise est enregistrée."))


@bp.route("/stages/<uuid:placement_id>/finir", methods=["GET", "POST"])
@requires(Role.COORDINATOR)
def end_early(placement_id: UUID) -> ResponseReturnValue:
    """End a placement before its last day; what is planned is recomputed at once."""
    form = EndForm()

    def act(session: Session, placement: Placement, actor: Account) -> None:
        placement_life.end_early(
            session,
            placement,
            ended_on=form.ended_on.data,
            planned_minutes=form.planned_minutes.data,
            actor=actor,
            now=edition_of(placement).now,
        )

    return _page(placement_id, form, "end_early", act, _("La fin anticipée est enregistrée."))


@bp.post("/stages/<uuid:placement_id>/finir/annuler")
@requires(Role.COORDINATOR)
def take_back_end(placement_id: UUID) -> ResponseReturnValue:
    """Give a placement its former periods back."""
    placement = get_or_404(Placement, placement_id)
    actor = authorise(policies.can_prepare_agreement, placement)
    try:
        with transaction() as session:
            placement_life.take_back_end(session, placement, actor=actor)
    except RuleViolation as violation:
        flash(sentence(violation.rule, **violation.details), "error")
    else:
        flash(_("La fin anticipée est annulée : les périodes d’avant reviennent."), "success")
    return redirect(url_for(".show_placement", placement_id=placement_id))


def _page(
    placement_id: UUID, form: BaseForm, name: str, act: Act, said: str
) -> ResponseReturnValue:
    placement = get_or_404(Placement, placement_id)
    actor = authorise(policies.can_prepare_agreement, placement)
    if form.validate_on_submit():
        try:
            with transaction() as session:
                act(session, placement, actor)
        except RuleViolation as violation:
            placement = get_or_404(Placement, placement_id)
            form.add_violation(violation)
        else:
            flash(said, "success")
            return redirect(url_for(".show_placement", placement_id=placement_id))
    return render_form(
        f"agreements/{name}.html",
        form,
        placement=placement,
        periods=hours_lines.periods(placement.periods),
        **named(placement),
    )
