"""The first page: what needs me now, role by role."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from flask import Blueprint, render_template, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from msp_du.blueprints.home.cohort_pages import coordinator_page, registrar_page
from msp_du.blueprints.home.trainee_page import trainee_page
from msp_du.blueprints.home.tutor_page import tutor_page
from msp_du.domain import calendar
from msp_du.domain.vocabulary import Role
from msp_du.extensions import db
from msp_du.models import Account
from msp_du.policies import active_grants, institution_ids
from msp_du.services import (
    agreement_lists,
    boards,
    cohort_progress,
    desks,
    document_counts,
    home,
    mark_lists,
    message_log,
    placement_wishes,
    rated_trainees,
    trainee_home,
)
from msp_du.web.access import actor_or_none, log_read, public
from msp_du.web.desk_lines import desk_lines
from msp_du.web.i18n import _, ngettext

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


SIGNING = frozenset({Role.TUTOR, Role.COORDINATOR, Role.REGISTRAR})
"""Roles that sign agreements; trainees find theirs among what waits for them."""


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
    held = {grant.role for grant in active_grants(actor)}
    sections = [
        Section(role, template, _SECTIONS[role](session, actor, now))
        for role, template in TEMPLATES.items()
        if role in held
    ]
    if held & NAMING:
        log_read(actor)
    if held & SIGNING:
        _ask_to_sign(sections, agreement_lists.count_to_sign(session, actor))
    phone = [section.content["phone"] for section in sections if _is_trainees(section)]
    return render_template(
        "home/show.html",
        greeting=_greeting(sections),
        sections=sections,
        phone=phone[0] if phone else None,
    )


def _ask_to_sign(sections: list[Section], count: int) -> None:
    """Put the papers to sign before all else that waits for whoever signs them."""
    at = next(at for at, section in enumerate(sections) if section.role in SIGNING)
    if not count:
        return
    asked = {
        "title": ngettext(
            "Une convention attend votre signature",
            "%(num)s conventions attendent votre signature",
            count,
        ),
        "url": url_for("agreements.list_agreements"),
        "tag": _("À signer"),
        "tag_kind": "todo",
    }
    found = sections[at].content
    sections[at] = replace(sections[at], content={**found, "todo": [asked, *found["todo"]]})


def _greeting(sections: list[Section]) -> str:
    for section in sections:
        if _is_trainees(section):
            return _("Bonjour %(name)s", name=section.content["given_name"])
    return _("Bonjour")


def _is_trainees(section: Section) -> bool:
    return section.role is Role.TRAINEE and section.content is not None


def _trainee_section(session: Session, actor: Account, now: datetime) -> Any:
    if actor.person_id is None:
        return None
    today = _today(actor, Role.TRAINEE, now)
    found = trainee_home.read(session, actor.person_id, today=today, now=now)
    rounds = placement_wishes.own_rounds(session, actor.person_id, now=now)
    return trainee_page(found, today, rounds) if found else None


def _supervisor_section(session: Session, actor: Account, now: datetime) -> Any:
    today = _today(actor, Role.SUPERVISOR, now)
    contacts = desks.contacts_of(session, actor, institution_ids(actor, Role.SUPERVISOR))
    rows = desks.rows(session, {contact.id for contact in contacts}, today)
    return desk_lines(rows, today)


def _tutor_section(session: Session, actor: Account, now: datetime) -> Any:
    return tutor_page(
        home.tutor(session, actor),
        mark_lists.to_mark(session, actor),
        rated_trainees.followed(session, actor),
        _today(actor, Role.TUTOR, now),
    )


def _coordinator_section(session: Session, actor: Account, now: datetime) -> Any:
    return coordinator_page(
        home.cohorts(session, actor, Role.COORDINATOR, now=now),
        cohort_progress.of_coordinator(session, actor, now=now),
        message_log.failed_lately(session, actor, now=now),
    )


def _registrar_section(session: Session, actor: Account, now: datetime) -> Any:
    first = _today(actor, Role.REGISTRAR, now).replace(day=1)
    return registrar_page(document_counts.of_registrar(session, actor, since=first))


def _board_section(session: Session, actor: Account, _now: datetime) -> Any:
    found = boards.overview(session, actor, Role.BOARD_MEMBER)
    return [row for row in found if row.is_open]


def _administrator_section(session: Session, actor: Account, _now: datetime) -> Any:
    return home.administrator(session, actor)


def _today(actor: Account, role: Role, now: datetime) -> date:
    zone = ZoneInfo(active_grants(actor, role)[0].institution.time_zone)
    return calendar.today(now, zone)


_SECTIONS: Mapping[Role, Callable[[Session, Account, datetime], Any]] = {
    Role.TRAINEE: _trainee_section,
    Role.SUPERVISOR: _supervisor_section,
    Role.TUTOR: _tutor_section,
    Role.COORDINATOR: _coordinator_section,
    Role.REGISTRAR: _registrar_section,
    Role.BOARD_MEMBER: _board_section,
    Role.ADMINISTRATOR: _administrator_section,
}
