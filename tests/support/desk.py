"""Opening a contact's desk, as its mailed link does."""

from datetime import UTC, datetime

from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from msp_du.extensions import transaction
from msp_du.models import Contact
from msp_du.services import desk_links
from msp_du.web.desk_access import COOKIE, PATH


def open_desk(session: Session, contact: Contact) -> str:
    """Make a link, open it, and return the secret of the browser's session."""
    now = datetime.now(UTC)
    return desk_links.open_desk(session, desk_links.issue(session, contact, now=now), now=now).raw


def sit_down(client: FlaskClient, contact: Contact) -> FlaskClient:
    """Give the client the desk of this contact, as opening their link would."""
    with client.application.app_context(), transaction() as session:
        raw = open_desk(session, session.get_one(Contact, contact.id))
    return carry(client, raw)


def carry(client: FlaskClient, raw: str) -> FlaskClient:
    """Put the desk's cookie in the client, where a browser would send it."""
    client.set_cookie(COOKIE, raw, path=PATH)
    return client
