"""No message names a trainee, by name or by initials, whatever its kind."""

import re
from datetime import UTC, datetime, timedelta
from email.message import EmailMessage
from pathlib import Path
from uuid import UUID, uuid4

import pytest
from flask import Flask
from sqlalchemy import delete
from sqlalchemy.orm import Session

from msp_du.domain.reminders import DueKind
from msp_du.domain.vocabulary import HoursState, JobKind, LinkPurpose, Role
from msp_du.extensions import transaction
from msp_du.jobs.worker import run_due
from msp_du.models import Account, Contact, Job, Placement, Reminder, ReminderLine
from msp_du.services import desk_links, links, outbox
from msp_du.services.message_log import MESSAGES
from tests.factories import (
    TODAY,
    make_account,
    make_cohort,
    make_contact,
    make_enrolment,
    make_entry,
    make_organisation,
    make_person,
    make_placement,
)
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
    return {
        "account_id": str(account.id),
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
        lines=[ReminderLine(kind=due, object_id=UUID(about["placement_id"])) for due in DueKind],
    )
    s.add(reminder)
    s.flush()
    return str(reminder.id)


def desk_ids(s: Session, about: dict[str, str]) -> dict[str, str]:
    """A coordinator, an open browser of the contact, and a receipt whose own mail waits no more."""
    placement = s.get_one(Placement, UUID(about["placement_id"]))
    entry = make_entry(
        s,
        placement=placement,
        worked_on=TODAY - timedelta(days=9),
        state=HoursState.SUBMITTED,
    )
    receipt = make_receipt(s, placement, [entry])
    s.execute(delete(Job))
    now = datetime.now(UTC)
    raw = desk_links.open_desk(s, desk_links.issue(s, placement.contact, now=now), now=now).raw
    found = desk_links.current(s, raw, now=now)
    assert found is not None
    return {
        "account_id": str(make_account(s, Role.COORDINATOR).id),
        "desk_session_id": str(found.id),
        "receipt_id": str(receipt.id),
    }


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
        if kind.value.startswith("mail.desk_"):
            about |= desk_ids(s, about)
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
