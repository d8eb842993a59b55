"""Where a placement stands by its days, as programs are told."""

from collections.abc import Sequence
from datetime import date
from enum import StrEnum

from msp_du.domain.hours import Period


class PlacementStage(StrEnum):
    """Whether days of a placement are to come, run, are past, or the course is interrupted."""

    PLANNED = "planned"
    RUNNING = "running"
    OVER = "over"
    INTERRUPTED = "interrupted"


def bounds(periods: Sequence[Period]) -> tuple[date, date] | None:
    """Return the first and the last day of a placement, None when it has no period."""
    if not periods:
        return None
    return min(one.starts_on for one in periods), max(one.ends_on for one in periods)


def stage(periods: Sequence[Period], today: date, *, is_interrupted: bool) -> PlacementStage:
    """Return where a placement stands today; between two of its periods it still runs."""
    if is_interrupted:
        return PlacementStage.INTERRUPTED
    found = bounds(periods)
    if found is None or today < found[0]:
        return PlacementStage.PLANNED
    return PlacementStage.OVER if today > found[1] else PlacementStage.RUNNING
