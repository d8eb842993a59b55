"""Who sits at a desk may change: a wrong address, a slip, a deputy, a successor, a code."""

from datetime import UTC, datetime, timedelta

import pytest
from flask import Flask
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from msp_du.domain.desk import CODE_LASTS, CODE_TRIES, CODE_TRIES_A_DAY
from msp_du.domain.errors import Rule, RuleViolation
from msp_du.domain.vocabulary import JobKind, JobState, Role
from msp_du.extensions import transaction
from msp_du.jobs.worker import run_due
from msp_du.models import Account, Contact, DeskSession, Institution, Job, Organisation, Placement
from msp_du.services import (
    desk_codes,
    desk_deputies,
    desk_flags,
    desk_links,
    desk_slips,
    host_handover,
    placement_life,
    placement_people,
)
from msp_du.services.placement_life import Handover
from tests.factories import TODAY, make_account, make_contact, make_placement

NOW = datetime.now(UTC)
KEY = "s" * 43
ONE = timedelta(days=1)


@pytest.fixture
def contact(session: Session) -> Contact:
    with transaction():
        return make_contact(session)


@pytest.fixture
def colleague(session: Session, contact: Contact) -> Contact:
    with transaction():
        organisation = session.get_one(Organisation, contact.organisation_id)
        return make_contact(session, organisation=organisation, name="Sam Keita")


@pytest.fixture
def coordinator(session: Session, contact: Contact) -> Account:
    with transaction():
        return make_account(session, Role.COORDINATOR)


def asked(session: Session, kind: JobKind) -> int:
    statement = select(func.count()).where(Job.kind == kind)
    return session.execute(statement).scalar_one()


def test_a_wrong_person_ends_the_links_and_tells_each_coordinator_once(
    session: Session, contact: Contact, coordinator: Account
) -> None:
    with transaction():
        make_account(session, Role.TUTOR)
        secret = desk_links.issue(session, contact, now=NOW)
        receipts_too = desk_links.open_desk(session, secret, now=NOW).raw
    for _ in range(2):
        with transaction():
            desk_flags.raise_flag(session, contact, now=NOW)
    assert desk_links.find(session, secret, now=NOW) is None
    assert desk_links.current(session, receipts_too, now=NOW) is None
    assert asked(session, JobKind.MAIL_DESK_WRONG_PERSON) == 1
    assert not desk_links.is_reachable(session, contact)
    with transaction():
        desk_flags.clear(session, contact, actor=coordinator, now=NOW)
        desk_flags.clear(session, contact, actor=coordinator, now=NOW)
    assert desk_links.is_reachable(session, contact)


def test_a_slip_is_one_a_placement_and_sends_to_the_recorded_contact(
    session: Session, contact: Contact, coordinator: Account
) -> None:
    with transaction():
        placement = make_placement(session, contact=contact)
        first = desk_slips.prepare(session, placement, actor=coordinator, now=NOW)
        again = desk_slips.prepare(session, placement, actor=coordinator, now=NOW)
        desk_slips.send_link(session, "made up", now=NOW)
    assert first.code == again.code
    assert asked(session, JobKind.MAIL_DESK_LINK) == 0
    with transaction():
        desk_slips.send_link(session, first.code, now=NOW)
    job = session.execute(select(Job).where(Job.kind == JobKind.MAIL_DESK_LINK)).scalar_one()
    assert job.payload == {"contact_id": str(contact.id)}


def test_a_deputy_is_a_colleague_between_two_days(
    session: Session, contact: Contact, colleague: Contact, coordinator: Account
) -> None:
    with transaction():
        elsewhere = make_contact(session)
    for deputy, ends_on, rule in (
        (contact, TODAY, Rule.DEPUTY_NOT_OF_HOST),
        (elsewhere, TODAY, Rule.DEPUTY_NOT_OF_HOST),
        (colleague, TODAY - ONE, Rule.DEPUTY_BOUNDS),
    ):
        with pytest.raises(RuleViolation) as refused, transaction():
            desk_deputies.name(
                session, contact, deputy, starts_on=TODAY, ends_on=ends_on, actor=coordinator
            )
        assert refused.value.rule is rule
    for last in (TODAY, TODAY + 9 * ONE):
        with transaction():
            desk_deputies.name(
                session, contact, colleague, starts_on=TODAY, ends_on=last, actor=coordinator
            )
    (row,) = desk_deputies.of_contact(session, contact)
    assert row.ends_on == TODAY + 9 * ONE
    with transaction():
        desk_deputies.end(session, row, actor=coordinator, last_day=TODAY)
    assert row.ends_on == TODAY
    with transaction():
        desk_deputies.end(session, row, actor=coordinator, last_day=TODAY - ONE)
    assert desk_deputies.of_contact(session, contact) == []


def supervised(session: Session, placement: Placement) -> Contact:
    session.expire_all()
    return session.get_one(Placement, placement.id).contact


def test_placements_pass_to_a_colleague_today_and_those_that_ended_stay(
    session: Session, contact: Contact, colleague: Contact, coordinator: Account
) -> None:
    with transaction():
        over = make_placement(
            session, contact=contact, periods=[(TODAY - 9 * ONE, TODAY - ONE, 420)]
        )
        current = make_placement(session, contact=contact)
    with transaction():
        passed = host_handover.hand_over(
            session, contact, colleague, effective_on=TODAY, actor=coordinator, now=NOW
        )
    assert passed == 1
    assert supervised(session, over).id == contact.id
    assert supervised(session, current).id == colleague.id
    (row,) = placement_people.history(session, current.id)
    assert (row.former, row.name) == ("Amina Diallo", "Sam Keita")
    assert placement_people.history(session, over.id) == []
    with pytest.raises(RuleViolation) as refused, transaction():
        host_handover.hand_over(
            session, contact, colleague, effective_on=TODAY, actor=coordinator, now=NOW
        )
    assert refused.value.rule is Rule.HANDOVER_NOTHING
    with pytest.raises(RuleViolation) as same, transaction():
        host_handover.hand_over(
            session, colleague, colleague, effective_on=TODAY, actor=coordinator, now=NOW
        )
    assert same.value.rule is Rule.HANDOVER_SAME


