"""Incidents on a placement: where, and until when they must be told of (domain §3.6).

Nothing is asked of anybody's state: no field, no text. Moments are aware.
"""

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from enum import StrEnum
from typing import Final
from zoneinfo import ZoneInfo

from msp_du.domain.calendar import as_utc
from msp_du.domain.errors import Rule, RuleViolation
from msp_du.domain.public_holidays import is_off

TOLD_WITHIN: Final = timedelta(hours=24)
DECLARED_WITHIN: Final = timedelta(hours=48)
_ONE_DAY: Final = timedelta(days=1)


class IncidentPlace(StrEnum):
    """Where it happened."""

    HOST = "host"
    TRAVEL = "travel"
    OUTING = "outing"
    UNIVERSITY = "university"


@dataclass(frozen=True, slots=True)
class Deadlines:
    """Until when the university must know, and the declaration must be sent."""

    told_by: datetime
    declared_by: datetime

    def is_told_late(self, told_at: datetime) -> bool:
        """Tell whether the university was told after 24 hours; the last minute is in time."""
        return as_utc(told_at) > self.told_by

    def is_sent_late(self, sent_on: date | None, now: datetime, zone: ZoneInfo) -> bool:
        """Tell whether the declaration was sent after its last day, or is overdue now."""
        if sent_on is None:
            return as_utc(now) > self.declared_by
        return sent_on > self.declared_by.astimezone(zone).date()


def deadlines(happened_at: datetime, zone: ZoneInfo) -> Deadlines:
    """Return both deadlines; Sundays and public holidays, as the clock shows, leave 48 h alone."""
    return Deadlines(as_utc(happened_at) + TOLD_WITHIN, _after_open_hours(happened_at, zone))


def check_moment(happened_at: datetime, *, first_day: date, zone: ZoneInfo, now: datetime) -> None:
    """Refuse what is to come (INCIDENT_IN_FUTURE), or was before the placement began."""
    if as_utc(happened_at) > as_utc(now):
        raise RuleViolation(Rule.INCIDENT_IN_FUTURE, field="happened_on")
    if happened_at.astimezone(zone).date() < first_day:
        raise RuleViolation(Rule.INCIDENT_TOO_EARLY, field="happened_on", first_day=first_day)


def check_sent(sent_on: date, *, happened_on: date, today: date) -> None:
    """Refuse a day to come, or before it happened: INCIDENT_SENT_DATE (detail ``first_day``)."""
    if not happened_on <= sent_on <= today:
        raise RuleViolation(Rule.INCIDENT_SENT_DATE, field="sent_on", first_day=happened_on)


def _after_open_hours(happened_at: datetime, zone: ZoneInfo) -> datetime:
    moment, left = as_utc(happened_at), DECLARED_WITHIN
    while True:
        day = moment.astimezone(zone).date()
        midnight = datetime.combine(day + _ONE_DAY, datetime.min.time(), zone).astimezone(UTC)
        if not is_off(day):
            if moment + left <= midnight:
                return moment + left
            left -= midnight - moment
        moment = midnight
