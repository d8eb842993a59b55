"""What the pages of this area share: their blueprint, and which institution they are about."""

from flask import Blueprint, abort, flash, request

from msp_du.domain.errors import RuleViolation
from msp_du.domain.vocabulary import Role
from msp_du.models import Institution
from msp_du.policies import active_grants
from msp_du.web.access import current_account
from msp_du.web.labels import sentence

bp = Blueprint("administration", __name__, url_prefix="/etablissement")


def chosen_institution(*roles: Role) -> Institution:
    """Return where the actor holds one of these roles: first there, or named by ``?institution=``.

    Another institution answers 404, like a made-up one.
    """
    grants = active_grants(current_account(), *roles)
    held = {
        grant.institution_id: grant.institution for grant in sorted(grants, key=lambda g: g.since)
    }
    asked = request.args.get("institution")
    if asked is None:
        return next(iter(held.values()))
    found = next((row for identity, row in held.items() if str(identity) == asked), None)
    return found or abort(404)


def flash_refusal(violation: RuleViolation) -> None:
    """Say on the next page why an act of one button was refused."""
    flash(sentence(violation.rule, **violation.details), "error")
