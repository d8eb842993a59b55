"""A board appointed, its members named, and a sitting opened with those who are there."""

from datetime import timedelta

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from msp_du.domain.errors import Rule
from msp_du.domain.sittings import SittingState
from msp_du.domain.vocabulary import Role
from msp_du.extensions import transaction
from msp_du.models import AuditEvent, BoardRecusal, BoardSeat, BoardSitting, Cohort
from msp_du.services import board_seats, sittings
from msp_du.services.board_seats import Named
from msp_du.services.sittings import Appointment
from tests.factories import TODAY, make_account, make_cohort, make_institution
from tests.factories.sittings import make_member, make_seat, make_sitting
from tests.support.board import NOW
from tests.support.sitting_room import Room, open_room, refused

APPOINTMENT = Appointment(
    sits_on=TODAY,
    reference="PV 2026-20",
    order_reference="Arrêté 2026-111",
    order_on=TODAY,
    gates_close_on=None,
)


@pytest.fixture
def room(session: Session) -> Room:
    """A sitting that is prepared, its president named."""
    return open_room(session, is_open=False)


def named(**changes: object) -> Named:
    known = {
        "name": "Inès Haddad",
        "quality": "chargée d’enseignement",
        "is_president": False,
        "is_teacher": True,
        "account_id": None,
        "deputy_of_id": None,
    }
    return Named(**known | changes)  # type: ignore[arg-type]


def add(room: Room, **changes: object) -> BoardSeat:
    with transaction() as s:
        return board_seats.add(s, room.sitting, named(**changes), actor=room.coordinator, now=NOW)


def open_with(room: Room, *seats: BoardSeat) -> None:
    with transaction() as s:
        sittings.open_sitting(
            s, room.sitting, {seat.id for seat in seats}, actor=room.coordinator, now=NOW
        )


def president(room: Room) -> BoardSeat:
    return sittings.seats_of(room.session, room.sitting)[0]


def prepare(room: Room, **changes: object) -> BoardSitting:
    known = {
        name: getattr(APPOINTMENT, name)
        for name in ("sits_on", "reference", "order_reference", "order_on", "gates_close_on")
    }
    with transaction() as s:
        return sittings.prepare(
            s,
            s.get_one(Cohort, room.cohort.id),
            1,
            Appointment(**known | changes),
            actor=room.coordinator,
            now=NOW,
        )


def test_a_sitting_is_prepared_once_under_its_reference(room: Room) -> None:
    made = prepare(room)
    assert (made.state, made.reference) == (SittingState.PREPARED, "PV 2026-20")
    known = {one.id for one in sittings.of_cohort(room.session, room.cohort.id, 1)}
    assert known == {made.id, room.sitting.id}
    assert sittings.of_cohort(room.session, room.cohort.id, 2) == []
    taken = refused(lambda: prepare(room))
    assert (taken.rule, taken.field) == (Rule.SITTING_REFERENCE_TAKEN, "reference")
    first = room.cohort.academic_year.starts_on
    early = refused(lambda: prepare(room, reference="X", sits_on=first - timedelta(days=1)))
    assert (early.rule, early.field) == (Rule.SITTING_BEFORE_YEAR, "sits_on")
    assert prepare(room, reference="X", sits_on=first).sits_on == first


def test_a_sitting_is_changed_while_it_is_prepared_by_who_saw_it_last(room: Room) -> None:
    def change(version: int) -> None:
        with transaction() as s:
            sittings.change(s, room.sitting, APPOINTMENT, version=version, actor=room.coordinator)

    version = room.sitting.version
    change(version)
    assert (room.sitting.reference, room.sitting.revision) == ("PV 2026-20", 2)
    assert refused(lambda: change(version)).rule is Rule.STALE_VERSION
    open_with(room, president(room))
    assert refused(lambda: change(room.sitting.version)).rule is Rule.SITTING_STATE


def test_members_are_named_with_their_deputies(room: Room) -> None:
    member = add(room, account_id=make_member_id(room))
    deputy = add(room, name="Nicolas Aubry", deputy_of_id=member.id)
    found = sittings.seats_of(room.session, room.sitting)
    assert [seat.id for seat in found[1:]] == [member.id, deputy.id]
    wrong = [
        ({"is_president": True}, (Rule.SEAT_PRESIDENT_TAKEN, "is_president")),
        ({"account_id": room.president.id}, (Rule.SEAT_TAKEN, "account_id")),
        ({"account_id": room.coordinator.id}, (Rule.SEAT_TAKEN, "account_id")),
        ({"deputy_of_id": deputy.id}, (Rule.SEAT_DEPUTY, "deputy_of_id")),
    ]
    for changes, broken in wrong:
        found_fault = refused(lambda changes=changes: add(room, **changes))  # type: ignore[misc]
        assert (found_fault.rule, found_fault.field) == broken
    with transaction() as s:
        board_seats.change(s, deputy, named(name="Paule Roy"), actor=room.coordinator, now=NOW)
    assert (deputy.name, deputy.deputy_of_id) == ("Paule Roy", None)


