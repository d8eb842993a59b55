"""What the code of a slip leads to: a page that shows nothing and sends the link to its owner."""

from datetime import UTC, datetime

from flask import redirect, url_for
from flask.typing import ResponseReturnValue

from msp_du.blueprints.host_desk.area import bp
from msp_du.blueprints.host_desk.forms import OpenForm
from msp_du.domain.vocabulary import AttemptKind
from msp_du.extensions import transaction
from msp_du.services import desk_slips, tokens
from msp_du.web.access import public
from msp_du.web.forms import render_form
from msp_du.web.throttling import count, pause_before, refuse_for_now, this_try

SEE_OTHER = 303


@bp.route("/fiche/<secret>", methods=["GET", "POST"])
@public
def ask_by_slip(secret: str) -> ResponseReturnValue:
    """Send the real link to the recorded address; the same page and answer for any code."""
    template = "host_desk/ask_by_slip.html"
    form = OpenForm()
    if form.validate_on_submit():
        attempt = this_try(tokens.digest(secret))
        pause = pause_before(AttemptKind.DESK_SLIP, attempt)
        if pause:
            return refuse_for_now(template, form, pause)
        count(AttemptKind.DESK_SLIP, attempt)
        with transaction() as session:
            desk_slips.send_link(session, secret, now=datetime.now(UTC))
        return redirect(url_for(".link_asked"), SEE_OTHER)
    return render_form(template, form)
