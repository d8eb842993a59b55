"""What a contact may say of the link itself, and read about what is kept of them."""

from datetime import UTC, datetime

from flask import make_response, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from msp_du.blueprints.host_desk.area import bp
from msp_du.blueprints.host_desk.forms import OpenForm
from msp_du.extensions import db, transaction
from msp_du.models import Contact
from msp_du.services import desk_flags, desk_links
from msp_du.web.access import public
from msp_du.web.desk_access import close_in_browser, desk, receipt_holder

SEE_OTHER = 303


@bp.route("/lien/<secret>/erreur", methods=["POST"])
@public
def refuse_link(secret: str) -> ResponseReturnValue:
    """Tell the coordination that a link reached somebody else, without opening it."""
    now = datetime.now(UTC)
    link = desk_links.find(db.session(), secret, now=now)
    if OpenForm().validate_on_submit() and link is not None:
        _report(link.contact, now)
    return redirect(url_for(".wrong_person"), SEE_OTHER)


@bp.route("/erreur", methods=["POST"])
@receipt_holder
def report_wrong_person() -> ResponseReturnValue:
    """Tell the coordination that whoever sits here is not the contact; the desk closes."""
    found = desk().session
    if found is None:
        return redirect(url_for(".show_desk"), SEE_OTHER)
    _report(found.link.contact, datetime.now(UTC))
    return close_in_browser(make_response(redirect(url_for(".wrong_person"), SEE_OTHER)))


@bp.route("/erreur/signalee")
@public
def wrong_person() -> ResponseReturnValue:
    """Thank whoever said so."""
    return render_template("host_desk/wrong_person.html")


@bp.route("/vos-donnees")
@public
def show_privacy() -> ResponseReturnValue:
    """Say what is kept of a contact, why, for how long, and whom to ask."""
    return render_template("host_desk/show_privacy.html")


def _report(contact: Contact, now: datetime) -> None:
    with transaction() as session:
        desk_flags.raise_flag(session, session.get_one(Contact, contact.id), now=now)
