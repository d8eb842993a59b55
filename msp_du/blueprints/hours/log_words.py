"""The log as its page shows it: weeks, totals, what is to be sent."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Self
from uuid import UUID
from zoneinfo import ZoneInfo

from msp_du.domain import calendar
from msp_du.domain.ledger import Totals
from msp_du.extensions import db
from msp_du.models import Account, HoursEntry, Placement
from msp_du.services import hours, logbook
from msp_du.web import formatting
from msp_du.web.hours_lines import HoursLine, line, week_name


@dataclass(frozen=True, slots=True)
class PlacementView:
    """A placement on the log page."""

    id: UUID
    host: str
    totals: Totals
    drafts: int


@dataclass(frozen=True, slots=True)
class WeekView:
    """A week on the log page."""

    name: str
    total: str
    lines: Sequence[HoursLine]


@dataclass(frozen=True, slots=True)
class LogView:
    """The log page, in words."""

    placements: Sequence[PlacementView]
    returned: Sequence[HoursLine]
    weeks: Sequence[WeekView]
    page: int
    pages: int

    @classmethod
    def of(cls, page: logbook.LogPage) -> Self:
        """Put a page of the log in words."""
        zone = hours.zone_of(page.placements[0]) if page.placements else calendar.PARIS
        several = len(page.placements) > 1
        return cls(
            placements=[
                PlacementView(
                    placement.id,
                    placement.organisation.name,
                    page.totals[placement.id],
                    page.drafts.get(placement.id, 0),
                )
                for placement in page.placements
            ],
            returned=[_line(entry, zone, several=several) for entry in page.returned],
            weeks=[
                WeekView(
                    week_name(week.week),
                    formatting.hours(week.minutes),
                    [_line(entry, zone, several=several) for entry in week.entries],
                )
                for week in page.weeks
            ],
            page=page.page,
            pages=page.pages,
        )


def week_lines(actor: Account, today: date, zone: ZoneInfo) -> list[HoursLine]:
    """Return what the trainee noted this week, newest first."""
    entries = logbook.week(db.session(), actor.person_id, today)
    several = len({entry.placement_id for entry in entries}) > 1
    return [_line(entry, zone, several=several) for entry in entries]


def running(placement: Placement, now: datetime) -> bool:
    """Tell whether today is a day of the placement."""
    today = calendar.today(now, hours.zone_of(placement))
    return any(row.starts_on <= today <= row.ends_on for row in placement.periods)


def _line(entry: HoursEntry, zone: ZoneInfo, *, several: bool) -> HoursLine:
    return line(entry, zone, host=entry.placement.organisation.name if several else "")
