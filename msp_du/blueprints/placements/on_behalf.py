"""Signing hours in the place of a contact who is absent, with a written reason."""

from datetime import UTC, datetime
from uuid import UUID

from flask import flash, redirect, url_for
from flask.typing import ResponseReturnValue

from msp_du import policies
from msp_du.blueprints.placements.desk_forms import OnBehalfForm
from msp_du.blueprints.placements.routes import bp
from msp_du.domain.errors import RuleViolation
from msp_du.domain.vocabulary import Role
from msp_du.extensions import db, transaction
from msp_du.models import Placement
from msp_du.services import approvals, desk_approvals, hours
from msp_du.web import formatting, hours_lines
from msp_du.web.access import authorise, get_or_404, requires
from msp_du.web.forms import render_form
from msp_du.web.i18n import _
from msp_du.web.throttling import secret_key


@bp.route("/<uuid:placement_id>/signer-a-la-place", methods=["GET", "POST"])
@requires(Role.COORDINATOR)
def sign_on_behalf(placement_id: UUID) -> ResponseReturnValue:
    """Sign what waits, in the name of the coordination and for a reason everybody will read."""
    placement = get_or_404(Placement, placement_id)
    actor = authorise(policies.can_sign_on_behalf, placement)
    entries = approvals.to_sign(db.session(), placement)
    digest = approvals.digest_of(entries)
    token = desk_approvals.form_token(secret_key(), placement_id, placement.contact_id, digest)
    shown = " ".join((token, digest, *(str(entry.id) for entry in entries)))
    form = OnBehalfForm(data={"list": shown})
    if form.validate_on_submit():
        try:
            with transaction() as session:
                desk_approvals.sign_on_behalf(
                    session,
                    placement,
                    form.shown(placement_id),
                    actor=actor,
                    capacity=form.capacity.data,
                    reason=form.reason.data,
                    now=datetime.now(UTC),
                )
        except RuleViolation as violation:
            placement = get_or_404(Placement, placement_id)
            entries = approvals.to_sign(db.session(), placement)
            form.list.data = shown
            form.add_violation(violation)
        else:
            flash(_("C’est signé à la place de l’hôte, qui en reçoit copie."), "success")
            return redirect(url_for(".show_placement", placement_id=placement_id), 303)
    zone = hours.zone_of(placement)
    return render_form(
        "placements/sign_on_behalf.html",
        form,
        placement_id=placement_id,
        contact=placement.contact.name,
        signer=actor.display_name,
        lines=[hours_lines.line(entry, zone) for entry in entries],
        total=formatting.hours(sum(entry.minutes for entry in entries)),
    )
