"""What may happen to hours once they are signed, in the demonstration: corrections and the rest."""

from collections.abc import Collection, Iterator
from typing import Final
from uuid import uuid5

from sqlalchemy import select

from msp_du.demonstration.logs import NAMESPACE
from msp_du.demonstration.people import File, at
from msp_du.demonstration.setting import Setting
from msp_du.domain.timesheets import month_of
from msp_du.domain.vocabulary import HoursState, Role, SignatureVia
from msp_du.models import HoursEntry, Placement
from msp_du.services import (
    approvals,
    hours,
    hours_corrections,
    hours_openings,
    redactions,
    timesheets,
)

SHORTER: Final = 30
"""Minutes that a correction takes off."""
OPENED_BECAUSE: Final = "Durée mal reportée, signalée par la structure."


def amend(work: Setting, files: Collection[File]) -> None:
    """Correct a signed day of two people, one signed again; erase a text; open a closed day.

    A month is asked for as a timesheet, which the worker prints.
    """
    running = [file for file in files if 0 in file.placements and _signed(work, file, 0)]
    known = sorted(running, key=lambda file: not file.trainee.has_account)
    waiting, again, *others = known
    _correct(work, waiting, _signed(work, waiting, 0)[-1])
    version = _correct(work, again, _signed(work, again, 0)[-1])
    _sign(work, again.placements[0], version)
    for file in others[:1]:
        _erase(work, file)
    for file in _finished(files):
        entry = _signed(work, file, 1)[0]
        hours_openings.open_entry(
            work.session,
            entry,
            actor=work.first(Role.COORDINATOR),
            reason=OPENED_BECAUSE,
            now=at(work.today, 8),
        )
        break
    placement = waiting.placements[0]
    timesheets.request(
        work.session,
        placement,
        month_of(_signed(work, waiting, 0)[0].worked_on),
        actor=waiting.account,
        now=at(work.today, 8),
    )


def _finished(files: Collection[File]) -> Iterator[File]:
    for file in files:
        if 1 in file.placements and file.trainee.has_account and not file.has_left:
            yield file


def _signed(work: Setting, file: File, ago: int) -> list[HoursEntry]:
    """List the signed days of a year without times, by day: any of them may be a little shorter."""
    statement = (
        select(HoursEntry)
        .where(
            HoursEntry.placement_id == file.placements[ago].id,
            HoursEntry.state == HoursState.APPROVED,
            HoursEntry.started_at.is_(None),
        )
        .order_by(HoursEntry.worked_on, HoursEntry.client_id)
    )
    return list(work.session.execute(statement).scalars())


def _correct(work: Setting, file: File, entry: HoursEntry) -> HoursEntry:
    day = hours.LoggedDay(
        entry.worked_on,
        entry.kind,
        minutes=entry.minutes - SHORTER,
        presence=entry.presence,
        activity=entry.activity,
    )
    return hours_corrections.correct(
        work.session,
        entry,
        day,
        actor=file.account,
        client_id=uuid5(NAMESPACE, f"correction:{entry.client_id}"),
        now=at(work.today, 7),
    )


def _sign(work: Setting, placement: Placement, entry: HoursEntry) -> None:
    contact = placement.contact
    approvals.approve(
        work.session,
        placement,
        actor=None,
        contact=contact,
        entry_ids=[entry.id],
        digest=approvals.digest_of([entry]),
        declared_name=contact.name,
        declared_capacity=contact.job_title or "",
        via=SignatureVia.ACCOUNT,
        now=at(work.today, 8),
    )


def _erase(work: Setting, file: File) -> None:
    entry = next(entry for entry in _signed(work, file, 0) if entry.activity)
    tutor = file.placements[0].academic_tutor or work.first(Role.COORDINATOR)
    redactions.redact(work.session, entry, actor=tutor, now=at(work.today, 8))
