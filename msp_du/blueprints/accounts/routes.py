"""Signing in, signing out, and asking for a new password."""

from datetime import UTC, datetime

from flask import Blueprint, make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from msp_du.blueprints.accounts import device_names
from msp_du.blueprints.accounts.forms import AddressForm, SignInForm
from msp_du.blueprints.accounts.next_page import own_path
from msp_du.domain.errors import Rule, RuleViolation
from msp_du.domain.vocabulary import AttemptKind
from msp_du.extensions import db, transaction
from msp_du.models import Account
from msp_du.services import accounts, passwords, sessions
from msp_du.services import sign_in as signing
from msp_du.web.access import actor_or_none, forget, public, remember, signed_session
from msp_du.web.forms import render_form
from msp_du.web.throttling import count, pause_before, refuse_for_now, this_try

bp = Blueprint("accounts", __name__)


@bp.route("/connexion", methods=["GET", "POST"])
@public
def sign_in() -> ResponseReturnValue:
    """Let somebody in; the same words, status and time whatever is wrong."""
    template = "accounts/sign_in.html"
    onwards = own_path(request.args.get("next")) or url_for("home.show")
    if request.method == "GET" and actor_or_none() is not None:
        return redirect(onwards)
    form = SignInForm()
    if form.validate_on_submit():
        attempt = this_try(form.email.data)
        pause = pause_before(AttemptKind.SIGN_IN, attempt)
        if pause:
            return refuse_for_now(template, form, pause)
        account = signing.check(db.session(), email=form.email.data, password=form.password.data)
        if account is not None and _entered(account, form.password.data, attempt):
            return redirect(onwards)
        count(AttemptKind.SIGN_IN, attempt)
        form.add_violation(RuleViolation(Rule.PASSWORD_WRONG))
    return render_form(template, form)


def _entered(account: Account, password: str, attempt: signing.Try) -> bool:
    """Open a session in place of the browser's former one."""
    account_id, proved_hash = account.id, account.password_hash
    renewed_hash = passwords.renewed(proved_hash, password) if proved_hash else None
    former = signed_session(db.session())
    former_id = former.id if former else None
    try:
        with transaction() as session:
            raw = signing.enter(
                session,
                account_id,
                proved_hash=proved_hash,
                device=device_names.short(request.user_agent.string),
                attempt=attempt,
                now=datetime.now(UTC),
                renewed_hash=renewed_hash,
                replaces=former_id,
            )
    except RuleViolation:
        return False
    remember(raw, is_long=sessions.is_long(account))
    return True


@bp.route("/deconnexion", methods=["POST"])
@public
def sign_out() -> ResponseReturnValue:
    """End the session on the server, and nothing of it in the browser but days not sent."""
    if signed_session(db.session()) is not None:
        with transaction() as session:
            row = signed_session(session)
            if row is not None:
                signing.leave(session, row)
    forget()
    response = make_response(redirect(url_for("home.show")))
    response.headers["Clear-Site-Data"] = '"cache"'
    return response


@bp.route("/mot-de-passe-oublie", methods=["GET", "POST"])
@public
def ask_password() -> ResponseReturnValue:
    """Send a link to the address, if it is an account's; say the same thing to everybody."""
    template = "accounts/ask_password.html"
    form = AddressForm()
    if form.validate_on_submit():
        attempt = this_try(form.email.data)
        pause = pause_before(AttemptKind.PASSWORD_REQUEST, attempt)
        if pause:
            return refuse_for_now(template, form, pause)
        count(AttemptKind.PASSWORD_REQUEST, attempt)
        with transaction() as session:
            accounts.queue_password_reset(session, form.email.data)
        return redirect(url_for(".password_asked"))
    return render_form(template, form)


@bp.route("/mot-de-passe-oublie/envoye")
@public
def password_asked() -> ResponseReturnValue:
    """Say what happens next, the same for every address."""
    return render_template("accounts/password_asked.html")
