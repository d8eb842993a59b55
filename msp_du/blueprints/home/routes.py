"""The first page: what needs me now, role by role."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from msp_du.blueprints.home.staff_pages import cohorts_page, tutor_page
from msp_du.blueprints.home.trainee_page import trainee_page
from msp_du.domain import calendar
from msp_du.domain.vocabulary import Role
from msp_du.extensions import db
from msp_du.models import Account
from msp_du.policies import active_grants, has_role, institution_ids
from msp_du.services import approvals, home, trainee_home
from msp_du.web.access import actor_or_none, log_read, public
from msp_du.web.desk_lines import desk_lines
from msp_du.web.i18n import _

bp = Blueprint("home", __name__)

TEMPLATES = {
    Role.TRAINEE: "home/_trainee.html",
    Role.SUPERVISOR: "home/_supervisor.html",
    Role.TUTOR: "home/_tutor.html",
    Role.COORDINATOR: "home/_coordinator.html",
    Role.REGISTRAR: "home/_registrar.html",
    Role.BOARD_MEMBER: "home/_board_member.html",
    Role.ADMINISTRATOR: "home/_administrator.html",
}
"""What each role reads, in the order in which somebody with several reads them."""

NAMING = frozenset({Role.SUPERVISOR, Role.TUTOR, Role.COORDINATOR})
"""Roles whose first page names trainees, so that reading it is noted."""


@dataclass(frozen=True, slots=True)
class Section:
    """What one role finds, and the template that shows it."""

    role: Role
    template: str
    content: Any


@bp.route("/")
@public
def show() -> ResponseReturnValue:
    """Show what needs the reader now; to a stranger, where they are."""
    actor = actor_or_none()
    if actor is None:
        return render_template("home/welcome.html")
    session, now = db.session(), datetime.now(UTC)
    sections = [
        Section(role, template, _content(role, session, actor, now))
        for role, template in TEMPLATES.items()
        if has_role(actor, role)
    ]
    if has_role(actor, *NAMING):
        log_read(actor)
    return render_template("home/show.html", greeting=_greeting(sections), sections=sections)


def _greeting(sections: list[Section]) -> str:
    for section in sections:
        if section.role is Role.TRAINEE and section.content is not None:
            return _("Bonjour %(name)s", name=section.content["given_name"])
    return _("Bonjour")


def _content(role: Role, session: Session, actor: Account, now: datetime) -> Any:
    match role:
        case Role.TRAINEE:
            return _trainee(session, actor, now)
        case Role.SUPERVISOR:
            rows = approvals.desk(session, actor.id, institution_ids(actor, role))
            return desk_lines(rows, _today(actor, role, now))
        case Role.TUTOR:
            return tutor_page(home.tutor(session, actor), _today(actor, role, now))
        case Role.COORDINATOR:
            found = home.cohorts(session, actor, role, now=now)
            return cohorts_page(found, home.unplaced(session, [row.id for row in found]))
        case Role.ADMINISTRATOR:
            return home.administrator(session, actor)
        case _:
            return cohorts_page(home.cohorts(session, actor, role, now=now))


def _trainee(session: Session, actor: Account, now: datetime) -> Mapping[str, Any] | None:
    if actor.person_id is None:
        return None
    today = _today(actor, Role.TRAINEE, now)
    found = trainee_home.read(session, actor.person_id, today=today)
    return trainee_page(found, today) if found else None


def _today(actor: Account, role: Role, now: datetime) -> date:
    zone = ZoneInfo(active_grants(actor, role)[0].institution.time_zone)
    return calendar.today(now, zone)