def test_changes_of_both_kinds_are_one_list_by_day(
    session: Session, contact: Contact, colleague: Contact, coordinator: Account
) -> None:
    with transaction():
        organisation = session.get_one(Organisation, contact.organisation_id)
        third = make_contact(session, organisation=organisation, name="Lou")
        placement = make_placement(session, contact=contact)
        host_handover.hand_over(
            session, contact, colleague, effective_on=TODAY + 2 * ONE, actor=coordinator, now=NOW
        )
        for since, target in ((TODAY + 2 * ONE, colleague), (TODAY + ONE, third)):
            placement.contact_id = contact.id
            session.flush()
            placement_life.hand_over(
                session,
                placement,
                Handover(since, target),
                actor=coordinator,
                version=placement.version,
                now=NOW,
            )
    expected = [(TODAY + ONE, "Lou"), (TODAY + 2 * ONE, "Sam Keita")]
    found = placement_people.history(session, placement.id)
    assert [(row.since, row.name) for row in found] == expected


def test_a_hand_over_left_to_its_day_is_dropped_once_somebody_else_follows(
    session: Session, contact: Contact, colleague: Contact, coordinator: Account
) -> None:
    with transaction():
        placement = make_placement(session, contact=contact)
        host_handover.hand_over(
            session, contact, colleague, effective_on=TODAY + ONE, actor=coordinator, now=NOW
        )
    assert [row.name for row in placement_people.history(session, placement.id)] == ["Sam Keita"]
    with transaction():
        organisation = session.get_one(Organisation, contact.organisation_id)
        placement.contact_id = make_contact(session, organisation=organisation).id
        host_handover.apply_due(session, contact.id, now=NOW + ONE)
    assert placement_people.history(session, placement.id) == []


def test_a_hand_over_to_come_waits_for_its_day(
    app: Flask,
    session: Session,
    contact: Contact,
    colleague: Contact,
    coordinator: Account,
) -> None:
    with transaction():
        placement = make_placement(session, contact=contact)
        host_handover.hand_over(
            session, contact, colleague, effective_on=TODAY + ONE, actor=coordinator, now=NOW
        )
    assert supervised(session, placement).id == contact.id
    assert run_due(app, now=NOW) == 0
    with transaction():
        host_handover.apply_due(session, contact.id, now=NOW + ONE)
        host_handover.apply_due(session, contact.id, now=NOW + ONE)
    assert supervised(session, placement).id == colleague.id
    session.rollback()
    assert run_due(app, now=NOW + 2 * ONE) == 1
    assert session.execute(select(Job.state)).scalar_one() is JobState.DONE


@pytest.fixture
def browser(session: Session, contact: Contact, coordinator: Account) -> DeskSession:
    with transaction():
        institution = session.get_one(Institution, contact.institution_id)
        for wanted in (False, True):
            desk_codes.choose(session, institution, asks_code=wanted, actor=coordinator)
        secret = desk_links.issue(session, contact, now=NOW)
        raw = desk_links.open_desk(session, secret, now=NOW).raw
    found = desk_links.current(session, raw, now=NOW)
    assert found is not None
    return found


def confirm(session: Session, browser: DeskSession, code: str, now: datetime = NOW) -> bool:
    with transaction():
        return desk_codes.confirm(session, browser, code, key=KEY, now=now)


def test_a_code_lets_one_browser_sign(session: Session, browser: DeskSession) -> None:
    assert desk_codes.needs(session, browser)
    assert not confirm(session, browser, "000000")
    with transaction():
        code = desk_codes.make(session, browser, key=KEY, now=NOW)
    assert len(code) == 6
    assert not confirm(session, browser, code, NOW + CODE_LASTS)
    assert confirm(session, browser, f" {code} ", NOW + CODE_LASTS - timedelta(microseconds=1))
    assert not desk_codes.needs(session, browser)


def test_five_wrong_codes_spend_the_browser_whatever_code_follows(
    session: Session, browser: DeskSession
) -> None:
    with transaction():
        desk_codes.make(session, browser, key=KEY, now=NOW)
    for _ in range(CODE_TRIES):
        assert not confirm(session, browser, "wrong")
    with transaction():
        code = desk_codes.make(session, browser, key=KEY, now=NOW)
    assert not confirm(session, browser, code)


def test_opening_the_link_again_gives_few_more_tries(
    session: Session, contact: Contact, browser: DeskSession
) -> None:
    with transaction():
        secret = desk_links.issue(session, contact, now=NOW)

    def another(now: datetime) -> tuple[DeskSession, str]:
        with transaction():
            raw = desk_links.open_desk(session, secret, now=now).raw
            found = desk_links.current(session, raw, now=now)
            assert found is not None
            return found, desk_codes.make(session, found, key=KEY, now=now)

    for _ in range(CODE_TRIES_A_DAY // CODE_TRIES):
        found, code = another(NOW)
        assert not desk_codes.is_spent_today(session, found, now=NOW)
        for _ in range(CODE_TRIES):
            assert not confirm(session, found, "wrong")
    found, code = another(NOW)
    assert desk_codes.is_spent_today(session, found, now=NOW)
    assert not confirm(session, found, code)
    found, code = another(NOW + ONE)
    assert confirm(session, found, code, NOW + ONE)
