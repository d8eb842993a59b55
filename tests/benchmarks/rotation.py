"""Times taken in turn: A B C A B C…, so that what slows the machine slows every variant."""

import gc
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from statistics import median

WARM_UPS = 2


@dataclass(frozen=True, slots=True)
class Variant:
    """Work to time, and how often it is done in one turn (what is short is done often)."""

    work: Callable[[], object]
    times: int = 1


def medians(variants: Mapping[str, Variant], rounds: int) -> dict[str, float]:
    """Return the median CPU seconds of one piece of work by name, after a warm-up.

    Garbage is collected before each turn, outside its time: otherwise the same variant would pay
    for that of all of them in every round.
    """
    for variant in variants.values():
        for _time in range(WARM_UPS):
            variant.work()
    gc.collect()
    gc.freeze()
    taken: dict[str, list[float]] = {name: [] for name in variants}
    try:
        for _round in range(rounds):
            for name, variant in variants.items():
                taken[name].append(_turn(variant))
    finally:
        gc.unfreeze()
    return {name: median(seconds) for name, seconds in taken.items()}


def _turn(variant: Variant) -> float:
    gc.collect()
    start = time.process_time()
    for _time in range(variant.times):
        variant.work()
    return (time.process_time() - start) / variant.times
