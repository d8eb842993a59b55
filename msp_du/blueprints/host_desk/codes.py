"""The code by mail that comes before the first signature, where the institution asks for one."""

from collections.abc import Callable
from datetime import UTC, datetime
from functools import wraps
from typing import ParamSpec

from flask import flash, redirect, url_for
from flask.typing import ResponseReturnValue

from msp_du.blueprints.host_desk.area import bp
from msp_du.blueprints.host_desk.forms import CodeForm, OpenForm
from msp_du.domain.desk import CODE_TRIES
from msp_du.domain.errors import Rule, RuleViolation
from msp_du.extensions import db, transaction
from msp_du.services import desk_codes
from msp_du.web.desk_access import desk, desk_holder
from msp_du.web.forms import render_form
from msp_du.web.i18n import _
from msp_du.web.throttling import secret_key

Given = ParamSpec("Given")
SEE_OTHER = 303


def confirmed(
    view: Callable[Given, ResponseReturnValue],
) -> Callable[Given, ResponseReturnValue]:
    """Ask for the code before the page, where there is one to type."""

    @wraps(view)
    def ask_first(*args: Given.args, **kwargs: Given.kwargs) -> ResponseReturnValue:
        found = desk().session
        if found is not None and desk_codes.needs(db.session(), found):
            return redirect(url_for("host_desk.enter_code"), SEE_OTHER)
        return view(*args, **kwargs)

    return ask_first


@bp.route("/code", methods=["GET", "POST"])
@desk_holder
def enter_code() -> ResponseReturnValue:
    """Let in whoever reads the mails of the known address."""
    form = CodeForm()
    found = desk().session
    if found is None or not desk_codes.needs(db.session(), found):
        return redirect(url_for(".sign_hours"), SEE_OTHER)
    if form.validate_on_submit():
        with transaction() as session:
            is_right = desk_codes.confirm(
                session, found, form.code.data, key=secret_key(), now=datetime.now(UTC)
            )
        if is_right:
            return redirect(url_for(".sign_hours"), SEE_OTHER)
        form.add_violation(RuleViolation(Rule.DESK_CODE_WRONG, field="code"))
    is_spent = found.code_tries >= CODE_TRIES
    return render_form(
        "host_desk/enter_code.html",
        form,
        is_spent=is_spent,
        is_spent_today=desk_codes.is_spent_today(db.session(), found, now=datetime.now(UTC)),
        is_sent=found.code_sent_at is not None,
    )


@bp.route("/code/envoyer", methods=["POST"])
@desk_holder
def send_code() -> ResponseReturnValue:
    """Send a code to the address known for the contact."""
    found = desk().session
    if OpenForm().validate_on_submit() and found is not None:
        with transaction() as session:
            desk_codes.queue(session, found, now=datetime.now(UTC))
        flash(_("Un code part vers votre adresse. Il est valable dix minutes."), "success")
    return redirect(url_for(".enter_code"), SEE_OTHER)
