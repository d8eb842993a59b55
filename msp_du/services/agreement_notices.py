"""Who is told that a paper awaits their signature: contacts get the link of their desk."""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from msp_du.models import Agreement, Contact
from msp_du.services import agreement_rows, desk_links


def tell(session: Session, agreement: Agreement, *, now: datetime) -> None:
    """Send a link to each contact who has not signed and signs without an account.

    Whoever has an account finds the paper on their first page.
    """
    waiting = {each.contact_id for each in agreement_rows.awaited(agreement) if each.contact_id}
    statement = (
        select(Contact)
        .where(
            Contact.id.in_(waiting),
            Contact.email.is_not(None),
            Contact.account_id.is_(None),
            ~desk_links.is_flagged(),
        )
        .order_by(Contact.id)
    )
    for contact in session.execute(statement).scalars():
        desk_links.queue(session, contact, now=now)
