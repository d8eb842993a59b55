"""Where an account is signed in, and how to end it."""

from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from msp_du import policies
from msp_du.blueprints.accounts import device_names
from msp_du.blueprints.accounts.routes import bp
from msp_du.extensions import db, transaction
from msp_du.models import AccountSession
from msp_du.services import sessions, sign_in
from msp_du.web.access import authorise, current_account, get_or_404, signed_in, signed_session
from msp_du.web.i18n import _


@bp.route("/compte/appareils")
@signed_in
def list_sessions() -> ResponseReturnValue:
    """List the devices on which the account is signed in, this one first."""
    here = _current_id()
    rows = sessions.of_account(db.session(), current_account(), now=datetime.now(UTC))
    shown = sorted((_shown(row, here) for row in rows), key=lambda row: not row["is_here"])
    return render_template("accounts/list_sessions.html", sessions=shown)


def _shown(row: AccountSession, here: UUID | None) -> dict[str, Any]:
    return {
        "id": row.id,
        "device": device_names.shown(row.device),
        "created_at": row.created_at,
        "last_seen_at": row.last_seen_at,
        "is_here": row.id == here,
    }


def _current_id() -> UUID | None:
    row = signed_session(db.session())
    return row.id if row else None


@bp.route("/compte/appareils/<uuid:session_id>/fin", methods=["POST"])
@signed_in
def end_session(session_id: UUID) -> ResponseReturnValue:
    """Sign one device out."""
    row = get_or_404(AccountSession, session_id)
    actor = authorise(policies.can_end_session, row)
    with transaction() as session:
        sign_in.end_session(session, row, actor=actor)
    flash(_("Cet appareil est déconnecté."), "success")
    return redirect(url_for(".list_sessions"))


@bp.route("/compte/appareils/fin", methods=["POST"])
@signed_in
def end_other_sessions() -> ResponseReturnValue:
    """Sign every other device out."""
    actor = current_account()
    keep = _current_id()
    with transaction() as session:
        sign_in.end_other_sessions(session, actor=actor, keep=keep)
    flash(_("Vos autres appareils sont déconnectés."), "success")
    return redirect(url_for(".list_sessions"))
