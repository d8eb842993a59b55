"""Whether hosts type a code by mail before they sign."""

from uuid import UUID

from flask import flash, redirect, url_for
from flask.typing import ResponseReturnValue

from msp_du import policies
from msp_du.blueprints.administration.area import bp
from msp_du.blueprints.administration.forms import DeskForm
from msp_du.domain.vocabulary import Role
from msp_du.extensions import db, transaction
from msp_du.models import Institution
from msp_du.services import desk_codes
from msp_du.web.access import authorise, get_or_404, requires
from msp_du.web.forms import render_form
from msp_du.web.i18n import _


@bp.route("/<uuid:institution_id>/bureau-des-hotes", methods=["GET", "POST"])
@requires(Role.ADMINISTRATOR, Role.COORDINATOR)
def set_host_desks(institution_id: UUID) -> ResponseReturnValue:
    """Choose whether a code by mail comes before the first signature of a host."""
    institution = get_or_404(Institution, institution_id)
    actor = authorise(policies.can_set_desk, institution)
    form = DeskForm(data={"asks_code": desk_codes.is_asked(db.session(), institution_id)})
    if form.validate_on_submit():
        with transaction() as session:
            desk_codes.choose(session, institution, asks_code=form.asks_code.data, actor=actor)
        flash(_("Le réglage est enregistré."), "success")
        return redirect(url_for(".show_institution", institution=institution_id))
    return render_form("administration/set_host_desks.html", form, institution=institution)
