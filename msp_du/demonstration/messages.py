"""Messages of the demonstration: one that failed, one that waits, reminders that left."""

from collections import defaultdict
from collections.abc import Collection
from datetime import timedelta
from typing import Final

from msp_du.demonstration.people import File, at
from msp_du.demonstration.setting import Setting
from msp_du.domain.reminders import DueKind
from msp_du.domain.vocabulary import JobKind, JobState, Role
from msp_du.models import Contact, Job, Placement, Reminder, ReminderLine
from msp_du.services import outbox

DAYS_AGO: Final = timedelta(days=6)
REMINDED: Final = 3
"""How many hosts had a reminder lately."""


def leave(work: Setting, files: Collection[File]) -> None:
    """Leave messages to look at, as some weeks of use would."""
    hosts: defaultdict[Contact, list[Placement]] = defaultdict(list)
    for file in files:
        placement = file.placements.get(0)
        if placement is not None:
            hosts[work.session.get_one(Contact, placement.contact_id)].append(placement)
    for contact, placements in list(hosts.items())[:REMINDED]:
        _remind(work, contact, placements)
    failed = _message(work, JobKind.MAIL_MARK_QUESTION, Role.TUTOR)
    failed.state, failed.tries = JobState.FAILED, 1
    failed.error = "mail server answered 550"
    waiting = _message(work, JobKind.MAIL_CURRICULUM_CORRECTED, Role.REGISTRAR)
    waiting.payload |= {"version_id": str(work.curriculum.id)}
    waiting.tries, waiting.error = 4, "mail server answered 451"
    waiting.next_at = at(work.today + timedelta(days=2))
    work.session.flush()


def _message(work: Setting, kind: JobKind, role: Role) -> Job:
    job = outbox.queue(
        work.session,
        kind,
        f"demonstration:{kind}",
        {"account_id": str(work.first(role).id)},
        institution_id=work.institution.id,
    )
    job.created_at = at(work.today - DAYS_AGO)
    return job


def _remind(work: Setting, contact: Contact, placements: Collection[Placement]) -> None:
    """Note that a host was reminded of hours to sign."""
    day = work.today - DAYS_AGO
    work.session.add(
        Reminder(
            institution_id=work.institution.id,
            account_id=contact.account_id,
            contact_id=None if contact.account_id else contact.id,
            day=day,
            planned_at=at(day),
            sent_at=at(day),
            lines=[
                ReminderLine(kind=DueKind.HOURS_TO_SIGN, object_id=placement.id)
                for placement in placements
            ],
        )
    )
