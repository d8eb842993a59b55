"""The desk's blueprint, apart from its pages: they all hang on it."""

from datetime import date
from uuid import UUID

from flask import Blueprint, abort, redirect, url_for
from flask.typing import ResponseReturnValue

from msp_du.domain.vocabulary import Role
from msp_du.extensions import db
from msp_du.models import Placement
from msp_du.services import desks
from msp_du.web.access import log_read, requires
from msp_du.web.desk_access import DeskHolder, desk, desk_or_none
from msp_du.web.locale import today

bp = Blueprint("host_desk", __name__, url_prefix="/bureau")
former_bp = Blueprint("former_desk", __name__, url_prefix="/validation")


@bp.context_processor
def frame() -> dict[str, str | None]:
    """Give the pages their frame: the account's, or that of a personal link."""
    holder = desk_or_none()
    if holder is None or holder.account is not None:
        return {"desk_layout": "layouts/signed_in.html", "desk_contact_name": None}
    return {"desk_layout": "layouts/desk.html", "desk_contact_name": holder.contacts[0].name}


@former_bp.route("/")
@requires(Role.SUPERVISOR)
def show() -> ResponseReturnValue:
    """Lead an older address of the desk, as mails and bookmarks hold it, to today's."""
    return redirect(url_for("host_desk.show_desk"), 301)


def on_desk_or_404(placement_id: UUID) -> tuple[DeskHolder, Placement]:
    """Return the placement if it is on the open desk; else answer like a made-up id."""
    holder = desk()
    placement = desks.find(db.session(), placement_id, holder.contact_ids, day())
    if placement is None:
        abort(404)
    if holder.account is not None:
        log_read(holder.account, placement)
    return holder, placement


def day() -> date:
    """Return the day it is at the desk."""
    return today()
