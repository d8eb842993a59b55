"""Who sits at a host’s desk: a browser in which a personal link was opened, or a signed-in contact.

A desk has no account of its own. Its cookie is of no use elsewhere: it is sent to the desk's own
addresses only, lasts half an hour, and stands for a row that can be ended.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TypeVar
from uuid import UUID

from flask import Response, abort, current_app, redirect, request, url_for
from flask.typing import ResponseReturnValue

from msp_du import policies
from msp_du.config import Config
from msp_du.domain.desk import OPEN_LASTS, DeskPurpose
from msp_du.domain.vocabulary import Role, SignatureVia
from msp_du.extensions import db
from msp_du.models import Account, Contact, DeskSession
from msp_du.services import desk_links, desks
from msp_du.web.access import Access, actor_or_none, declare
from msp_du.web.request import app_request

View = TypeVar("View", bound=Callable[..., ResponseReturnValue])

COOKIE = "bureau"
PATH = "/bureau"


@dataclass(frozen=True, slots=True)
class DeskHolder:
    """Whose desk it is: the contacts it stands for, and how its reader came in.

    ``account`` is None behind a personal link, ``session`` is None for an account.
    """

    contacts: tuple[Contact, ...]
    account: Account | None = None
    session: DeskSession | None = None

    @property
    def via(self) -> SignatureVia:
        """How a signature given here reaches us."""
        return SignatureVia.ACCOUNT if self.account else SignatureVia.PERSONAL_LINK

    @property
    def contact_ids(self) -> frozenset[UUID]:
        return frozenset(contact.id for contact in self.contacts)


def desk_holder(view: View) -> View:
    """Let whoever holds an open desk reach the endpoint: its contact, by link or by account."""
    return declare(view, Access(gate=_let_in))


def receipt_holder(view: View) -> View:
    """Let the link of one receipt reach the endpoint as well; the view asks which."""
    return declare(view, Access(gate=_let_in_for_receipt))


def desk_or_none() -> DeskHolder | None:
    """Return whose desk is open; None on a page that asked for none."""
    holder = app_request().desk
    return holder if isinstance(holder, DeskHolder) else None


def desk() -> DeskHolder:
    """Return whose desk is open; the endpoint must ask for a desk."""
    holder = desk_or_none()
    if holder is None:
        abort(403)
    return holder


def desk_contact() -> Contact:
    """Return the contact at the desk; of an account that stands for several, the first by name.

    What belongs to a contact is looked for among ``desk().contacts``.
    """
    return desk().contacts[0]


def open_in_browser(response: Response, raw: str) -> Response:
    """Give the browser its desk; the cookie goes to no other address."""
    config: Config = current_app.extensions["msp_du_config"]
    response.set_cookie(
        COOKIE,
        raw,
        max_age=OPEN_LASTS,
        path=PATH,
        secure=config.secure,
        httponly=True,
        samesite="Strict",
    )
    return response


def close_in_browser(response: Response) -> Response:
    """Take the desk from the browser."""
    response.delete_cookie(COOKIE, path=PATH, httponly=True, samesite="Strict")
    return response


def _let_in() -> ResponseReturnValue | None:
    found = _opened()
    if found is not None and found.link.purpose is DeskPurpose.DESK:
        app_request().desk = DeskHolder((found.link.contact,), session=found)
        return None
    return _let_account_in()


def _let_in_for_receipt() -> ResponseReturnValue | None:
    found = _opened()
    if found is not None:
        app_request().desk = DeskHolder((found.link.contact,), session=found)
        return None
    return _let_account_in()


def _let_account_in() -> ResponseReturnValue | None:
    actor = actor_or_none()
    if actor is None:
        return redirect(url_for("host_desk.ask_link"))
    institutions = policies.institution_ids(actor, Role.SUPERVISOR)
    if not institutions:
        abort(403)
    contacts = desks.contacts_of(db.session(), actor, institutions)
    app_request().desk = DeskHolder(tuple(contacts), account=actor)
    return None


def _opened() -> DeskSession | None:
    raw = request.cookies.get(COOKIE)
    return desk_links.current(db.session(), raw, now=datetime.now(UTC)) if raw else None
