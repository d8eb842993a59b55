"""What there is to do and to know about classes, for whoever looks."""

from collections.abc import Sequence
from datetime import date, timedelta
from uuid import UUID

from flask import Blueprint, abort, current_app, render_template
from flask.typing import ResponseReturnValue

from msp_du.blueprints.attendance.words import ClassView, class_view, own_context
from msp_du.config import Config
from msp_du.domain.vocabulary import Role
from msp_du.extensions import db
from msp_du.models import Account, ClassSession
from msp_du.policies import can_sign_presence, has_role
from msp_du.services import class_sessions, own_attendance
from msp_du.services.own_attendance import CoordinatedCohort
from msp_du.web import locale
from msp_du.web.access import current_account, requires

bp = Blueprint("attendance", __name__, url_prefix="/presences")

BEFORE, AHEAD = timedelta(days=45), timedelta(days=45)
"""How far the first page looks back for sheets to close, and ahead."""


@bp.route("/")
@requires(Role.TRAINEE, Role.TUTOR, Role.COORDINATOR)
def show() -> ResponseReturnValue:
    """Show one's own attendance, the classes one gives, and the cohorts one coordinates."""
    actor, session = current_account(), db.session()
    today = locale.today()
    own = None
    if actor.person_id is not None and can_sign_presence(actor):
        own = own_attendance.of_person(session, actor.person_id, today)
    return render_template(
        "attendance/show.html",
        **(own_context(own) if own else {"own": None}),
        is_tutor=has_role(actor, Role.TUTOR),
        given=_given(actor, today),
        is_coordinator=has_role(actor, Role.COORDINATOR),
        cohorts=_coordinated(actor, today),
    )


def class_or_404(class_session_id: UUID) -> ClassSession:
    """Return a class with what its pages and its rights need, or answer 404."""
    row = class_sessions.find(db.session(), class_session_id)
    if row is None:
        abort(404)
    return row


def code_key() -> str:
    """Return the key that codes shown in a room are made with."""
    config: Config = current_app.extensions["msp_du_config"]
    return config.secret_key


def is_demo() -> bool:
    """Tell whether everybody is invented here: papers are specimens then."""
    config: Config = current_app.extensions["msp_du_config"]
    return config.demo


def _given(actor: Account, today: date) -> Sequence[ClassView]:
    """Return the classes that the actor gives: those to fill or close, and those to come."""
    if not has_role(actor, Role.TUTOR):
        return []
    rows = class_sessions.of_instructor(
        db.session(), actor, since=today - BEFORE, until=today + AHEAD
    )
    return [class_view(row, today) for row in rows if row.closed_at is None or row.held_on == today]


def _coordinated(actor: Account, today: date) -> Sequence[CoordinatedCohort]:
    if not has_role(actor, Role.COORDINATOR):
        return []
    return own_attendance.coordinated(db.session(), actor, today)
