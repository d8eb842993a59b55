"""Where a placement stands by its papers and its days, as programs are told."""

from collections.abc import Mapping, Sequence
from datetime import date
from enum import StrEnum
from types import MappingProxyType
from typing import Final

from msp_du.domain.agreements import AgreementState, Standing, state_on
from msp_du.domain.hours import Period


class PlacementStage(StrEnum):
    """What programs are told; hours may be noted where it runs, and late where it is over."""

    AWAITING = "awaiting"
    PLANNED = "planned"
    RUNNING = "running"
    SUSPENDED = "suspended"
    OVER = "over"
    INTERRUPTED = "interrupted"


def bounds(periods: Sequence[Period]) -> tuple[date, date] | None:
    """Return the first and the last day of a placement, None when it has no period."""
    if not periods:
        return None
    return min(one.starts_on for one in periods), max(one.ends_on for one in periods)


_STAGES: Final[Mapping[AgreementState, PlacementStage]] = MappingProxyType(
    {
        AgreementState.DRAFT: PlacementStage.AWAITING,
        AgreementState.AWAITING_SIGNATURES: PlacementStage.AWAITING,
        AgreementState.SIGNED: PlacementStage.PLANNED,
        AgreementState.ACTIVE: PlacementStage.RUNNING,
        AgreementState.SUSPENDED: PlacementStage.SUSPENDED,
        AgreementState.COMPLETED: PlacementStage.OVER,
        AgreementState.TERMINATED: PlacementStage.OVER,
    }
)


def stage(standing: Standing, today: date, *, is_interrupted: bool) -> PlacementStage:
    """Return where a placement stands today; between two of its periods it still runs.

    Until an agreement is signed it is awaited, whatever the days.
    """
    if is_interrupted:
        return PlacementStage.INTERRUPTED
    return _STAGES[state_on(standing, today)]