def make_member_id(room: Room) -> object:
    with transaction() as s:
        return make_member(s, s.get_one(Cohort, room.cohort.id)).id


def test_a_member_with_a_deputy_becomes_nobodys_deputy(room: Room) -> None:
    member = add(room)
    add(room, deputy_of_id=member.id)

    def change() -> None:
        with transaction() as s:
            board_seats.change(
                s,
                member,
                named(deputy_of_id=president(room).id),
                actor=room.coordinator,
                now=NOW,
            )

    assert refused(change).rule is Rule.SEAT_DEPUTY


def test_whoever_goes_takes_their_deputy_and_recusals_along(room: Room) -> None:
    member = add(room)
    add(room, deputy_of_id=member.id)
    year = room.candidate()
    with transaction() as s:
        board_seats.recuse(s, member, year, actor=room.coordinator, now=NOW)
    with transaction() as s:
        board_seats.remove(s, member, actor=room.coordinator)
    assert len(sittings.seats_of(room.session, room.sitting)) == 1
    assert room.session.scalar(select(func.count(BoardRecusal.id))) == 0


def test_only_accounts_of_the_board_of_the_cohort_may_sit(room: Room) -> None:
    with transaction() as s:
        cohort, other = s.get_one(Cohort, room.cohort.id), make_cohort(s)
        own = make_account(s, Role.BOARD_MEMBER, cohort=cohort, display_name="Aude")
        make_account(s, Role.BOARD_MEMBER, cohort=other)
        make_account(s, Role.BOARD_MEMBER, institution=make_institution(s))
        found = board_seats.accounts_for(s, cohort, now=NOW)
    assert [account.id for account in found] == [own.id, room.president.id]


def test_a_sitting_opens_with_who_presides_or_their_deputy(room: Room) -> None:
    member, deputy = add(room), add(room, deputy_of_id=president(room).id)
    assert refused(lambda: open_with(room, member)).rule is Rule.SITTING_NOBODY_PRESIDES
    open_with(room, member, deputy)
    assert (room.sitting.state, room.sitting.opened_at) == (SittingState.OPEN, NOW)
    assert [seat.is_present for seat in sittings.seats_of(room.session, room.sitting)] == [
        False,
        True,
        True,
    ]
    assert refused(lambda: open_with(room, member, deputy)).rule is Rule.SITTING_STATE
    with transaction() as s:
        sittings.change_presence(s, room.sitting, {deputy.id}, actor=room.coordinator)
    assert [seat.is_present for seat in sittings.seats_of(room.session, room.sitting)] == [
        False,
        False,
        True,
    ]
    acts = room.session.scalars(select(AuditEvent.act).order_by(AuditEvent.sequence)).all()
    assert acts[-2:] == ["board:open", "board:presence"]
    assert refused(lambda: add(room)).rule is Rule.SITTING_STATE


def test_a_sitting_opens_on_its_day_and_not_before(room: Room) -> None:
    with transaction() as s:
        s.get_one(BoardSitting, room.sitting.id).sits_on = TODAY + timedelta(days=2)
    early = refused(lambda: open_with(room, president(room)))
    assert (early.rule, early.details["day"]) == (
        Rule.SITTING_IN_FUTURE,
        TODAY + timedelta(days=2),
    )


def test_one_sitting_is_open_at_once_over_a_year(room: Room) -> None:
    with transaction() as s:
        cohort = s.get_one(Cohort, room.cohort.id)
        make_sitting(s, cohort, year_number=2, is_open=True)
        other = make_sitting(s, cohort, is_open=True)
    assert refused(lambda: open_with(room, president(room))).rule is Rule.SITTING_OPEN_ELSEWHERE
    found = sittings.open_one(room.session, room.cohort.id, 1)
    assert found is not None
    assert found.id == other.id


def test_a_recusal_is_noted_once_and_taken_back(room: Room) -> None:
    with transaction() as s:
        seat = make_seat(s, s.get_one(BoardSitting, room.sitting.id), name="Inès Haddad")
    year = room.candidate()
    for _again in range(2):
        with transaction() as s:
            board_seats.recuse(s, seat, year, actor=room.coordinator, now=NOW)
    recused = board_seats.recusals_of(room.session, room.sitting)
    assert [one.id for one in recused[year.id]] == [seat.id]
    for _again in range(2):
        with transaction() as s:
            board_seats.take_part_again(s, seat, year, actor=room.coordinator)
    assert board_seats.recusals_of(room.session, room.sitting) == {}
