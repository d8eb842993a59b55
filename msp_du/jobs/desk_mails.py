"""The mails to contacts without an account: each makes its link when it is written.

Whoever holds the link holds the desk: the payload names a contact, never a secret, and the address
is the one recorded for that contact at the moment the mail leaves.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from uuid import UUID
from zoneinfo import ZoneInfo

from flask import Flask
from sqlalchemy.orm import Session

from msp_du.config import Config
from msp_du.domain import calendar
from msp_du.domain.vocabulary import JobKind, Language, Role
from msp_du.extensions import transaction
from msp_du.jobs import transport
from msp_du.jobs.letters import Letter, compose, sender_of
from msp_du.jobs.task import Task
from msp_du.models import Account, Contact, DeskReceipt, DeskSession, Institution
from msp_du.services import desk_codes, desk_links, desk_receipts, desks
from msp_du.web.addresses import public_url
from msp_du.web.i18n import lazy


@dataclass(frozen=True, slots=True)
class _Mail:
    """To whom a mail goes, in which language, and what its template is filled with."""

    recipient: str | None
    context: Mapping[str, object]
    language: Language = Language.FRENCH


Write = Callable[[Session, Flask, Task, datetime], _Mail | None]


@dataclass(frozen=True, slots=True)
class _Kind:
    """What a kind of mail is made of."""

    template: str
    subject: str
    write: Write


def deliver(app: Flask, task: Task) -> None:
    """Make the link, write the mail and send it; none when nobody is to be told any more."""
    config: Config = app.extensions["msp_du_config"]
    with app.app_context(), transaction() as session:
        letter = _prepare(session, app, task, config)
    if letter is not None:
        transport.send(config, compose(app, letter))


def _prepare(session: Session, app: Flask, task: Task, config: Config) -> Letter | None:
    kind = KINDS[task.kind]
    mail = kind.write(session, app, task, datetime.now(UTC))
    if mail is None or mail.recipient is None:
        return None
    return Letter(
        id=task.id,
        recipient=mail.recipient,
        language=mail.language,
        sender=sender_of(config, session.get(Institution, task.institution_id)),
        subject=kind.subject,
        template=kind.template,
        context=mail.context,
    )


def _contact(session: Session, task: Task) -> Contact | None:
    """Return the contact if a link may still go to them."""
    contact = session.get(Contact, UUID(task.payload["contact_id"]))
    return contact if contact and desk_links.is_reachable(session, contact) else None


def _open(session: Session, app: Flask, contact: Contact, now: datetime) -> str:
    secret = desk_links.issue(session, contact, now=now)
    return public_url(app, "host_desk.open_link", Language.FRENCH, {"secret": secret})


def _link(session: Session, app: Flask, task: Task, now: datetime) -> _Mail | None:
    contact = _contact(session, task)
    if contact is None:
        return None
    return _Mail(contact.email, {"url": _open(session, app, contact, now)})


def _hours(session: Session, app: Flask, task: Task, now: datetime) -> _Mail | None:
    """Count what waits for all their trainees; no mail when nothing does."""
    contact = _contact(session, task)
    if contact is None:
        return None
    institution = session.get_one(Institution, contact.institution_id)
    today = calendar.today(now, ZoneInfo(institution.time_zone))
    rows = [row for row in desks.rows(session, {contact.id}, today) if row.waiting]
    if not rows:
        return None
    context = {
        "entries": sum(row.waiting for row in rows),
        "minutes": sum(row.minutes for row in rows),
        "url": _open(session, app, contact, now),
    }
    return _Mail(contact.email, context)


def _copy(session: Session, app: Flask, task: Task, now: datetime) -> _Mail | None:
    """Say how much was signed and when, with a link that opens that receipt only."""
    receipt = session.get(DeskReceipt, UUID(task.payload["receipt_id"]))
    if receipt is None:
        return None
    contact = receipt.contact
    account = session.get(Account, contact.account_id) if contact.account_id else None
    lists = desk_receipts.read(session, receipt)
    days = [entry.worked_on for one in lists for entry in one.lines]
    context: dict[str, object] = {
        "lists": len(lists),
        "entries": len(days),
        "minutes": sum(one.signature.minutes for one in lists),
        "first": min(days),
        "last": max(days),
        "moment": receipt.signed_at,
        "is_on_behalf": any(one.signature.reason for one in lists),
    }
    if account is not None:
        context["url"] = public_url(
            app, "host_desk.show_receipt", account.language, {"receipt_id": str(receipt.id)}
        )
        return _Mail(account.email, context, account.language)
    if not desk_links.is_reachable(session, contact):
        return None
    secret = desk_links.issue_receipt(session, receipt, now=now)
    context["url"] = public_url(app, "host_desk.open_link", Language.FRENCH, {"secret": secret})
    return _Mail(contact.email, context)


def _code(session: Session, app: Flask, task: Task, now: datetime) -> _Mail | None:
    """Make the code of a browser whose desk is still open."""
    config: Config = app.extensions["msp_du_config"]
    found = session.get(DeskSession, UUID(task.payload["desk_session_id"]), with_for_update=True)
    if found is None or not desk_links.is_open(found, now=now):
        return None
    code = desk_codes.make(session, found, key=config.secret_key, now=now)
    return _Mail(found.link.contact.email, {"code": f"{code[:3]} {code[3:]}"})


def _wrong_person(session: Session, app: Flask, task: Task, now: datetime) -> _Mail | None:
    """Lead a coordinator to the contact whose mails reach somebody else."""
    account = session.get(Account, UUID(task.payload["account_id"]))
    contact = session.get(Contact, UUID(task.payload["contact_id"]))
    if account is None or contact is None or not _coordinates(account, contact, now):
        return None
    url = public_url(
        app,
        "placements.show_contact_desk",
        account.language,
        {"contact_id": str(contact.id)},
    )
    return _Mail(account.email, {"url": url}, account.language)


def _coordinates(account: Account, contact: Contact, now: datetime) -> bool:
    """Tell whether the account still reads of this contact."""
    return account.is_active and any(
        grant.role is Role.COORDINATOR and grant.institution_id == contact.institution_id
        for grant in account.grants
        if grant.is_active(now)
    )


KINDS: Mapping[JobKind, _Kind] = {
    JobKind.MAIL_DESK_LINK: _Kind("desk_link", lazy("%(product)s : votre lien personnel"), _link),
    JobKind.MAIL_DESK_HOURS: _Kind("desk_hours", lazy("Heures de stage à valider"), _hours),
    JobKind.MAIL_DESK_COPY: _Kind("desk_copy", lazy("Reçu de votre signature"), _copy),
    JobKind.MAIL_DESK_CODE: _Kind("desk_code", lazy("%(product)s : votre code"), _code),
    JobKind.MAIL_DESK_WRONG_PERSON: _Kind(
        "desk_wrong_person", lazy("Une adresse à vérifier"), _wrong_person
    ),
}
