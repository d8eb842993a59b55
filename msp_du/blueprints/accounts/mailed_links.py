"""Pages behind a mailed link: a visit shows a form and changes nothing, posting it does."""

from collections.abc import Callable
from datetime import UTC, datetime

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from msp_du.blueprints.accounts.forms import ConfirmForm, NewPasswordForm
from msp_du.blueprints.accounts.routes import bp
from msp_du.domain.errors import Rule, RuleViolation
from msp_du.domain.vocabulary import LinkPurpose
from msp_du.extensions import db, transaction
from msp_du.services import accounts, links, new_passwords, sign_in
from msp_du.web.access import public
from msp_du.web.forms import render_form
from msp_du.web.i18n import _
from msp_du.web.throttling import secret_key

NOT_FOUND = 404


@bp.route("/invitation/<secret>", methods=["GET", "POST"])
@public
def accept_invitation(secret: str) -> ResponseReturnValue:
    """Let somebody who was invited set a first password."""

    def accept(session: Session, password_hash: str) -> None:
        accounts.accept_invitation(
            session, secret, password_hash=password_hash, now=datetime.now(UTC)
        )

    return _set_password(secret, LinkPurpose.INVITATION, "accounts/accept_invitation.html", accept)


@bp.route("/mot-de-passe/<secret>", methods=["GET", "POST"])
@public
def reset_password(secret: str) -> ResponseReturnValue:
    """Let somebody who asked for it set a new password."""

    def reset(session: Session, password_hash: str) -> None:
        sign_in.recover(
            session,
            secret,
            password_hash=password_hash,
            key=secret_key(),
            now=datetime.now(UTC),
        )

    return _set_password(secret, LinkPurpose.PASSWORD_RESET, "accounts/reset_password.html", reset)


def _set_password(
    secret: str, purpose: LinkPurpose, template: str, write: Callable[[Session, str], None]
) -> ResponseReturnValue:
    link = links.find(db.session(), secret, purpose, now=datetime.now(UTC))
    if link is None:
        return _not_valid()
    form = NewPasswordForm()
    if form.validate_on_submit():
        try:
            password_hash = new_passwords.make_hash(form.password.data, owner=link.account)
            with transaction() as session:
                write(session, password_hash)
        except RuleViolation as violation:
            if violation.rule is Rule.LINK_NOT_VALID:
                return _not_valid()
            form.add_violation(violation)
        else:
            flash(_("Votre mot de passe est enregistré. Vous pouvez vous connecter."), "success")
            return redirect(url_for(".sign_in"))
    return render_form(template, form)


@bp.route("/adresse/<secret>", methods=["GET", "POST"])
@public
def confirm_address(secret: str) -> ResponseReturnValue:
    """Let somebody show that the new address is theirs."""
    now = datetime.now(UTC)
    form = ConfirmForm()
    if links.find(db.session(), secret, LinkPurpose.ADDRESS_CHANGE, now=now) is None:
        return _not_valid()
    if form.validate_on_submit():
        try:
            with transaction() as session:
                accounts.confirm_address(session, secret, now=now)
        except RuleViolation:
            return _not_valid()
        flash(_("Votre nouvelle adresse est confirmée. Connectez-vous avec elle."), "success")
        return redirect(url_for(".sign_in"))
    return render_form("accounts/confirm_address.html", form)


def _not_valid() -> ResponseReturnValue:
    """Answer a link that opens nothing: spent, ended, too old or made up, all the same."""
    return render_template("accounts/link_not_valid.html"), NOT_FOUND
