"""The code shown in the room, and trainees who sign with it."""

from datetime import UTC, datetime
from math import ceil
from uuid import UUID

from flask import flash, make_response, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from msp_du import policies
from msp_du.blueprints.attendance.forms import CodeForm
from msp_du.blueprints.attendance.routes import bp, class_or_404, code_key
from msp_du.blueprints.attendance.words import class_view
from msp_du.domain.errors import RuleViolation
from msp_du.domain.vocabulary import Role
from msp_du.extensions import db, transaction
from msp_du.models import Account, ClassSession
from msp_du.services import self_signing
from msp_du.services.self_signing import Signed
from msp_du.web import locale
from msp_du.web.access import authorise, current_account, requires
from msp_du.web.forms import BaseForm, render_form
from msp_du.web.i18n import _, ngettext
from msp_du.web.labels import label

TOO_MANY_REQUESTS = 429


@bp.get("/seances/<uuid:class_session_id>/code")
@requires(Role.TUTOR, Role.COORDINATOR)
def show_code(class_session_id: UUID) -> ResponseReturnValue:
    """Show the code in large, for the room."""
    row = class_or_404(class_session_id)
    authorise(policies.can_fill_attendance, row)
    return _code_page(row, BaseForm())


@bp.post("/seances/<uuid:class_session_id>/code")
@requires(Role.TUTOR, Role.COORDINATOR)
def open_code(class_session_id: UUID) -> ResponseReturnValue:
    """Let trainees sign with a new code."""
    row = class_or_404(class_session_id)
    actor = authorise(policies.can_fill_attendance, row)
    form = BaseForm()
    try:
        with transaction() as session:
            self_signing.open_code(session, row, key=code_key(), actor=actor, now=datetime.now(UTC))
    except RuleViolation as violation:
        form.add_violation(violation)
        return _code_page(row, form)
    return redirect(url_for(".show_code", class_session_id=class_session_id))


@bp.post("/seances/<uuid:class_session_id>/code/arreter")
@requires(Role.TUTOR, Role.COORDINATOR)
def stop_code(class_session_id: UUID) -> ResponseReturnValue:
    """Let nobody sign any more."""
    row = class_or_404(class_session_id)
    actor = authorise(policies.can_fill_attendance, row)
    with transaction() as session:
        self_signing.stop_code(session, row, actor=actor)
    flash(_("Le code ne sert plus."), "success")
    return redirect(url_for(".fill_sheet", class_session_id=class_session_id))


@bp.route("/signer", methods=["GET", "POST"])
@requires(Role.TRAINEE)
def sign() -> ResponseReturnValue:
    """Sign one's own presence with the code of the room."""
    actor, form = current_account(), CodeForm()
    if form.validate_on_submit():
        key, now = code_key(), datetime.now(UTC)
        pause = self_signing.wait(db.session(), actor, key=key, now=now)
        if pause:
            return _refuse_for_now(form, ceil(pause.total_seconds()))
        try:
            with transaction() as session:
                signed = self_signing.sign(session, actor, form.code.data, key=key, now=now)
        except RuleViolation as violation:
            form.add_violation(violation)
            _count(actor, key, now)
        else:
            flash(_said(signed), "success")
            return redirect(url_for(".show"))
    return render_form("attendance/sign.html", form)


def _code_page(row: ClassSession, form: BaseForm) -> ResponseReturnValue:
    code = self_signing.shown_code(row, key=code_key(), now=datetime.now(UTC))
    return render_form(
        "attendance/show_code.html",
        form,
        row=row,
        view=class_view(row, locale.today()),
        code=code,
        address=url_for(".sign", _external=True).split("://", maxsplit=1)[-1],
    )


def _count(actor: Account, key: str, now: datetime) -> None:
    """Count a wrong code in a short transaction of its own: it outlives the refusal."""
    with transaction() as session:
        self_signing.count_failure(session, actor, key=key, now=now)


def _refuse_for_now(form: CodeForm, seconds: int) -> ResponseReturnValue:
    """Answer 429 with the same form and the time to wait."""
    form.form_errors.append(
        ngettext(
            "Trop d’essais de suite. Attendez une seconde, puis recommencez.",
            "Trop d’essais de suite. Attendez %(num)s secondes, puis recommencez.",
            seconds,
        )
    )
    page = render_template("attendance/sign.html", form=form)
    response = make_response(page, TOO_MANY_REQUESTS)
    response.headers["Retry-After"] = str(seconds)
    return response


def _said(signed: Signed) -> str:
    state = label(signed.state).lower()
    if signed.is_entered:
        return _(
            "La personne qui anime avait déjà noté : %(state)s. Cela reste ainsi.", state=state
        )
    return _("C’est noté : %(state)s.", state=state)
