"""A contact’s personal link: a visit shows a button and changes nothing, the button opens."""

from datetime import UTC, datetime

from flask import make_response, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from msp_du.blueprints.host_desk.area import bp
from msp_du.blueprints.host_desk.forms import KnownAddressForm, OpenForm
from msp_du.domain.desk import DeskPurpose
from msp_du.domain.errors import RuleViolation
from msp_du.domain.vocabulary import AttemptKind
from msp_du.extensions import db, transaction
from msp_du.services import desk_links, tokens
from msp_du.web.access import public
from msp_du.web.desk_access import close_in_browser, desk, desk_holder, open_in_browser
from msp_du.web.forms import render_form
from msp_du.web.throttling import count, pause_before, refuse_for_now, this_try

SEE_OTHER = 303
NOT_FOUND = 404


@bp.route("/lien/<secret>", methods=["GET", "POST"])
@public
def open_link(secret: str) -> ResponseReturnValue:
    """Show a button; once it is pressed the secret leaves the address for a short cookie."""
    form = OpenForm()
    now = datetime.now(UTC)
    if desk_links.find(db.session(), secret, now=now) is None:
        return _ended(secret, form)
    if not form.validate_on_submit():
        return render_form("host_desk/open_link.html", form)
    try:
        with transaction() as session:
            opened = desk_links.open_desk(session, secret, now=now)
    except RuleViolation:
        return _ended(secret, form)
    onwards = url_for(".show_desk")
    if opened.purpose is DeskPurpose.RECEIPT:
        onwards = url_for(".show_receipt", receipt_id=opened.receipt_id)
    return open_in_browser(make_response(redirect(onwards, SEE_OTHER)), opened.raw)


@bp.route("/lien/<secret>/nouveau", methods=["POST"])
@public
def renew_link(secret: str) -> ResponseReturnValue:
    """Send a new link to the address known for this one; say the same thing of any other."""
    form = OpenForm()
    if not form.validate_on_submit():
        return _ended(secret, form)
    attempt = this_try(tokens.digest(secret))
    pause = pause_before(AttemptKind.DESK_LINK, attempt)
    if pause:
        return refuse_for_now("host_desk/link_ended.html", form, pause, secret=secret)
    count(AttemptKind.DESK_LINK, attempt)
    with transaction() as session:
        desk_links.renew(session, secret, now=datetime.now(UTC))
    return redirect(url_for(".link_asked"), SEE_OTHER)


@bp.route("/nouveau-lien", methods=["GET", "POST"])
@public
def ask_link() -> ResponseReturnValue:
    """Send a new link to an address if it is a contact's; say the same thing to everybody."""
    template = "host_desk/ask_link.html"
    form = KnownAddressForm()
    if form.validate_on_submit():
        attempt = this_try(form.email.data)
        pause = pause_before(AttemptKind.DESK_LINK, attempt)
        if pause:
            return refuse_for_now(template, form, pause)
        count(AttemptKind.DESK_LINK, attempt)
        with transaction() as session:
            desk_links.renew_by_address(session, form.email.data, now=datetime.now(UTC))
        return redirect(url_for(".link_asked"), SEE_OTHER)
    return render_form(template, form)


@bp.route("/nouveau-lien/envoye")
@public
def link_asked() -> ResponseReturnValue:
    """Say what happens next, the same for every link and address."""
    return render_template("host_desk/link_asked.html")


@bp.route("/fermer", methods=["POST"])
@desk_holder
def close() -> ResponseReturnValue:
    """End the desk of this browser; the link of the mail opens it again."""
    found = desk().session
    if found is None:
        return redirect(url_for(".show_desk"), SEE_OTHER)
    with transaction() as session:
        desk_links.close(session, found, now=datetime.now(UTC))
    return close_in_browser(make_response(redirect(url_for(".closed"), SEE_OTHER)))


@bp.route("/ferme")
@public
def closed() -> ResponseReturnValue:
    """Say that the desk is closed, and how it opens again."""
    return render_template("host_desk/closed.html")


def _ended(secret: str, form: OpenForm) -> ResponseReturnValue:
    """Answer a link that opens nothing: ended, replaced, too old or made up, all the same."""
    page = render_template("host_desk/link_ended.html", form=form, secret=secret)
    return page, NOT_FOUND
