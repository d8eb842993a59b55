"""When a reminder may leave, what is worth one, and when a coordinator hears of it."""

from datetime import UTC, date, datetime, timedelta
from uuid import UUID

import pytest

from msp_du.domain.calendar import PARIS
from msp_du.domain.phone_numbers import international
from msp_du.domain.reminders import (
    Due,
    DueKind,
    Group,
    Recipient,
    easter_sunday,
    grouped,
    holidays,
    is_ripe,
    is_time,
    may_leave,
    waits_too_long,
)

SOMEBODY = Recipient(account_id=UUID(int=1))
PLACE = UUID(int=2)
DAY = date(2026, 11, 23)


def due(
    kind: DueKind = DueKind.HOURS_TO_SIGN,
    *,
    since: date = DAY,
    due_on: date | None = None,
    count: int = 1,
) -> Due:
    return Due(kind, SOMEBODY, PLACE, PLACE, count, since, due_on)


@pytest.mark.parametrize(
    ("moment", "leaves"),
    [
        pytest.param(datetime(2026, 11, 23, 6, 59, 59, tzinfo=UTC), False, id="before-eight"),
        pytest.param(datetime(2026, 11, 23, 7, 0, tzinfo=UTC), True, id="eight-in-winter"),
        pytest.param(datetime(2026, 7, 6, 5, 59, tzinfo=UTC), False, id="before-eight-in-summer"),
        pytest.param(datetime(2026, 7, 6, 6, 0, tzinfo=UTC), True, id="eight-in-summer"),
        pytest.param(datetime(2026, 11, 23, 17, 59, tzinfo=UTC), True, id="before-seven-at-night"),
        pytest.param(datetime(2026, 11, 23, 18, 0, tzinfo=UTC), False, id="seven-at-night"),
        pytest.param(datetime(2026, 11, 21, 9, 0, tzinfo=UTC), True, id="saturday"),
        pytest.param(datetime(2026, 11, 22, 9, 0, tzinfo=UTC), False, id="sunday"),
        pytest.param(datetime(2026, 11, 11, 9, 0, tzinfo=UTC), False, id="armistice"),
        pytest.param(datetime(2026, 4, 6, 9, 0, tzinfo=UTC), False, id="easter-monday"),
        pytest.param(datetime(2026, 4, 7, 9, 0, tzinfo=UTC), True, id="day-after-easter-monday"),
    ],
)
def test_a_reminder_leaves_by_day_on_days_of_work(moment: datetime, leaves: bool) -> None:
    assert may_leave(moment, PARIS) is leaves


@pytest.mark.parametrize(
    ("year", "easter"),
    [(2024, date(2024, 3, 31)), (2025, date(2025, 4, 20)), (2038, date(2038, 4, 25))],
    ids=str,
)
def test_easter_is_when_it_is(year: int, easter: date) -> None:
    assert easter_sunday(year) == easter
    assert len(holidays(year)) == 11
    assert easter + timedelta(days=39) in holidays(year)


@pytest.mark.parametrize(
    ("what", "today", "ripe"),
    [
        pytest.param(due(), DAY + timedelta(days=2), False, id="signature-two-days"),
        pytest.param(due(), DAY + timedelta(days=3), True, id="signature-three-days"),
        pytest.param(
            due(DueKind.HOURS_NOT_SENT), DAY + timedelta(days=6), False, id="draft-six-days"
        ),
        pytest.param(
            due(DueKind.HOURS_NOT_SENT), DAY + timedelta(days=7), True, id="draft-seven-days"
        ),
        pytest.param(due(due_on=DAY + timedelta(days=8)), DAY, False, id="deadline-in-eight-days"),
        pytest.param(due(due_on=DAY + timedelta(days=7)), DAY, True, id="deadline-in-a-week"),
        pytest.param(due(due_on=DAY - timedelta(days=7)), DAY, True, id="deadline-past"),
    ],
)
def test_what_is_owed_for_a_while_is_recalled(what: Due, today: date, ripe: bool) -> None:
    assert is_ripe(what, today) is ripe


@pytest.mark.parametrize(
    ("last", "again"),
    [(None, True), (DAY - timedelta(days=7), True), (DAY - timedelta(days=6), False)],
    ids=["never", "a-week-ago", "six-days-ago"],
)
def test_the_same_is_recalled_after_some_days(last: date | None, again: bool) -> None:
    assert is_time(last, DAY, 7) is again


@pytest.mark.parametrize(
    ("what", "too_long"),
    [
        pytest.param(due(since=DAY - timedelta(days=13)), False, id="thirteen-days"),
        pytest.param(due(since=DAY - timedelta(days=14)), True, id="fourteen-days"),
        pytest.param(
            due(since=DAY - timedelta(days=20), due_on=DAY - timedelta(days=13)),
            False,
            id="late-for-thirteen-days",
        ),
        pytest.param(
            due(since=DAY - timedelta(days=21), due_on=DAY - timedelta(days=14)),
            True,
            id="late-for-fourteen-days",
        ),
    ],
)
def test_a_coordinator_hears_of_what_waits_too_long(what: Due, too_long: bool) -> None:
    assert waits_too_long(what, DAY, 14) is too_long


def test_a_digest_adds_up_what_is_of_one_kind() -> None:
    later = DAY + timedelta(days=1)
    found = grouped(
        [
            due(DueKind.MARKS_TO_ENTER, count=4, due_on=later),
            due(since=later, count=2),
            due(count=3),
            due(DueKind.MARKS_TO_ENTER, count=1, due_on=DAY),
        ]
    )
    assert found == [
        Group(DueKind.HOURS_TO_SIGN, 5, DAY, None),
        Group(DueKind.MARKS_TO_ENTER, 5, DAY, DAY),
    ]


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("06 12 34 56 78", "+33612345678"),
        ("+33 (0)6.12.34.56.78", "+33612345678"),
        ("0033 6 12 34 56 78", "+33612345678"),
        ("+41 22 123 45 67", "+41221234567"),
        ("06 12 34 56 7", None),
        ("poste 12", None),
        ("", None),
    ],
)
def test_a_phone_number_has_one_form(text: str, number: str | None) -> None:
    assert international(text) == number
