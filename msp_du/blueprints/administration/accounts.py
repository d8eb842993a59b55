"""The accounts of the institution: invited, given roles, closed."""

from collections.abc import Callable
from uuid import UUID

from flask import abort, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from msp_du import policies
from msp_du.blueprints.administration.area import bp, chosen_institution, flash_refusal
from msp_du.blueprints.administration.forms import InvitationForm, RoleForm
from msp_du.domain.errors import RuleViolation
from msp_du.domain.vocabulary import Role
from msp_du.extensions import db, transaction
from msp_du.models import Account, Institution, RoleGrant
from msp_du.services import members
from msp_du.web.access import authorise, current_account, get_or_404, requires
from msp_du.web.forms import render_form
from msp_du.web.i18n import _


@bp.route("/comptes")
@requires(Role.ADMINISTRATOR)
def list_accounts() -> ResponseReturnValue:
    """List the accounts of the institution, with their roles and state."""
    institution = chosen_institution(Role.ADMINISTRATOR)
    authorise(policies.can_manage_accounts, institution)
    return render_template(
        "administration/list_accounts.html",
        institution=institution,
        members=members.of_institution(db.session(), institution),
    )


@bp.route("/<uuid:institution_id>/comptes/inviter", methods=["GET", "POST"])
@requires(Role.ADMINISTRATOR)
def invite_account(institution_id: UUID) -> ResponseReturnValue:
    """Open an account and ask for its invitation mail."""
    institution = get_or_404(Institution, institution_id)
    actor = authorise(policies.can_manage_accounts, institution)
    form = InvitationForm(cohorts=members.cohort_codes(db.session(), institution))
    if form.validate_on_submit():
        try:
            with transaction() as session:
                account = members.invite(session, institution, actor=actor, **form.values)
        except RuleViolation as violation:
            form.add_violation(violation)
        else:
            # The same words whether or not the address is known: another institution may know it.
            flash(
                _(
                    "L’invitation part dans la minute. Une personne qui a déjà son mot de passe "
                    "n’en reçoit pas\u00a0: ses rôles l’attendent."
                ),
                "success",
            )
            return _back(institution, account)
    return render_form("administration/invite_account.html", form, institution=institution)


@bp.route("/<uuid:institution_id>/comptes/<uuid:account_id>")
@requires(Role.ADMINISTRATOR)
def show_account(institution_id: UUID, account_id: UUID) -> ResponseReturnValue:
    """Show an account: its roles here, its state, and what can be done."""
    institution, account, actor = _account(institution_id, account_id)
    member = members.find(db.session(), institution, account.id) or abort(404)
    return render_template(
        "administration/show_account.html",
        institution=institution,
        member=member,
        is_own=account.id == actor.id,
    )


@bp.route("/<uuid:institution_id>/comptes/<uuid:account_id>/roles", methods=["GET", "POST"])
@requires(Role.ADMINISTRATOR)
def give_role(institution_id: UUID, account_id: UUID) -> ResponseReturnValue:
    """Give the account one more role in this institution."""
    institution, account, actor = _account(institution_id, account_id)
    form = RoleForm(cohorts=members.cohort_codes(db.session(), institution))
    if form.validate_on_submit():
        try:
            with transaction() as session:
                members.give_role(session, institution, account, actor=actor, **form.values)
        except RuleViolation as violation:
            form.add_violation(violation)
        else:
            flash(_("Le rôle est donné."), "success")
            return _back(institution, account)
    return render_form(
        "administration/give_role.html",
        form,
        institution=institution,
        account_id=account.id,
        name=members.name_in(account, institution),
    )


@bp.post("/<uuid:institution_id>/comptes/<uuid:account_id>/roles/<uuid:grant_id>/retirer")
@requires(Role.ADMINISTRATOR)
def withdraw_role(institution_id: UUID, account_id: UUID, grant_id: UUID) -> ResponseReturnValue:
    """End one of the account's roles in this institution."""
    institution, account, actor = _account(institution_id, account_id)
    grant = get_or_404(RoleGrant, grant_id)
    if (grant.account_id, grant.institution_id) != (account.id, institution.id):
        abort(404)
    return _act(
        institution,
        account,
        lambda session: members.withdraw_role(session, account, grant, actor=actor),
        said=_("Le rôle est retiré."),
    )


@bp.post("/<uuid:institution_id>/comptes/<uuid:account_id>/inviter")
@requires(Role.ADMINISTRATOR)
def invite_again(institution_id: UUID, account_id: UUID) -> ResponseReturnValue:
    """Send the invitation once more."""
    institution, account, actor = _account(institution_id, account_id)
    return _act(
        institution,
        account,
        lambda session: members.invite_again(session, institution, account, actor=actor),
        said=_("L’invitation repart dans la minute. L’ancien lien ne servira plus."),
    )


@bp.post("/<uuid:institution_id>/comptes/<uuid:account_id>/fermer")
@requires(Role.ADMINISTRATOR)
def close_account(institution_id: UUID, account_id: UUID) -> ResponseReturnValue:
    """Close the account: its sessions end and its links open nothing."""
    institution, account, actor = _account(institution_id, account_id)
    return _act(
        institution,
        account,
        lambda session: members.close(session, account, actor=actor),
        said=_("Le compte est fermé."),
    )


@bp.post("/<uuid:institution_id>/comptes/<uuid:account_id>/rouvrir")
@requires(Role.ADMINISTRATOR)
def reopen_account(institution_id: UUID, account_id: UUID) -> ResponseReturnValue:
    """Open a closed account again."""
    institution, account, actor = _account(institution_id, account_id)
    return _act(
        institution,
        account,
        lambda session: members.reopen(session, account, actor=actor),
        said=_("Le compte est rouvert."),
    )


def _account(institution_id: UUID, account_id: UUID) -> tuple[Institution, Account, Account]:
    """Return the institution, the account that belongs to it, and the actor; or answer 404."""
    institution = get_or_404(Institution, institution_id)
    if not policies.can_manage_accounts(current_account(), institution):
        abort(404)
    account = get_or_404(Account, account_id)
    actor = authorise(policies.can_manage_account, account)
    if institution.id not in {grant.institution_id for grant in account.grants}:
        abort(404)
    return institution, account, actor


def _act(
    institution: Institution, account: Account, act: Callable[[Session], None], *, said: str
) -> ResponseReturnValue:
    """Do what one button asks; a refusal is said on the account's page."""
    try:
        with transaction() as session:
            act(session)
    except RuleViolation as violation:
        flash_refusal(violation)
    else:
        flash(said, "success")
    return _back(institution, account)


def _back(institution: Institution, account: Account) -> ResponseReturnValue:
    return redirect(url_for(".show_account", institution_id=institution.id, account_id=account.id))
