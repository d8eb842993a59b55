"""The code that a desk asks before the first signature, where the institution wants one.

A forwarded link then signs nothing: the code goes to the known address only, holds ten minutes,
and five wrong ones spend it.
"""

import secrets
from datetime import datetime, timedelta
from hmac import compare_digest
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from msp_du.domain.desk import CODE_DIGITS, CODE_LASTS, CODE_TRIES, CODE_TRIES_A_DAY
from msp_du.domain.vocabulary import JobKind
from msp_du.models import Account, Contact, DeskLink, DeskSession, DeskSetting, Institution
from msp_du.services import audit, outbox, tokens


def is_asked(session: Session, institution_id: UUID) -> bool:
    """Tell whether the desks of an institution ask for a code."""
    statement = select(DeskSetting.asks_code).where(DeskSetting.institution_id == institution_id)
    return bool(session.execute(statement).scalar_one_or_none())


def choose(session: Session, institution: Institution, *, asks_code: bool, actor: Account) -> None:
    """Ask for a code from now on, or no longer."""
    session.execute(
        select(Institution.id).where(Institution.id == institution.id).with_for_update()
    )
    statement = select(DeskSetting).where(DeskSetting.institution_id == institution.id)
    found = session.execute(statement).scalar_one_or_none()
    if found is None:
        found = DeskSetting(institution_id=institution.id)
        session.add(found)
    found.asks_code = asks_code
    session.flush()
    details = {"asks_code": asks_code}
    audit.record(session, "desk:choose-code", found, actor=actor, details=details)


def needs(session: Session, desk_session: DeskSession) -> bool:
    """Tell whether this browser still has a code to type."""
    contact = desk_session.link.contact
    return desk_session.confirmed_at is None and is_asked(session, contact.institution_id)


def queue(session: Session, desk_session: DeskSession, *, now: datetime) -> None:
    """Ask the worker for a mail with a new code; one a minute at most."""
    outbox.queue(
        session,
        JobKind.MAIL_DESK_CODE,
        f"{JobKind.MAIL_DESK_CODE}:{desk_session.id}:{now:%Y-%m-%dT%H:%M}",
        {"desk_session_id": str(desk_session.id)},
        institution_id=desk_session.link.contact.institution_id,
    )


def is_spent_today(session: Session, desk_session: DeskSession, *, now: datetime) -> bool:
    """Tell whether the browsers of this contact typed too many wrong codes within a day."""
    statement = (
        select(func.coalesce(func.sum(DeskSession.code_tries), 0))
        .join(DeskLink, DeskLink.id == DeskSession.link_id)
        .where(
            DeskLink.contact_id == desk_session.link.contact_id,
            DeskSession.opened_at > now - timedelta(days=1),
        )
    )
    return session.execute(statement).scalar_one() >= CODE_TRIES_A_DAY


def make(session: Session, desk_session: DeskSession, *, key: str, now: datetime) -> str:
    """Make the code of a browser and return it; an earlier one no longer counts."""
    code = "".join(secrets.choice("0123456789") for _ in range(CODE_DIGITS))
    desk_session.code_digest = _digest(key, desk_session, code)
    desk_session.code_sent_at = now
    session.flush()
    return code


def confirm(
    session: Session, desk_session: DeskSession, code: str, *, key: str, now: datetime
) -> bool:
    """Note that the right code was typed in time, or count the wrong one; tell which.

    Wrong ones are counted for the browser, not for the code: asking for another one gives no
    further tries. All browsers of a contact have so many a day: opening the link again gives few.
    """
    contact_id = desk_session.link.contact_id
    session.execute(select(Contact.id).where(Contact.id == contact_id).with_for_update())
    found = session.get_one(
        DeskSession, desk_session.id, with_for_update=True, populate_existing=True
    )
    sent_at = found.code_sent_at
    spent = found.code_tries >= CODE_TRIES or is_spent_today(session, found, now=now)
    is_open = sent_at is not None and now < sent_at + CODE_LASTS and not spent
    expected = _digest(key, found, code.strip())
    if is_open and compare_digest(found.code_digest or "", expected):
        found.confirmed_at = now
        contact = found.link.contact
        audit.record(
            session,
            "desk:confirm",
            found.link,
            actor=None,
            institution_id=contact.institution_id,
            details={"contact": contact.id},
        )
        return True
    found.code_tries += 1
    session.flush()
    return False


def _digest(key: str, desk_session: DeskSession, code: str) -> str:
    return tokens.keyed_digest(key, f"desk-code:{desk_session.id}:{code}")
