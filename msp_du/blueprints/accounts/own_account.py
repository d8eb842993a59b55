"""The account as its owner sees it."""

from datetime import UTC, datetime

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from msp_du.blueprints.accounts.forms import ChangeAddressForm, ChangePasswordForm, LanguageForm
from msp_du.blueprints.accounts.routes import bp
from msp_du.domain.errors import RuleViolation
from msp_du.domain.vocabulary import AttemptKind
from msp_du.extensions import db, transaction
from msp_du.models import Account
from msp_du.policies import active_grants
from msp_du.services import accounts, new_passwords
from msp_du.web.access import current_account, signed_in, signed_session
from msp_du.web.forms import render_form
from msp_du.web.i18n import _
from msp_du.web.labels import label
from msp_du.web.throttling import pause_before, prove, refuse_for_now, this_try


@bp.route("/compte")
@signed_in
def show_account() -> ResponseReturnValue:
    """Show the owner their address, roles and language."""
    actor = current_account()
    form = LanguageForm(data={"language": actor.language})
    return render_template("accounts/show_account.html", form=form, roles=_roles(actor))


def _roles(actor: Account) -> list[str]:
    """List the roles that hold now, with the institution when there are several."""
    grants = active_grants(actor)
    several = len({grant.institution_id for grant in grants}) > 1
    words = [
        f"{label(grant.role)} ({grant.institution.name})" if several else label(grant.role)
        for grant in grants
    ]
    return list(dict.fromkeys(words))


@bp.route("/compte/langue", methods=["POST"])
@signed_in
def choose_language() -> ResponseReturnValue:
    """Keep the language of screens and mails."""
    form = LanguageForm()
    if not form.validate_on_submit():
        return render_form("accounts/show_account.html", form, roles=_roles(current_account()))
    actor = current_account()
    with transaction() as session:
        accounts.choose_language(session, actor, form.language.data)
    return redirect(url_for(".show_account"))


@bp.route("/compte/mot-de-passe", methods=["GET", "POST"])
@signed_in
def change_password() -> ResponseReturnValue:
    """Let the owner change the password, with proof of the current one."""
    template = "accounts/change_password.html"
    actor = current_account()
    form = ChangePasswordForm()
    if form.validate_on_submit():
        attempt = this_try(actor.email)
        pause = pause_before(AttemptKind.SIGN_IN, attempt)
        if pause:
            return refuse_for_now(template, form, pause)
        if prove(form, actor, attempt) and _changed_password(form, actor):
            flash(
                _("Votre mot de passe est changé. Vos autres appareils sont déconnectés."),
                "success",
            )
            return redirect(url_for(".show_account"))
    return render_form(template, form)


def _changed_password(form: ChangePasswordForm, actor: Account) -> bool:
    row = signed_session(db.session())
    keep = row.id if row else None
    try:
        password_hash = new_passwords.make_hash(form.password.data, owner=actor)
        with transaction() as session:
            accounts.change_password(session, actor, password_hash=password_hash, keep=keep)
    except RuleViolation as violation:
        form.add_violation(violation)
        return False
    return True


@bp.route("/compte/adresse", methods=["GET", "POST"])
@signed_in
def change_address() -> ResponseReturnValue:
    """Send a link to the new address; nothing changes before it is opened and confirmed."""
    template = "accounts/change_address.html"
    actor = current_account()
    form = ChangeAddressForm()
    if form.validate_on_submit():
        attempt = this_try(actor.email)
        pause = pause_before(AttemptKind.SIGN_IN, attempt)
        if pause:
            return refuse_for_now(template, form, pause)
        if prove(form, actor, attempt):
            with transaction() as session:
                accounts.ask_address_change(
                    session, actor, email=form.email.data, now=datetime.now(UTC)
                )
            flash(
                _(
                    "Un message part vers la nouvelle adresse. Ouvrez-le dans les 24 heures pour "
                    "la confirmer ; d’ici là, rien ne change."
                ),
                "success",
            )
            return redirect(url_for(".show_account"))
    return render_form(template, form)
