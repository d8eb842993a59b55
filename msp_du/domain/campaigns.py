"""A round of wishes for placements: when they are taken, what a list of them may say."""

from collections.abc import Collection, Hashable, Iterable, Sequence
from datetime import date, timedelta
from enum import StrEnum
from typing import Final, TypeVar

from msp_du.domain.allocation import MOST_WISHES
from msp_du.domain.errors import Rule, RuleViolation
from msp_du.domain.names import fold

Key = TypeVar("Key", bound=Hashable)

MOST_SEATS: Final = 50
"""Seats of one offer, at most; 0 keeps an offer that is not to be had any more."""
HIGHEST_SEED: Final = 999_999


class CampaignStage(StrEnum):
    """How far a round is."""

    TO_COME = "to-come"
    OPEN = "open"
    CLOSED = "closed"
    CONFIRMED = "confirmed"


def stage_of(opens_on: date, closes_on: date, *, is_confirmed: bool, today: date) -> CampaignStage:
    """Return how far a round is; wishes are taken on both bounds."""
    if is_confirmed:
        return CampaignStage.CONFIRMED
    if today < opens_on:
        return CampaignStage.TO_COME
    return CampaignStage.OPEN if today <= closes_on else CampaignStage.CLOSED


def check_window(opens_on: date, closes_on: date) -> None:
    """Refuse a round that closes before it opens: CAMPAIGN_BOUNDS."""
    if closes_on < opens_on:
        raise RuleViolation(Rule.CAMPAIGN_BOUNDS, field="closes_on")


def check_wishes(chosen: Sequence[Key | None], offered: Collection[Key]) -> list[Key]:
    """Return what was chosen, the best first; a rank left blank moves the next ones up.

    Raises RuleViolation WISH_TWICE or WISH_NOT_OFFERED (field ``wish_2`` of the second rank),
    WISHES_TOO_MANY.
    """
    if len(chosen) > MOST_WISHES:
        raise RuleViolation(Rule.WISHES_TOO_MANY)
    ranked: list[Key] = []
    for rank, key in enumerate(chosen, start=1):
        if key is None:
            continue
        if key in ranked:
            raise RuleViolation(Rule.WISH_TWICE, field=f"wish_{rank}")
        if key not in offered:
            raise RuleViolation(Rule.WISH_NOT_OFFERED, field=f"wish_{rank}")
        ranked.append(key)
    return ranked


def service_key(service: str | None) -> str:
    """Return what services are compared by; empty for a whole structure.

    >>> service_key("Unité  Équinoxe")
    'unite equinoxe'
    """
    return fold(service or "")[:160]


def is_excluded(service: str | None, excluded: Iterable[str]) -> bool:
    """Tell whether a service is barred by the keys that are noted of its structure.

    A key without words bars the whole structure; an offer that names no service is only barred
    with it.
    """
    keys = set(excluded)
    return "" in keys or (service_key(service) in keys)


def moved(day: date, since: date, to: date) -> date:
    """Move a day by the whole weeks between two days, so that a Monday stays one.

    >>> moved(date(2026, 1, 5), date(2025, 9, 1), date(2026, 9, 2)).isoformat()
    '2027-01-04'
    """
    return day + timedelta(weeks=round((to - since).days / 7))
