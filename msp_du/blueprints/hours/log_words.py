"""The log as its page shows it: weeks, totals, what is to be sent, placements told apart."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Self
from uuid import UUID
from zoneinfo import ZoneInfo

from msp_du.domain import calendar
from msp_du.domain.ledger import Totals
from msp_du.extensions import db
from msp_du.models import Account, HoursEntry
from msp_du.services import hours, logbook
from msp_du.web import formatting
from msp_du.web.hours_lines import HoursLine, line, week_name
from msp_du.web.placement_words import interrupted, is_open, is_over, names_of


@dataclass(frozen=True, slots=True)
class PlacementView:
    """A placement on the log page."""

    id: UUID
    name: str
    totals: Totals
    drafts: int
    is_over: bool


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
    can_add: bool
    is_interrupted: bool
    returned: Sequence[HoursLine]
    weeks: Sequence[WeekView]
    page: int
    pages: int

    @classmethod
    def of(cls, page: logbook.LogPage, now: datetime) -> Self:
        """Put a page of the log in words; lines name a placement when they are of several."""
        zone = hours.zone_of(page.placements[0]) if page.placements else calendar.PARIS
        today = calendar.today(now, zone)
        names = names_of(page.placements, today)
        entries = [*page.returned, *(entry for week in page.weeks for entry in week.entries)]
        shown = names if len({entry.placement_id for entry in entries}) > 1 else {}
        return cls(
            placements=[
                PlacementView(
                    placement.id,
                    names[placement.id],
                    page.totals[placement.id],
                    page.drafts.get(placement.id, 0),
                    is_over(placement, today),
                )
                for placement in page.placements
            ],
            can_add=any(is_open(placement, today) for placement in page.placements),
            is_interrupted=any(
                interrupted(placement) and not is_over(placement, today)
                for placement in page.placements
            ),
            returned=[_line(entry, zone, shown) for entry in page.returned],
            weeks=[
                WeekView(
                    week_name(week.week),
                    formatting.hours(week.minutes),
                    [_line(entry, zone, shown) for entry in week.entries],
                )
                for week in page.weeks
            ],
            page=page.page,
            pages=page.pages,
        )


def week_lines(actor: Account, today: date, zone: ZoneInfo) -> list[HoursLine]:
    """Return what the trainee noted this week, newest first."""
    entries = logbook.week(db.session(), actor.person_id, today)
    placements = {entry.placement_id: entry.placement for entry in entries}
    shown = names_of(list(placements.values()), today) if len(placements) > 1 else {}
    return [_line(entry, zone, shown) for entry in entries]


def _line(entry: HoursEntry, zone: ZoneInfo, names: Mapping[UUID, str]) -> HoursLine:
    return line(entry, zone, host=names.get(entry.placement_id, ""))
