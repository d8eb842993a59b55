"""Hours sent and read by programs: the trainee's phone first of all."""

import json
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime
from uuid import UUID
from zoneinfo import ZoneInfo

from flask import abort, jsonify, request
from flask.typing import ResponseReturnValue

from msp_du import policies
from msp_du.blueprints.api.refusals import faults, identifying, refused
from msp_du.blueprints.api.routes import bp
from msp_du.domain import calendar
from msp_du.domain.agreements import Standing
from msp_du.domain.confidentiality import find_identifying
from msp_du.domain.errors import RuleViolation
from msp_du.domain.hours import Period
from msp_du.domain.hours_requests import (
    IDENTIFYING_TEXT,
    BodyFault,
    BodyRefused,
    HoursRequest,
    read,
)
from msp_du.domain.placement_days import bounds, stage
from msp_du.domain.vocabulary import Role
from msp_du.extensions import db, transaction
from msp_du.models import HoursEntry, Placement
from msp_du.services import agreement_days, hours, hours_api, logbook
from msp_du.services.hours_api import ListedHours
from msp_du.web.access import authorise, current_account, get_or_404, requires
from msp_du.web.fields import GuardedTextField
from msp_du.web.i18n import _
from msp_du.web.placement_words import interrupted
from msp_du.web.problems import problem

MAX_BYTES = 16 * 1024
"""What a day may weigh: a text of 500 signs, each escaped, and ids."""


@bp.post("/hours")
@requires(Role.TRAINEE)
def log_hours() -> ResponseReturnValue:
    """Note a day, once for each id: 201 the first time, 200 for the same body again."""
    sent = request.get_data(cache=False)
    if len(sent) > MAX_BYTES:
        abort(413)
    if request.mimetype != "application/json":
        return problem(415, "not-json", _("Envoyez du JSON (application/json)."))
    try:
        asked = _tidied(read(json.loads(sent)))
    except BodyRefused as wrong:
        return faults(wrong.faults)
    except (ValueError, RecursionError):
        return problem(400, "unreadable-json", _("Ce corps de requête n’est pas du JSON."))
    placement = get_or_404(Placement, asked.placement)
    authorise(policies.can_log_hours, placement)
    found = find_identifying(asked.activity or "")
    if found and IDENTIFYING_TEXT not in asked.confirmed:
        return identifying(found)
    return _note(placement, asked)


@bp.get("/hours")
@requires(Role.TRAINEE)
def list_hours() -> ResponseReturnValue:
    """List what was noted at one of the trainee's placements, by day."""
    wanted = request.args.get("placement")
    if wanted is None:
        return faults([("placement", BodyFault.MISSING)])
    try:
        placement_id = UUID(wanted)
    except ValueError:
        abort(404)
    placement = get_or_404(Placement, placement_id)
    authorise(policies.can_log_hours, placement)
    return jsonify(_told(placement, hours_api.of_placement(db.session(), placement)))


@bp.get("/placements")
@requires(Role.TRAINEE)
def list_placements() -> ResponseReturnValue:
    """List the trainee's own placements, the one that was last used first."""
    session, now = db.session(), datetime.now(UTC)
    found = logbook.placements_of(session, current_account().person_id)
    standings = agreement_days.standings(session, [placement.id for placement in found])
    return jsonify([_placement(one, standings[one.id], now) for one in found])


def _note(placement: Placement, asked: HoursRequest) -> ResponseReturnValue:
    try:
        with transaction() as session:
            noted = hours_api.note(
                session,
                placement,
                asked,
                actor=current_account(),
                now=datetime.now(UTC),
            )
    except RuleViolation as violation:
        return refused(violation)
    (told,) = _told(placement, hours_api.of_entry(db.session(), noted.entry))
    return jsonify(told), 201 if noted.is_first else 200


def _tidied(asked: HoursRequest) -> HoursRequest:
    """Return the request with its text as a form would take it."""
    return replace(asked, activity=GuardedTextField.tidy(asked.activity or "") or None)


def _told(placement: Placement, listed: ListedHours) -> list[dict[str, object]]:
    zone = hours.zone_of(placement)
    return [_entry(entry, listed.competencies.get(entry.id, ()), zone) for entry in listed.entries]


def _entry(entry: HoursEntry, competency_ids: Sequence[UUID], zone: ZoneInfo) -> dict[str, object]:
    return {
        "id": str(entry.id),
        "client_id": str(entry.client_id),
        "placement": str(entry.placement_id),
        "date": entry.worked_on.isoformat(),
        "minutes": entry.minutes,
        "start": _clock(entry.started_at, zone),
        "end": _clock(entry.ended_at, zone),
        "break_minutes": entry.break_minutes,
        "kind": entry.kind.value,
        "activity": entry.activity,
        "competencies": [str(each) for each in competency_ids],
        "state": entry.state.value,
    }


def _clock(moment: datetime | None, zone: ZoneInfo) -> str | None:
    return f"{moment.astimezone(zone):%H:%M}" if moment else None


def _placement(placement: Placement, standing: Standing, now: datetime) -> dict[str, object]:
    today = calendar.today(now, hours.zone_of(placement))
    periods = [Period(row.starts_on, row.ends_on) for row in placement.periods]
    first, last = bounds(periods) or (None, None)
    return {
        "id": str(placement.id),
        "host": placement.organisation.name,
        "starts_on": first.isoformat() if first else None,
        "ends_on": last.isoformat() if last else None,
        "state": stage(standing, today, is_interrupted=interrupted(placement)).value,
    }
