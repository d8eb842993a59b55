"""Monthly timesheets of a placement: asked for, printed once by the worker, kept.

The same facts make the same paper: who asks again while nothing changed is led to the first one.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlalchemy import ColumnElement, and_, select
from sqlalchemy.orm import Session, joinedload

from msp_du.domain import calendar, frozen_facts
from msp_du.domain import timesheets as papers
from msp_du.domain.errors import Rule, RuleViolation
from msp_du.domain.timesheets import TimesheetFacts, TimesheetLine, TimesheetSignature
from msp_du.domain.vocabulary import HoursState, JobKind, JobState
from msp_du.models import Account, HoursEntry, HoursSignature, Job, Placement, Timesheet
from msp_du.services import (
    audit,
    document_facts,
    hours,
    hours_rows,
    outbox,
    signature_standings,
    stored_files,
)
from msp_du.services.hours_rows import counted

MEDIA_TYPE = "application/pdf"


@dataclass(frozen=True, slots=True)
class ToPrint:
    """All that rendering needs."""

    facts: TimesheetFacts
    logo: bytes | None


def months(session: Session, placement: Placement) -> list[date]:
    """List the months in which days were sent or signed, the latest first."""
    days = select(HoursEntry.worked_on).where(_of(placement)).distinct()
    return papers.months_of(session.execute(days).scalars())


def request(
    session: Session, placement: Placement, month: date, *, actor: Account, now: datetime
) -> Timesheet:
    """Have a month printed as it stands; the same facts are the same paper.

    Locks the log. Raises RuleViolation TIMESHEET_EMPTY when nothing was sent in that month.
    """
    hours_rows.lock_trainee(session, placement)
    facts = facts_of(session, placement, month, now=now)
    text = papers.canonical(facts)
    digest = frozen_facts.digest(text)
    statement = select(Timesheet).where(
        Timesheet.placement_id == placement.id, Timesheet.facts_digest == digest
    )
    found = session.execute(statement).scalar_one_or_none()
    if found is not None:
        return found
    sheet = Timesheet(
        institution_id=placement.institution_id,
        placement_id=placement.id,
        month=month,
        facts=text,
        facts_digest=digest,
        requested_at=now,
        requested_by_id=actor.id,
    )
    session.add(sheet)
    session.flush()
    audit.record(session, "timesheets:request", sheet, actor=actor)
    outbox.queue(
        session,
        JobKind.HOURS_TIMESHEET,
        _job_key(sheet.id),
        {"paper_id": str(sheet.id)},
        institution_id=placement.institution_id,
    )
    return sheet


def facts_of(
    session: Session, placement: Placement, month: date, *, now: datetime
) -> TimesheetFacts:
    """Return what a month prints today: what was sent, nothing that is still a draft."""
    entries = _entries(session, placement, month)
    if not entries:
        raise RuleViolation(Rule.TIMESHEET_EMPTY)
    zone = hours.zone_of(placement)
    rows = _signatures(entries)
    states = signature_standings.standings(session, rows)
    numbers: dict[UUID | None, int] = {row.id: place for place, row in enumerate(rows, start=1)}
    enrolment = placement.enrolment_year.enrolment
    return TimesheetFacts(
        issuer=document_facts.letterhead_of(session, enrolment.cohort.institution),
        printed_on=calendar.today(now, zone),
        month=month,
        civil_name=enrolment.person.name.official,
        student_number=enrolment.person.student_number,
        cohort_code=enrolment.cohort.code,
        title=placement.enrolment_year.curriculum_version.title_fr,
        module_code=placement.module.code,
        host=placement.organisation.name,
        service=placement.service,
        lines=tuple(
            TimesheetLine(
                worked_on=entry.worked_on,
                times=_times(entry, zone),
                break_minutes=entry.break_minutes,
                minutes=entry.minutes,
                kind=entry.kind,
                presence=entry.presence,
                signature=numbers.get(entry.signature_id, 0) if entry.signature_id else 0,
                corrects=entry.replaces.minutes if entry.replaces else None,
            )
            for entry in entries
        ),
        signatures=tuple(
            TimesheetSignature(
                number=numbers[row.id],
                name=row.declared_name,
                capacity=row.declared_capacity,
                signed_on=calendar.today(row.signed_at, zone),
                signed_at=_clock(row.signed_at, zone),
                via=row.via,
                reason=row.reason,
                state=states[row.id],
            )
            for row in rows
        ),
    )


def find(session: Session, timesheet_id: UUID) -> Timesheet | None:
    """Return a timesheet with its placement."""
    options = [joinedload(Timesheet.placement), joinedload(Timesheet.file)]
    return session.get(Timesheet, timesheet_id, options=options)


def is_given_up(session: Session, sheet: Timesheet) -> bool:
    """Tell whether the worker could not print a timesheet."""
    statement = select(Job.state).where(Job.key == _job_key(sheet.id))
    return session.execute(statement).scalar_one_or_none() is JobState.FAILED


def of_placement(session: Session, placement: Placement) -> Sequence[Timesheet]:
    """List the timesheets of a placement, the latest first."""
    statement = (
        select(Timesheet)
        .where(Timesheet.placement_id == placement.id)
        .order_by(Timesheet.month.desc(), Timesheet.requested_at.desc())
    )
    return session.execute(statement).scalars().all()


def prepare(session: Session, timesheet_id: UUID) -> ToPrint | None:
    """Return what the printer needs, None when there is nothing left to print.

    Raises UnreadableFacts when the table holds other facts than were written there.
    """
    sheet = session.get(Timesheet, timesheet_id)
    if sheet is None or sheet.file_id is not None:
        return None
    facts = papers.read(frozen_facts.unchanged(sheet.facts, sheet.facts_digest))
    logo = document_facts.logo_of(session, sheet.institution_id, facts.issuer.logo)
    return ToPrint(facts, logo.content if logo else None)


def finish(session: Session, timesheet_id: UUID, pdf: bytes, *, now: datetime) -> None:
    """Keep the bytes; nothing for a timesheet that was finished before."""
    sheet = session.get_one(Timesheet, timesheet_id, with_for_update=True, populate_existing=True)
    if sheet.file_id is not None:
        return
    file = stored_files.keep(session, sheet.institution_id, pdf, MEDIA_TYPE, now=now)
    sheet.file_id, sheet.made_at = file.id, now
    session.flush()
    audit.record(session, "timesheets:make", sheet, actor=None)


def _of(placement: Placement) -> ColumnElement[bool]:
    sent = (HoursState.SUBMITTED, HoursState.APPROVED)
    return and_(HoursEntry.placement_id == placement.id, HoursEntry.state.in_(sent), counted())


def _entries(session: Session, placement: Placement, month: date) -> list[HoursEntry]:
    statement = (
        select(HoursEntry)
        .where(
            _of(placement),
            HoursEntry.worked_on >= month,
            HoursEntry.worked_on <= papers.last_of(month),
        )
        .options(
            joinedload(HoursEntry.signature),
            joinedload(HoursEntry.replaces).joinedload(HoursEntry.signature),
        )
        .order_by(HoursEntry.worked_on, HoursEntry.started_at, HoursEntry.id)
    )
    return list(session.execute(statement).scalars())


def _signatures(entries: Sequence[HoursEntry]) -> list[HoursSignature]:
    """List who signed these days, and the versions that they correct."""
    versions = [*entries, *(entry.replaces for entry in entries if entry.replaces)]
    found = {entry.signature.id: entry.signature for entry in versions if entry.signature}
    return sorted(found.values(), key=lambda row: (row.signed_at, row.id))


def _times(entry: HoursEntry, zone: ZoneInfo) -> str:
    if entry.started_at is None or entry.ended_at is None:
        return ""
    return f"{_clock(entry.started_at, zone)} – {_clock(entry.ended_at, zone)}"


def _clock(moment: datetime, zone: ZoneInfo) -> str:
    local = moment.astimezone(zone)
    return f"{local.hour}\N{NO-BREAK SPACE}h\N{NO-BREAK SPACE}{local.minute:02d}"


def _job_key(timesheet_id: UUID) -> str:
    return f"{JobKind.HOURS_TIMESHEET}:{timesheet_id}"
