"""What waits to be printed comes back from its text, and no paper is read as another."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from msp_du.domain import attendance_papers, placement_certificates, timesheets
from msp_du.domain.frozen_facts import UnreadableFacts
from tests.factories.attendance_papers import make_attendance_certificate, make_sheet_facts
from tests.factories.placement_papers import make_placement_certificate
from tests.factories.timesheets import make_timesheet_facts

PAPERS: dict[str, tuple[Any, Callable[[Any], str], Callable[[str], Any]]] = {
    "attendance sheet": (
        make_sheet_facts(classes=2, people=2),
        attendance_papers.canonical_sheet,
        attendance_papers.read_sheet,
    ),
    "attendance certificate": (
        make_attendance_certificate(),
        attendance_papers.canonical_certificate,
        attendance_papers.read_certificate,
    ),
    "placement certificate": (
        make_placement_certificate(),
        placement_certificates.canonical,
        placement_certificates.read,
    ),
    "timesheet": (make_timesheet_facts(), timesheets.canonical, timesheets.read),
}


@pytest.mark.parametrize("name", PAPERS)
def test_facts_come_back_from_their_own_text_alone(name: str) -> None:
    facts, write, read = PAPERS[name]
    assert read(write(facts)) == facts
    for other, (others, write_other, _read) in PAPERS.items():
        if other != name:
            with pytest.raises(UnreadableFacts):
                read(write_other(others))


def test_minutes_under_a_signature_and_those_that_wait_are_counted_apart() -> None:
    facts = make_timesheet_facts(days=5)  # 420 a day, none on the fourth; the fifth waits
    assert facts.signed_minutes == 3 * 420
    assert facts.waiting_minutes == 420


@pytest.mark.parametrize(
    ("day", "first", "last"),
    [
        (date(2026, 11, 1), date(2026, 11, 1), date(2026, 11, 30)),
        (date(2026, 11, 30), date(2026, 11, 1), date(2026, 11, 30)),
        (date(2026, 12, 31), date(2026, 12, 1), date(2026, 12, 31)),
        (date(2027, 2, 28), date(2027, 2, 1), date(2027, 2, 28)),
        (date(2028, 2, 28), date(2028, 2, 1), date(2028, 2, 29)),
    ],
    ids=str,
)
def test_a_day_is_in_its_month(day: date, first: date, last: date) -> None:
    assert timesheets.month_of(day) == first
    assert timesheets.last_of(first) == last
