"""The host's view of a checklist: what the trainee says, what the host saw; never the rest."""

from collections.abc import Callable
from uuid import UUID

from flask import render_template, url_for
from flask.typing import ResponseReturnValue

from msp_du import policies
from msp_du.blueprints.competencies.checklist_words import host_view
from msp_du.blueprints.competencies.rating import Rater, rate_domain
from msp_du.blueprints.competencies.routes import bp
from msp_du.domain.vocabulary import RaterRole, Role
from msp_du.models import Placement
from msp_du.web.access import authorise, get_or_404, requires


@bp.route("/stages/<uuid:placement_id>")
@requires(Role.SUPERVISOR)
def show_to_host(placement_id: UUID) -> ResponseReturnValue:
    """Show a host the trainee's own levels and those the host gave."""
    rater = _rater(placement_id)
    checklist = rater.checklist()
    return render_template(
        "competencies/show_to_host.html",
        view=checklist and host_view(checklist, rate_url=rater.domain_url),
        trainee=rater.enrolment.person.name.display,
        rate_url=rater.domain_url(),
        placement_id=placement_id,
    )


@bp.route("/stages/<uuid:placement_id>/evaluer", methods=["GET", "POST"])
@requires(Role.SUPERVISOR)
def rate_as_host(placement_id: UUID) -> ResponseReturnValue:
    """Rate one domain for the host."""
    return rate_domain(_rater(placement_id))


def _rater(placement_id: UUID) -> Rater:
    placement = get_or_404(Placement, placement_id)
    return Rater(
        actor=authorise(policies.can_rate_as_host, placement),
        role=RaterRole.HOST,
        enrolment=placement.enrolment_year.enrolment,
        checklist_url=url_for(".show_to_host", placement_id=placement_id),
        domain_url=_rate_url(placement_id),
    )


def _rate_url(placement_id: UUID) -> Callable[..., str]:
    def url(domain: str | None = None, take: str | None = None) -> str:
        return url_for(".rate_as_host", placement_id=placement_id, domaine=domain, reprendre=take)

    return url
