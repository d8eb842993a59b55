"""One person of a cohort: added, read, corrected, suspended, invited."""

from datetime import UTC, datetime
from uuid import UUID

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from msp_du import policies
from msp_du.blueprints.cohorts.forms import (
    IdentityForm,
    InvitationForm,
    StateForm,
    TraineeForm,
    identity_values,
)
from msp_du.blueprints.cohorts.routes import bp
from msp_du.blueprints.cohorts.transfers import transfer_line
from msp_du.domain.enrolment import EnrolmentAct, possible_acts
from msp_du.domain.errors import RuleViolation
from msp_du.domain.vocabulary import AccountState, Regime, Role
from msp_du.extensions import db, transaction
from msp_du.models import Cohort, Enrolment
from msp_du.services import class_lists, cohorts, enrolments, hours_totals, placements
from msp_du.services.members import state_of
from msp_du.web.access import authorise, get_or_404, requires
from msp_du.web.forms import render_form
from msp_du.web.i18n import _
from msp_du.web.words import label


@bp.route("/<uuid:cohort_id>/ajouter", methods=["GET", "POST"])
@requires(Role.COORDINATOR)
def add_trainee(cohort_id: UUID) -> ResponseReturnValue:
    """Enrol one person."""
    cohort = get_or_404(Cohort, cohort_id)
    actor = authorise(policies.can_manage_cohort, cohort)
    form = TraineeForm(data={"regime": Regime.CONTINUING_EDUCATION})
    if form.validate_on_submit():
        today = cohorts.today_in(cohort.institution, datetime.now(UTC))
        try:
            with transaction() as session:
                enrolment = class_lists.add_trainee(
                    session,
                    cohort,
                    form.trainee,
                    today=today,
                    invite=form.invite.data,
                    actor=actor,
                )
        except RuleViolation as violation:
            form.add_violation(violation)
        else:
            flash(_("La personne est inscrite."), "success")
            return redirect(url_for(".show_enrolment", enrolment_id=enrolment.id))
    return render_form("cohorts/add_trainee.html", form, cohort=cohort)


@bp.route("/inscriptions/<uuid:enrolment_id>")
@requires(Role.COORDINATOR, Role.REGISTRAR)
def show_enrolment(enrolment_id: UUID) -> ResponseReturnValue:
    """Show a person's identity, state, account, hours and placements."""
    enrolment = get_or_404(Enrolment, enrolment_id)
    actor = authorise(policies.can_read_enrolment, enrolment)
    session = db.session()
    account = enrolments.account_of(session, enrolment)
    stays = placements.of_enrolment(session, enrolment)
    may_manage = policies.can_manage_enrolment(actor, enrolment)
    state = state_of(account) if account else None
    return render_template(
        "cohorts/show_enrolment.html",
        enrolment=enrolment,
        person=enrolment.person,
        account=account,
        account_state=state,
        hours=hours_totals.of_enrolments(session, [enrolment.id])[enrolment.id],
        stays=stays,
        stay_hours=hours_totals.of_placements(session, [stay.id for stay in stays]),
        may_manage=may_manage,
        may_credit=policies.can_credit(actor, enrolment),
        may_merge=policies.can_merge(actor, enrolment.person),
        transfer=transfer_line(actor, enrolment) if may_manage else None,
        may_change_state=may_manage,
        may_invite=may_manage and state in {None, AccountState.INVITED},
    )


@bp.route("/inscriptions/<uuid:enrolment_id>/identite", methods=["GET", "POST"])
@requires(Role.COORDINATOR)
def edit_enrolment(enrolment_id: UUID) -> ResponseReturnValue:
    """Correct a person's identity, regime and employer."""
    enrolment = get_or_404(Enrolment, enrolment_id)
    actor = authorise(policies.can_manage_enrolment, enrolment)
    seen = enrolments.edition(enrolment)
    form = IdentityForm(data={**identity_values(enrolment), "version": seen})
    if form.validate_on_submit():
        try:
            with transaction() as session:
                enrolments.edit(
                    session, enrolment, form.identity, seen=form.version.data, actor=actor
                )
        except RuleViolation as violation:
            form.add_violation(violation)
        else:
            flash(_("Les changements sont enregistrés."), "success")
            return redirect(url_for(".show_enrolment", enrolment_id=enrolment_id))
    return render_form("cohorts/edit_enrolment.html", form, enrolment=enrolment)


@bp.route("/inscriptions/<uuid:enrolment_id>/etat", methods=["GET", "POST"])
@requires(Role.COORDINATOR)
def change_state(enrolment_id: UUID) -> ResponseReturnValue:
    """Suspend, resume or stop an enrolment."""
    enrolment = get_or_404(Enrolment, enrolment_id)
    actor = authorise(policies.can_manage_enrolment, enrolment)
    today = cohorts.today_in(enrolment.cohort.institution, datetime.now(UTC))
    form = StateForm(data={"version": enrolments.edition(enrolment), "on": today})
    form.act.offer([(act.value, label(act)) for act in possible_acts(enrolment.state)])
    if form.validate_on_submit():
        try:
            with transaction() as session:
                enrolments.change_state(
                    session,
                    enrolment,
                    act=EnrolmentAct(form.act.data),
                    on=form.on.data,
                    today=today,
                    seen=form.version.data,
                    actor=actor,
                )
        except RuleViolation as violation:
            form.add_violation(violation)
        else:
            flash(_("L’état de l’inscription est changé."), "success")
            return redirect(url_for(".show_enrolment", enrolment_id=enrolment_id))
    return render_form("cohorts/change_state.html", form, enrolment=enrolment)


@bp.route("/inscriptions/<uuid:enrolment_id>/inviter", methods=["GET", "POST"])
@requires(Role.COORDINATOR)
def invite(enrolment_id: UUID) -> ResponseReturnValue:
    """Send the invitation, again or to a corrected address."""
    enrolment = get_or_404(Enrolment, enrolment_id)
    actor = authorise(policies.can_manage_enrolment, enrolment)
    account = enrolments.account_of(db.session(), enrolment)
    form = InvitationForm(data={"email": account.email if account else ""})
    if form.validate_on_submit():
        try:
            with transaction() as session:
                enrolments.invite(session, enrolment, email=form.email.data, actor=actor)
        except RuleViolation as violation:
            form.add_violation(violation)
        else:
            flash(_("L’invitation part dans un instant."), "success")
            return redirect(url_for(".show_enrolment", enrolment_id=enrolment_id))
    return render_form("cohorts/invite.html", form, enrolment=enrolment)
