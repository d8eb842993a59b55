"""The blueprint, apart from its pages, and what several of them ask first."""

from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from flask import Blueprint, abort, current_app

from msp_du.config import Config
from msp_du.domain.vocabulary import Role
from msp_du.extensions import db
from msp_du.models import Agreement, Placement
from msp_du.services import agreement_rows
from msp_du.services.agreements import Edition
from msp_du.services.cohorts import today_in
from msp_du.web import formatting

bp = Blueprint("agreements", __name__, url_prefix="/conventions")

READERS = (Role.TRAINEE, Role.TUTOR, Role.COORDINATOR, Role.REGISTRAR)
STAFF = (Role.COORDINATOR, Role.REGISTRAR)


def agreement_or_404(agreement_id: UUID) -> Agreement:
    """Return a paper with its signers, or answer 404."""
    agreement = agreement_rows.find(db.session(), agreement_id)
    if agreement is None:
        abort(404)
    return agreement


def edition_of(placement: Placement) -> Edition:
    """Return what papers written now have in common: the moment, the day, whether a specimen."""
    config: Config = current_app.extensions["msp_du_config"]
    now = datetime.now(UTC)
    institution = placement.enrolment_year.enrolment.cohort.institution
    return Edition(now, today_in(institution, now), is_specimen=config.demo)


def named(placement: Placement) -> dict[str, Any]:
    """Return how pages name a placement: neutral in the title, whole in the line below."""
    return {
        "started": formatting.day(placement.periods[0].starts_on),
        "trainee": placement.enrolment_year.enrolment.person.name.display,
        "host": placement.organisation.name,
    }
