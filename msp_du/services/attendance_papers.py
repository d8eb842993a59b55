"""Sheets to sign and certificates of attendance: asked for, printed once by the worker, kept.

The same facts make the same paper: who asks again on the same day is led to the first one.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from msp_du.domain import attendance_papers as papers
from msp_du.domain import frozen_facts
from msp_du.domain.attendance import AttendancePaperKind
from msp_du.domain.attendance_papers import AttendanceCertificateFacts, SheetFacts
from msp_du.domain.errors import Rule, RuleViolation
from msp_du.domain.vocabulary import JobKind, JobState
from msp_du.models import (
    Account,
    AttendancePaper,
    ClassSession,
    Cohort,
    Enrolment,
    Institution,
    Job,
)
from msp_du.services import (
    attendance_facts,
    audit,
    class_sessions,
    document_facts,
    outbox,
    stored_files,
)

MEDIA_TYPE = "application/pdf"
WEEK = timedelta(days=6)
Facts = SheetFacts | AttendanceCertificateFacts


@dataclass(frozen=True, slots=True)
class ToPrint:
    """All that rendering needs."""

    kind: AttendancePaperKind
    facts: Facts
    logo: bytes | None


def request_sheet(
    session: Session, row: ClassSession, *, today: date, actor: Account, now: datetime
) -> AttendancePaper:
    """Have the sheet of one class printed."""
    facts = attendance_facts.sheet(session, row.cohort, [row], today=today)
    paper = _Wanted(AttendancePaperKind.SHEET, row.cohort, row.held_on, row.held_on)
    return _issue(session, paper, facts, actor=actor, now=now)


def request_week(
    session: Session, cohort: Cohort, monday: date, *, today: date, actor: Account, now: datetime
) -> AttendancePaper:
    """Have one sheet printed for the classes of a week.

    Raises RuleViolation ATTENDANCE_WEEK when there is none, or more than a sheet has room for.
    """
    until = monday + WEEK
    rows = class_sessions.of_cohorts(session, [cohort.id], since=monday, until=until)
    if not 0 < len(rows) <= papers.MOST_COLUMNS:
        raise RuleViolation(Rule.ATTENDANCE_WEEK, field="monday")
    facts = attendance_facts.sheet(session, cohort, rows, today=today)
    paper = _Wanted(AttendancePaperKind.WEEK_SHEET, cohort, monday, until)
    return _issue(session, paper, facts, actor=actor, now=now)


def request_certificate(
    session: Session,
    enrolment: Enrolment,
    *,
    starts_on: date,
    ends_on: date,
    today: date,
    is_specimen: bool,
    actor: Account,
    now: datetime,
) -> AttendancePaper:
    """Have a certificate printed of what somebody followed between two days, both included.

    Raises RuleViolation ATTENDANCE_PERIOD when no closed class lies there, DOCUMENT_UNSIGNED
    when nobody signs for the institution, DOCUMENT_SIGN_MISSING.
    """
    facts = attendance_facts.certificate(
        session, enrolment, starts_on, ends_on, today=today, is_specimen=is_specimen
    )
    paper = _Wanted(
        AttendancePaperKind.CERTIFICATE, enrolment.cohort, starts_on, ends_on, enrolment.id
    )
    return _issue(session, paper, facts, actor=actor, now=now)


def find(session: Session, paper_id: UUID) -> AttendancePaper | None:
    """Return a paper with its cohort and whose it is; one statement."""
    options = [
        joinedload(AttendancePaper.cohort),
        joinedload(AttendancePaper.enrolment).joinedload(Enrolment.cohort),
        joinedload(AttendancePaper.file),
    ]
    return session.get(AttendancePaper, paper_id, options=options)


def is_given_up(session: Session, paper: AttendancePaper) -> bool:
    """Tell whether the worker could not print a paper."""
    statement = select(Job.state).where(Job.key == _job_key(paper.id))
    return session.execute(statement).scalar_one_or_none() is JobState.FAILED


def of_cohort(session: Session, cohort: Cohort, *, most: int = 10) -> Sequence[AttendancePaper]:
    """List the sheets of a cohort that were asked for last."""
    statement = (
        select(AttendancePaper)
        .where(AttendancePaper.cohort_id == cohort.id, AttendancePaper.enrolment_id.is_(None))
        .order_by(AttendancePaper.requested_at.desc())
        .limit(most)
    )
    return session.execute(statement).scalars().all()


def prepare(session: Session, paper_id: UUID) -> ToPrint | None:
    """Return what the printer needs, None when there is nothing left to print.

    Raises UnreadableFacts when the table holds other facts than were written there.
    """
    paper = session.get(AttendancePaper, paper_id)
    if paper is None or paper.file_id is not None:
        return None
    text = frozen_facts.unchanged(paper.facts, paper.facts_digest)
    is_certificate = paper.kind is AttendancePaperKind.CERTIFICATE
    read = papers.read_certificate if is_certificate else papers.read_sheet
    facts: Facts = read(text)
    logo = document_facts.logo_of(session, paper.institution_id, facts.issuer.logo)
    return ToPrint(paper.kind, facts, logo.content if logo else None)


def finish(session: Session, paper_id: UUID, pdf: bytes, *, now: datetime) -> None:
    """Keep the bytes; nothing for a paper that was finished before."""
    paper = session.get_one(AttendancePaper, paper_id, with_for_update=True, populate_existing=True)
    if paper.file_id is not None:
        return
    file = stored_files.keep(session, paper.institution_id, pdf, MEDIA_TYPE, now=now)
    paper.file_id, paper.made_at = file.id, now
    session.flush()
    audit.record(session, "attendance-papers:make", paper, actor=None)


@dataclass(frozen=True, slots=True)
class _Wanted:
    kind: AttendancePaperKind
    cohort: Cohort
    starts_on: date
    ends_on: date
    enrolment_id: UUID | None = None


def _issue(
    session: Session, wanted: _Wanted, facts: Facts, *, actor: Account, now: datetime
) -> AttendancePaper:
    attendance_facts.check_signs(facts)
    text = (
        papers.canonical_sheet(facts)
        if isinstance(facts, SheetFacts)
        else papers.canonical_certificate(facts)
    )
    institution_id, digest = wanted.cohort.institution_id, frozen_facts.digest(text)
    session.execute(
        select(Institution.id).where(Institution.id == institution_id).with_for_update()
    )
    statement = select(AttendancePaper).where(
        AttendancePaper.institution_id == institution_id,
        AttendancePaper.kind == wanted.kind,
        AttendancePaper.facts_digest == digest,
    )
    found = session.execute(statement).scalar_one_or_none()
    if found is not None:
        return found
    paper = AttendancePaper(
        institution_id=institution_id,
        cohort_id=wanted.cohort.id,
        enrolment_id=wanted.enrolment_id,
        kind=wanted.kind,
        starts_on=wanted.starts_on,
        ends_on=wanted.ends_on,
        facts=text,
        facts_digest=digest,
        requested_at=now,
        requested_by_id=actor.id,
    )
    session.add(paper)
    session.flush()
    audit.record(session, "attendance-papers:request", paper, actor=actor)
    outbox.queue(
        session,
        JobKind.ATTENDANCE_PAPER,
        _job_key(paper.id),
        {"paper_id": str(paper.id)},
        institution_id=institution_id,
    )
    return paper


def _job_key(paper_id: UUID) -> str:
    return f"{JobKind.ATTENDANCE_PAPER}:{paper_id}"
