"""The slip that a trainee hands to a host: printed, it introduces one placement."""

from datetime import UTC, datetime
from uuid import UUID

from flask import current_app, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from msp_du import policies
from msp_du.blueprints.placements.routes import bp
from msp_du.domain.vocabulary import Language, Role
from msp_du.extensions import db, transaction
from msp_du.models import Placement
from msp_du.pdf.drawing import qr_address
from msp_du.services import desk_slips
from msp_du.web.access import authorise, get_or_404, requires
from msp_du.web.addresses import public_url


@bp.route("/<uuid:placement_id>/fiche")
@requires(Role.TRAINEE)
def show_slip(placement_id: UUID) -> ResponseReturnValue:
    """Show the slip of one's own placement, to print or to let somebody scan."""
    placement = get_or_404(Placement, placement_id)
    authorise(policies.can_log_hours, placement)
    slip = desk_slips.of_placement(db.session(), placement)
    url = slip and public_url(
        current_app, "host_desk.ask_by_slip", Language.FRENCH, {"secret": slip.code}
    )
    return render_template(
        "placements/show_slip.html",
        placement_id=placement.id,
        host=placement.organisation.name,
        url=url,
        picture=url and qr_address(url),
    )


@bp.route("/<uuid:placement_id>/fiche/preparer", methods=["POST"])
@requires(Role.TRAINEE)
def prepare_slip(placement_id: UUID) -> ResponseReturnValue:
    """Prepare the slip of one's own placement; the same one every time."""
    placement = get_or_404(Placement, placement_id)
    actor = authorise(policies.can_log_hours, placement)
    with transaction() as session:
        desk_slips.prepare(session, placement, actor=actor, now=datetime.now(UTC))
    return redirect(url_for(".show_slip", placement_id=placement_id), 303)
