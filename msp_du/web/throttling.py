"""How a try is slowed down: counted apart from the refusal, answered in a plain sentence."""

from datetime import UTC, datetime, timedelta
from math import ceil
from typing import Any

from flask import current_app, make_response, request
from flask.typing import ResponseReturnValue

from msp_du.config import Config
from msp_du.domain.vocabulary import AttemptKind
from msp_du.extensions import db, transaction
from msp_du.models import Account
from msp_du.services import passwords, sign_in
from msp_du.web.forms import BaseForm, render_form
from msp_du.web.i18n import _, ngettext

TOO_MANY_REQUESTS = 429


def secret_key() -> str:
    """Return the key under which what is counted is hidden."""
    config: Config = current_app.extensions["msp_du_config"]
    return config.secret_key


def this_try(email: str) -> sign_in.Try:
    """Return what failures of this request are counted for."""
    return sign_in.Try.of(secret_key(), email=email, network_address=request.remote_addr or "")


def pause_before(kind: AttemptKind, attempt: sign_in.Try) -> timedelta:
    """Return how long to wait before this try; nothing for most people, ever."""
    return sign_in.wait(db.session(), kind, attempt, now=datetime.now(UTC))


def count(kind: AttemptKind, attempt: sign_in.Try) -> None:
    """Count a failure in a short transaction of its own: it outlives the refusal."""
    with transaction() as session:
        sign_in.count_failure(session, kind, attempt, now=datetime.now(UTC))


def refuse_for_now(
    template: str, form: BaseForm, pause: timedelta, **context: Any
) -> ResponseReturnValue:
    """Answer 429 with the same form and the time to wait."""
    seconds = ceil(pause.total_seconds())
    form.form_errors.append(_sentence(seconds))
    page = render_form(template, form, status_if_errors=TOO_MANY_REQUESTS, **context)
    response = make_response(page)
    response.headers["Retry-After"] = str(seconds)
    return response


def prove(form: BaseForm, actor: Account, attempt: sign_in.Try) -> bool:
    """Check the form's current password; a wrong one is counted like a failed sign-in."""
    typed: str = form["current_password"].data
    if passwords.matches(actor.password_hash, typed):
        return True
    count(AttemptKind.SIGN_IN, attempt)
    field = form["current_password"]
    field.errors = [*field.errors, _("Ce n’est pas votre mot de passe actuel.")]
    return False


def _sentence(seconds: int) -> str:
    if seconds < 60:
        return ngettext(
            "Trop d’essais de suite. Attendez une seconde, puis recommencez.",
            "Trop d’essais de suite. Attendez %(num)s secondes, puis recommencez.",
            seconds,
        )
    return ngettext(
        "Trop d’essais de suite. Attendez une minute, puis recommencez.",
        "Trop d’essais de suite. Attendez %(num)s minutes, puis recommencez.",
        ceil(seconds / 60),
    )
