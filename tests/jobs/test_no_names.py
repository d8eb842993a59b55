"""No message names a trainee, by name or by initials, whatever its kind."""

import re
from datetime import UTC, datetime, timedelta
from email.message import EmailMessage
from pathlib import Path
from uuid import UUID, uuid4

import pytest
from flask import Flask
from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from msp_du.domain.reminders import DueKind
from msp_du.domain.vocabulary import HoursState, JobKind, LinkPurpose, Role
from msp_du.extensions import transaction
from msp_du.jobs.worker import run_due
from msp_du.models import (
    Account,
    Contact,
    DeskSession,
    Job,
    Placement,
    Reminder,
    ReminderLine,
)
from msp_du.services import approvals, desk_links, links, outbox, tokens
from msp_du.services.message_log import MESSAGES
from tests.factories import (
    make_account,
    make_cohort,
    make_contact,
    make_enrolment,
    make_entry,
    make_organisation,
    make_person,
    make_placement,
)
from tests.factories.agreements import make_sent
from tests.factories.desk import make_receipt
from tests.factories.issued import make_document
from tests.support.mailing import kept
from tests.support.pages import REVEALING

GIVEN, FAMILY = "Zéphyrine", "Quintefeuille"
NAMES = re.compile(r"z[ée]phyrine|quintefeuille|\bZ\.? ?Q\b|\bQ\.? ?Z\b|tournesol", re.IGNORECASE)


def payload(s: Session) -> dict[str, str]:
    """What any message may be about: somebody with a name that nothing else holds."""
    cohort = make_cohort(s, code=f"{FAMILY[0]}{GIVEN[0]}")
    person = make_person(s, given_names=GIVEN, birth_family_name=FAMILY)
    account = make_account(s, Role.TRAINEE, cohort=cohort, person=person)
    enrolment = make_enrolment(s, cohort=cohort, person=person)
    organisation = make_organisation(s, name=f"Tournesol de {GIVEN}")
    contact = make_contact(s, organisation=organisation, name=f"{GIVEN} {FAMILY}")
    contact.phone = "06 12 34 56 78"
    placement = make_placement(s, enrolment=enrolment, contact=contact)
    for state in (HoursState.SUBMITTED, HoursState.RETURNED, HoursState.DRAFT):
        entry = make_entry(s, placement=placement, state=state)
        entry.activity = f"Avec {GIVEN} {FAMILY}"
        entry.logged_at = datetime.now(UTC) - timedelta(days=30)
    asked = links.make(
        s, account, LinkPurpose.ADDRESS_CHANGE, now=datetime.now(UTC), subject="zq@example.org"
    )
    assert asked
    agreement = make_sent(s, placement)
    agreement.sent_at = datetime.now(UTC) - timedelta(days=5)
    return {
        "account_id": str(account.id),
        "agreement_id": str(agreement.id),
        "contact_id": str(contact.id),
        "document_id": str(make_document(s, enrolment=enrolment).id),
        "link_id": str(uuid4()),
        "placement_id": str(placement.id),
        "version_id": str(cohort.curriculum_version_id),
    }


def reminder_id(s: Session, kind: JobKind, about: dict[str, str]) -> str:
    """A digest of everything, of the trainee, or of the host where it goes to a phone."""
    to_host = kind is JobKind.SMS_REMINDERS
    account = s.get_one(Account, UUID(about["account_id"]))
    contact = s.get_one(Contact, UUID(about["contact_id"]))
    reminder = Reminder(
        institution_id=contact.institution_id,
        account_id=None if to_host else account.id,
        contact_id=contact.id if to_host else None,
        day=datetime.now(UTC).date(),
        planned_at=datetime.now(UTC),
        lines=[ReminderLine(kind=due, object_id=UUID(_object(due, about))) for due in DueKind],
    )
    s.add(reminder)
    s.flush()
    return str(reminder.id)


def _object(due: DueKind, about: dict[str, str]) -> str:
    is_paper = due in {DueKind.AGREEMENT_TO_SIGN, DueKind.AGREEMENT_OF_HOST}
    return about["agreement_id" if is_paper else "placement_id"]


def at_the_desk(s: Session, kind: JobKind, about: dict[str, str]) -> None:
    """What a mail about a desk says more: the browser, what was signed, who coordinates."""
    contact = s.get_one(Contact, UUID(about["contact_id"]))
    placement = s.get_one(Placement, UUID(about["placement_id"]))
    now = datetime.now(UTC)
    if kind is JobKind.MAIL_DESK_CODE:
        raw = desk_links.open_desk(s, desk_links.issue(s, contact, now=now), now=now).raw
        opened = select(DeskSession.id).where(DeskSession.digest == tokens.digest(raw))
        about["desk_session_id"] = str(s.execute(opened).scalar_one())
    elif kind is JobKind.MAIL_DESK_COPY:
        receipt = make_receipt(s, placement, approvals.to_sign(s, placement))
        about["receipt_id"] = str(receipt.id)
    elif kind is JobKind.MAIL_DESK_WRONG_PERSON:
        about["account_id"] = str(make_account(s, Role.COORDINATOR).id)


@pytest.mark.parametrize("app", ["sqlite"], indirect=True)
@pytest.mark.parametrize("kind", sorted(MESSAGES))
def test_a_message_names_nobody(
    app: Flask,
    session: Session,
    mails: Path,
    capsys: pytest.CaptureFixture[str],
    kind: JobKind,
) -> None:
    with transaction() as s:
        about = payload(s)
        if kind.value.endswith("reminders"):
            about["reminder_id"] = reminder_id(s, kind, about)
        at_the_desk(s, kind, about)
        s.execute(delete(Job))  # what making all this left to do
        placement = s.get_one(Placement, UUID(about["placement_id"]))
        outbox.queue(s, kind, "key", about, institution_id=placement.institution_id)
    assert run_due(app) == 1
    texts = [f"{mail['Subject']}\n{mail['From']}\n{_body(mail)}" for mail in kept(mails)]
    texts += [line for line in capsys.readouterr().out.splitlines() if line.startswith("SMS ")]
    assert len(texts) == 1, "no message left: say here what it is about"
    assert not NAMES.search(texts[0]), texts[0]
    assert not REVEALING.search(texts[0])


def _body(mail: EmailMessage) -> str:
    return "\n".join(str(part.get_content()) for part in mail.walk() if not part.is_multipart())
