"""Totals and pages of the log: right, and in a number of statements that does not grow."""

from datetime import timedelta
from uuid import UUID, uuid4

import pytest
from sqlalchemy.orm import Session

from msp_du.domain.ledger import Totals
from msp_du.domain.vocabulary import HoursKind, HoursState
from msp_du.extensions import db, transaction
from msp_du.models import EnrolmentYear, HoursSignature, Placement
from msp_du.services import hours_sums, hours_totals, logbook
from tests.factories import TODAY, make_enrolment, make_entry, make_placement
from tests.support.statements import statements


@pytest.fixture
def placement(session: Session) -> Placement:
    with transaction():
        return make_placement(session)


def test_totals_of_a_placement_add_up_by_state(session: Session, placement: Placement) -> None:
    with transaction():
        for days, state in enumerate((HoursState.DRAFT, HoursState.SUBMITTED, HoursState.RETURNED)):
            make_entry(
                session, placement=placement, worked_on=TODAY - timedelta(days=days), state=state
            )
        signed = make_entry(session, placement=placement, minutes=100)
        signature = HoursSignature(
            placement_id=placement.id,
            contact_id=placement.contact_id,
            signed_at=signed.logged_at,
            declared_name="A",
            declared_capacity="B",
            minutes=100,
            digest="0" * 64,
            via="account",
        )
        session.add(signature)
        session.flush()
        signed.signature_id, signed.state = signature.id, HoursState.APPROVED
        hours_sums.keep(session, placement.id)
    found = hours_totals.of_placements(session, [placement.id])
    assert found == {
        placement.id: Totals(
            required=280 * 60, planned=280 * 60, logged=1360, submitted=420, approved=100
        )
    }


def test_a_replaced_entry_counts_no_more(session: Session, placement: Placement) -> None:
    with transaction():
        first = make_entry(session, placement=placement, minutes=400)
        make_entry(session, placement=placement, minutes=300).replaces_id = first.id
        hours_sums.keep(session, placement.id)
    assert hours_totals.of_placements(session, [placement.id])[placement.id].logged == 300


def test_a_year_counts_its_placements_and_the_diploma_both_years(session: Session) -> None:
    with transaction():
        enrolment = make_enrolment(session)
        first, second = (make_placement(session, enrolment=enrolment) for _ in range(2))
        make_entry(session, placement=first)
        make_entry(session, placement=second)
    year_id = first.enrolment_year_id
    year = hours_totals.of_years(session, [year_id])[year_id]
    assert (year.required, year.planned, year.logged) == (280 * 60, 560 * 60, 840)
    whole = hours_totals.of_enrolments(session, [enrolment.id])[enrolment.id]
    assert (whole.required, whole.planned, whole.logged) == (700 * 60, 560 * 60, 840)


def test_only_the_last_attempt_at_a_year_counts(session: Session, placement: Placement) -> None:
    year = placement.enrolment_year
    with transaction():
        make_entry(session, placement=placement)
        again = EnrolmentYear(
            institution_id=year.institution_id,
            enrolment_id=year.enrolment_id,
            year_number=year.year_number,
            attempt=2,
            curriculum_version_id=year.curriculum_version_id,
            academic_year_id=year.academic_year_id,
        )
        session.add(again)
    found = hours_totals.of_enrolments(session, [year.enrolment_id])[year.enrolment_id]
    assert (found.planned, found.logged) == (0, 0)


def test_nothing_asked_is_nothing_found(session: Session) -> None:
    assert hours_totals.of_placements(session, []) == {}
    assert hours_totals.of_enrolments(session, [uuid4()]) == {}
    page = logbook.log_page(session, uuid4())
    assert (page.placements, page.weeks, page.pages) == ([], [], 1)


def test_totals_of_many_cost_no_more_than_of_one(session: Session) -> None:
    with transaction():
        enrolment = make_enrolment(session)
        placements = [make_placement(session, enrolment=enrolment) for _ in range(5)]
        ids = [placement.id for placement in placements]
    with statements(db.engine) as one:
        hours_totals.of_placements(session, ids[:1])
    with statements(db.engine) as five:
        hours_totals.of_placements(session, ids)
    assert len(one) == len(five) == 3


def read_log(session: Session, person_id: UUID) -> tuple[logbook.LogPage, int]:
    session.rollback()
    session.expunge_all()
    with statements(db.engine) as sent:
        page = logbook.log_page(session, person_id)
        for entry in (entry for week in page.weeks for entry in week.entries):
            assert entry.placement.organisation.name
    return page, len(sent)


def note_days(session: Session, placement_id: UUID, days_ago: range) -> None:
    with transaction():
        placement = session.get_one(Placement, placement_id)
        for days in days_ago:
            make_entry(session, placement=placement, worked_on=TODAY - timedelta(days=days))


def test_the_log_costs_the_same_at_3_and_at_30_entries(
    session: Session, placement: Placement
) -> None:
    placement_id, person_id = placement.id, placement.enrolment_year.enrolment.person_id
    note_days(session, placement_id, range(1, 4))
    page, few = read_log(session, person_id)
    assert sum(len(week.entries) for week in page.weeks) == 3
    note_days(session, placement_id, range(4, 31))
    page, many = read_log(session, person_id)
    assert sum(len(week.entries) for week in page.weeks) >= 28
    assert few == many


def test_the_log_is_read_five_weeks_a_page_the_latest_first(
    session: Session, placement: Placement
) -> None:
    with transaction():
        for weeks in range(7):
            make_entry(session, placement=placement, worked_on=TODAY - timedelta(weeks=weeks))
    person_id = placement.enrolment_year.enrolment.person_id
    first = logbook.log_page(session, person_id)
    last = logbook.log_page(session, person_id, page=9)
    assert (first.page, first.pages, len(first.weeks)) == (1, 2, 5)
    assert (last.page, len(last.weeks)) == (2, 2)
    assert first.weeks[0].entries[0].worked_on == TODAY
    assert first.weeks[0].minutes == 420
    assert first.drafts == {placement.id: 7}


def test_the_last_duration_and_kind_are_offered_first(
    session: Session, placement: Placement
) -> None:
    assert logbook.habits(session, placement).minutes == [210, 420, 720]
    with transaction():
        make_entry(session, placement=placement, minutes=450).kind = HoursKind.MEETING
    found = logbook.habits(session, placement)
    assert (found.minutes[0], found.kind) == (450, HoursKind.MEETING)
