"""The log of messages: what was to be sent to whom, where each stands, and sending it again."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from sqlalchemy import ColumnElement, delete, func, select
from sqlalchemy.orm import Session, selectinload

from msp_du.domain.vocabulary import ContactCapacity, JobKind, JobState, Role
from msp_du.models import Account, Contact, Document, Institution, Job
from msp_du.policies import cohort_scope, institution_ids
from msp_du.services import audit
from msp_du.services.outbox import RINGS

MESSAGES: Final = frozenset(kind for kind in JobKind if kind.value.startswith(("mail.", "sms.")))
PERIODIC: Final = frozenset({JobKind.REMINDERS_PLAN, JobKind.MESSAGES_PURGE})
NAMED: Final = frozenset(
    {Role.TRAINEE, Role.TUTOR, Role.SUPERVISOR, Role.COORDINATOR, Role.BOARD_MEMBER}
)
"""Roles whose names a coordinator meets on other pages; of the others, only the role is told."""
WAITING: Final = frozenset({JobState.PENDING, JobState.RUNNING})
PAGE_SIZE: Final = 30
RECENT: Final = timedelta(days=14)


@dataclass(frozen=True, slots=True)
class Reader:
    """To whom a message goes: a role or a capacity, and a name where it may be told."""

    role: Role | None = None
    capacity: ContactCapacity | None = None
    name: str | None = None


@dataclass(frozen=True, slots=True)
class LogPage:
    """A page of the log, the latest first, with how many there are in each state."""

    rows: Sequence[tuple[Job, Reader]]
    counts: Mapping[JobState, int]
    page: int
    pages: int


def read(
    session: Session,
    institution: Institution,
    *,
    actor: Account,
    states: Collection[JobState] = frozenset(JobState),
    page: int = 1,
) -> LogPage:
    """Return a page of an institution's log, of messages in these states; six statements."""
    here = _of_institution(institution)
    counted = select(Job.state, func.count()).where(here).group_by(Job.state)
    counts = dict(session.execute(counted).all())
    total = sum(counts.get(state, 0) for state in states)
    pages = max(1, -(-total // PAGE_SIZE))
    number = min(max(page, 1), pages)
    statement = (
        select(Job)
        .where(here, Job.state.in_(states))
        .order_by(Job.created_at.desc(), Job.id)
        .limit(PAGE_SIZE)
        .offset((number - 1) * PAGE_SIZE)
    )
    jobs = session.execute(statement).scalars().all()
    readers = _readers(session, institution, jobs, actor)
    return LogPage([(job, readers[job.id]) for job in jobs], counts, number, pages)


def send_again(session: Session, job: Job, *, actor: Account, now: datetime) -> bool:
    """Send a message that failed, or waits for its next try, at once; tell whether there was one.

    The message keeps its id, so a second click, or a reader who has it after all, gets one.
    """
    session.refresh(job, with_for_update=True)
    waits = job.state is JobState.PENDING and job.next_at > now
    if job.kind not in MESSAGES or not (waits or job.state is JobState.FAILED):
        return False
    job.state, job.tries, job.next_at = JobState.PENDING, 0, now
    session.info[RINGS] = True
    audit.record(
        session,
        "messages:send-again",
        job,
        actor=actor,
        institution_id=job.institution_id,
        details={"kind": job.kind, "error": job.error},
    )
    return True


def failed_lately(session: Session, actor: Account, *, now: datetime) -> tuple[UUID, int] | None:
    """Count the messages given up in the last days where the actor coordinates; one statement."""
    whole, _single = cohort_scope(actor, Role.COORDINATOR)
    statement = (
        select(Job.institution_id, func.count())
        .where(
            Job.institution_id.in_(whole),
            Job.kind.in_(MESSAGES),
            Job.state == JobState.FAILED,
            Job.created_at > now - RECENT,
        )
        .group_by(Job.institution_id)
        .order_by(func.count().desc(), Job.institution_id)
        .limit(1)
    )
    found = session.execute(statement).first()
    return (found[0], found[1]) if found is not None and found[0] is not None else None


def purge(session: Session, *, before: datetime) -> int:
    """Forget messages that left or were given up, and past periods; return how many."""
    ended = (JobState.DONE, JobState.FAILED)
    statement = (
        delete(Job)
        .where(Job.kind.in_(MESSAGES | PERIODIC), Job.state.in_(ended), Job.created_at < before)
        .returning(Job.id)
        .execution_options(synchronize_session=False)
    )
    return len(session.execute(statement).all())


def _of_institution(institution: Institution) -> ColumnElement[bool]:
    return (Job.institution_id == institution.id) & Job.kind.in_(MESSAGES)


def _readers(
    session: Session, institution: Institution, jobs: Sequence[Job], actor: Account
) -> dict[UUID, Reader]:
    accounts = _named(jobs, "account_id") | _holders(session, jobs)
    contacts = _named(jobs, "contact_id")
    by_account = _accounts(session, institution, set(accounts.values()), actor)
    statement = select(Contact).where(
        Contact.id.in_(contacts.values()), Contact.institution_id == institution.id
    )
    by_contact = {
        contact.id: Reader(capacity=contact.capacity, name=contact.name)
        for contact in session.execute(statement).scalars()
    }
    nobody = Reader()
    return {
        job.id: by_account.get(accounts[job.id], nobody)
        if job.id in accounts
        else by_contact.get(contacts.get(job.id, job.id), nobody)
        for job in jobs
    }


def _named(jobs: Sequence[Job], name: str) -> dict[UUID, UUID]:
    """Return what messages name under this word, by message."""
    return {job.id: UUID(job.payload[name]) for job in jobs if name in job.payload}


def _holders(session: Session, jobs: Sequence[Job]) -> dict[UUID, UUID]:
    """Return the account of the holder of the document that a message is about."""
    about = _named(jobs, "document_id")
    statement = (
        select(Document.id, Account.id)
        .join(Account, Account.person_id == Document.person_id)
        .where(Document.id.in_(about.values()))
    )
    found = dict(session.execute(statement).all())
    return {job: found[document] for job, document in about.items() if document in found}


def _accounts(
    session: Session, institution: Institution, ids: Collection[UUID], actor: Account
) -> dict[UUID, Reader]:
    sees_all = institution.id in institution_ids(actor, Role.ADMINISTRATOR)
    statement = select(Account).where(Account.id.in_(ids)).options(selectinload(Account.grants))
    found: dict[UUID, Reader] = {}
    for account in session.execute(statement).scalars():
        held = {each.role for each in account.grants if each.institution_id == institution.id}
        role = next((role for role in Role if role in held), None)
        may_name = bool(held) and (sees_all or bool(held & NAMED))
        found[account.id] = Reader(role=role, name=account.display_name if may_name else None)
    return found
