"""The address of the desk of a contact without an account: a secret link, made when it is sent."""

from datetime import datetime

from flask import Flask
from sqlalchemy.orm import Session

from msp_du.domain.vocabulary import Language
from msp_du.models import Contact
from msp_du.services import desk_links
from msp_du.web.addresses import public_url


def desk_address(session: Session, app: Flask, contact: Contact, *, now: datetime) -> str:
    """Make a contact's link, which ends the ones before, and return its address."""
    secret = desk_links.issue(session, contact, now=now)
    return public_url(app, "host_desk.open_link", Language.FRENCH, {"secret": secret})
