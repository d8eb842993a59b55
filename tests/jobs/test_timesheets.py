"""The worker prints a month of hours of its frozen facts alone."""

from datetime import UTC, datetime, timedelta

from flask import Flask
from sqlalchemy.orm import Session

from msp_du.domain import timesheets as papers
from msp_du.domain.vocabulary import HoursState, JobState, Role
from msp_du.extensions import transaction
from msp_du.jobs.worker import run_due
from msp_du.models import HoursEntry, Job, Timesheet
from msp_du.pdf.timesheet import render_timesheet
from msp_du.services import timesheets
from tests.factories import TODAY, make_account, make_entry, make_placement

LATER = datetime.now(UTC) + timedelta(hours=1)


def asked(session: Session) -> Timesheet:
    with transaction() as s:
        placement = make_placement(s)
        entry = make_entry(s, placement=placement, state=HoursState.SUBMITTED)
        make_entry(s, placement=placement, worked_on=TODAY)
        account = make_account(s, Role.COORDINATOR)
        month = papers.month_of(entry.worked_on)
        return timesheets.request(s, placement, month, actor=account, now=LATER)


def test_what_is_printed_is_what_was_frozen_whatever_changed_since(
    app: Flask, session: Session
) -> None:
    sheet = asked(session)
    facts = papers.read(sheet.facts)
    assert [line.minutes for line in facts.lines] == [420]
    with transaction() as s:
        for entry in s.query(HoursEntry):
            entry.minutes = 60
    assert run_due(app, now=LATER) == 1
    session.refresh(sheet)
    assert sheet.file is not None
    assert sheet.file.content == render_timesheet(facts)
    assert timesheets.prepare(session, sheet.id) is None
    with transaction() as s:
        timesheets.finish(s, sheet.id, b"%PDF second", now=LATER)
    session.refresh(sheet)
    assert sheet.file.content.startswith(b"%PDF-1.7")


def test_facts_that_were_touched_are_not_printed(app: Flask, session: Session) -> None:
    sheet = asked(session)
    with transaction() as s:
        s.get_one(Timesheet, sheet.id).facts = sheet.facts.replace("420", "421")
    run_due(app, now=LATER)
    session.expire_all()
    (job,) = session.query(Job)
    assert (job.state, sheet.file_id) == (JobState.FAILED, None)
    assert timesheets.is_given_up(session, sheet)
