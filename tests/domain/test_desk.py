"""What a form of the desk is bound to, and the list that was signed, read back."""

from datetime import UTC, date, datetime
from uuid import UUID, uuid4

import pytest

from msp_du.domain.desk import DeskAct, binding, read_list, seen_since
from msp_du.domain.ledger import SignedEntry, canonical_list
from msp_du.domain.vocabulary import HoursKind, Presence

PLACEMENT, CONTACT = UUID(int=1), UUID(int=2)
ENTRY = SignedEntry(
    id=uuid4(),
    version=3,
    worked_on=date(2026, 10, 24),
    minutes=480,
    started_at=datetime(2026, 10, 24, 20, tzinfo=UTC),
    ended_at=datetime(2026, 10, 25, 5, tzinfo=UTC),
    break_minutes=60,
    kind=HoursKind.DIRECT_SUPPORT,
    presence=Presence.PRESENT,
)
DURATION = SignedEntry(
    id=uuid4(),
    version=1,
    worked_on=date(2028, 2, 29),
    minutes=1,
    started_at=None,
    ended_at=None,
    break_minutes=0,
    kind=HoursKind.DIRECT_SUPPORT,
    presence=Presence.PRESENT,
)


@pytest.mark.parametrize("entries", [[], [ENTRY], [ENTRY, DURATION]], ids=len)
def test_a_signed_list_is_read_back_in_every_digit(entries: list[SignedEntry]) -> None:
    assert read_list(canonical_list(entries)) == entries


@pytest.mark.parametrize(
    "other",
    [
        (CONTACT, CONTACT, DeskAct.APPROVE_HOURS, "a"),
        (PLACEMENT, PLACEMENT, DeskAct.APPROVE_HOURS, "a"),
        (PLACEMENT, CONTACT, DeskAct.RETURN_HOURS, "a"),
        (PLACEMENT, CONTACT, DeskAct.APPROVE_HOURS, "b"),
    ],
    ids=["placement", "signer", "act", "version"],
)
def test_a_form_is_bound_to_each_of_four_things(other: tuple[UUID, UUID, DeskAct, str]) -> None:
    assert binding(PLACEMENT, CONTACT, DeskAct.APPROVE_HOURS, "a") != binding(*other)


@pytest.mark.parametrize(
    ("today", "since"),
    [
        pytest.param(date(2027, 4, 1), date(2027, 1, 1), id="same-year"),
        pytest.param(date(2027, 3, 31), date(2026, 12, 31), id="year-before"),
        pytest.param(date(2027, 2, 28), date(2026, 11, 28), id="short-month"),
        pytest.param(date(2027, 5, 31), date(2027, 2, 28), id="to-a-short-month"),
        pytest.param(date(2028, 5, 31), date(2028, 2, 29), id="leap-year"),
    ],
)
def test_a_placement_is_seen_three_months_after_its_last_day(today: date, since: date) -> None:
    assert seen_since(today) == since
