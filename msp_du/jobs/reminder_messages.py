"""The digest of what somebody owes, by mail, or by short message to who has only a phone."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from uuid import UUID

from flask import Flask
from flask_babel import force_locale
from sqlalchemy.orm import Session

from msp_du.config import Config
from msp_du.domain.reminders import Due, DueKind, Group, grouped
from msp_du.domain.vocabulary import Language
from msp_du.extensions import transaction
from msp_du.files.calendar_writer import Entry, write_calendar
from msp_du.jobs import sms, transport
from msp_du.jobs.desk_addresses import desk_address
from msp_du.jobs.letters import Attachment, Letter, compose, sender_of
from msp_du.jobs.task import Task
from msp_du.models import Account, Contact, Institution, Reminder
from msp_du.services import desk_links, reminders
from msp_du.web import reminder_words
from msp_du.web.addresses import public_url
from msp_du.web.i18n import _, lazy

SUBJECT = lazy("%(product)s : ce qui vous attend")
TEMPLATE = "reminders"
DEADLINES = "echeances.ics"
PAGES = {
    DueKind.HOURS_TO_SIGN: "host_desk.show_desk",
    DueKind.HOURS_NOT_SENT: "hours.show_log",
    DueKind.HOURS_RETURNED: "hours.show_log",
    DueKind.MARKS_TO_ENTER: "marks.list_marks",
    DueKind.PAPER_TO_HAND_IN: "host_desk.show_desk",
    DueKind.AGREEMENT_TO_SIGN: "agreements.list_agreements",
    DueKind.AGREEMENT_OF_HOST: "host_desk.show_desk",
    DueKind.WAITING_ELSEWHERE: "home.show",
}
"""Where somebody with an account does each kind of thing."""


@dataclass(frozen=True, slots=True)
class _Digest:
    """What is still owed when a reminder leaves, and by whom."""

    reader: Account | Contact
    institution: Institution
    dues: Sequence[Due]
    desk: str | None

    @property
    def language(self) -> Language:
        return self.reader.language if isinstance(self.reader, Account) else Language.FRENCH


@dataclass(frozen=True, slots=True)
class _Line:
    text: str
    url: str


def deliver_mail(app: Flask, task: Task) -> None:
    """Write what is still owed and send it; nothing when all of it was done meanwhile."""
    config: Config = app.extensions["msp_du_config"]
    now = datetime.now(UTC)
    with app.app_context(), transaction() as session:
        digest = _read(session, app, task, now=now)
    if digest is None or not digest.reader.email:
        return
    transport.send(config, compose(app, _letter(app, task, digest, now=now)))
    _note_sent(app, task, now=now)


def deliver_sms(app: Flask, task: Task) -> None:
    """Send to a phone how many things wait, and where."""
    config: Config = app.extensions["msp_du_config"]
    now = datetime.now(UTC)
    with app.app_context(), transaction() as session:
        digest = _read(session, app, task, now=now)
    if digest is None or not isinstance(digest.reader, Contact) or not digest.reader.phone:
        return
    sender = sender_of(config, digest.institution)
    with app.app_context(), force_locale(digest.language.value):
        text = app.jinja_env.get_template("sms/reminders.txt").render(
            product_name=sender.product_name,
            count=sum(due.count for due in digest.dues),
            url=digest.desk,
        )
    sms.send(config, sms.ShortMessage(task.id, digest.reader.phone, text.strip()))
    _note_sent(app, task, now=now)


def _read(session: Session, app: Flask, task: Task, *, now: datetime) -> _Digest | None:
    reminder = session.get(Reminder, UUID(task.payload["reminder_id"]))
    if reminder is None or reminder.sent_at is not None:
        return None
    dues = reminders.still_owed(session, reminder, now=now)
    if not dues:
        return None
    institution = session.get_one(Institution, reminder.institution_id)
    if reminder.account_id is not None:
        account = session.get_one(Account, reminder.account_id)
        return _Digest(account, institution, dues, None) if account.is_active else None
    contact = session.get_one(Contact, reminder.contact_id)
    if not desk_links.may_write_to(session, contact):
        return None
    return _Digest(contact, institution, dues, desk_address(session, app, contact, now=now))


def _letter(app: Flask, task: Task, digest: _Digest, *, now: datetime) -> Letter:
    config: Config = app.extensions["msp_du_config"]
    sender = sender_of(config, digest.institution)
    groups = grouped(digest.dues)
    with app.app_context(), force_locale(digest.language.value):
        lines = [_Line(reminder_words.sentence(one), _url(app, digest, one)) for one in groups]
        entries = list(_deadlines(sender.product_name, digest.dues, since=now.date()))
    calendar = write_calendar(sender.product_name, entries, host=sender.host, now=now)
    return Letter(
        id=task.id,
        recipient=digest.reader.email or "",
        language=digest.language,
        sender=sender,
        subject=SUBJECT,
        template=TEMPLATE,
        context={"lines": lines, "has_deadlines": bool(entries)},
        attachments=[Attachment(DEADLINES, calendar)] if entries else [],
    )


def _url(app: Flask, digest: _Digest, group: Group) -> str:
    return digest.desk or public_url(app, PAGES[group.kind], digest.language, {})


def _deadlines(product: str, dues: Sequence[Due], *, since: date) -> Iterator[Entry]:
    """Yield the days to come by which something is due; their words say no more than that."""
    for due in dues:
        if due.due_on is not None and due.due_on >= since:
            yield Entry(
                key=f"{due.kind}-{due.cohort_id}-{due.object_id}",
                summary=_("%(product)s : échéance", product=product),
                day=due.due_on,
                ends_on=due.due_on,
            )


def _note_sent(app: Flask, task: Task, *, now: datetime) -> None:
    with app.app_context(), transaction() as session:
        reminder = session.get(Reminder, UUID(task.payload["reminder_id"]), with_for_update=True)
        if reminder is not None:
            reminder.sent_at = now
