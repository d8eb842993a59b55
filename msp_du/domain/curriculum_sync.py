"""Which rows of a version stay, come and go when its content is edited: parts are known by code."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from msp_du.domain.curriculum import Curriculum
from msp_du.domain.curriculum_changes import Part, part_of


class PartUse(StrEnum):
    """What may refer to a unit, a module or an assessment, and so keeps it where it is."""

    MARK = "mark"
    PLACEMENT = "placement"
    TUTOR = "tutor"
    YEAR = "year"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class PartKey:
    """A part by what it is and its code."""

    part: Part
    code: str


@dataclass(frozen=True, slots=True)
class SyncPlan:
    """What becomes of each part: ``kept`` leads from the former key to the new one.

    ``other_year`` are the modules and assessments, by their former key, that stay in another year.
    """

    kept: Mapping[PartKey, PartKey]
    added: tuple[PartKey, ...]
    removed: tuple[PartKey, ...]
    other_year: tuple[PartKey, ...]


def sync_plan(before: Curriculum, after: Curriculum, renamed: Mapping[str, str]) -> SyncPlan:
    """Pair the parts of two contents; ``renamed`` leads from former codes to new ones.

    A part whose code is given to another one by a renaming is not the same part any more.
    """
    old, new = _years_of_parts(before), _years_of_parts(after)
    taken = {code for former, code in renamed.items() if former != code}
    kept = {}
    for key in old:
        stays_under = PartKey(key.part, renamed.get(key.code, key.code))
        is_taken = key.code in taken and key.code not in renamed
        if stays_under in new and not is_taken:
            kept[key] = stays_under
    met = set(kept.values())
    return SyncPlan(
        kept=kept,
        added=tuple(key for key in new if key not in met),
        removed=tuple(key for key in old if key not in kept),
        other_year=tuple(
            key for key, now in kept.items() if key.part is not Part.UNIT and old[key] != new[now]
        ),
    )


def _years_of_parts(curriculum: Curriculum) -> dict[PartKey, int]:
    """Return each part with the number of its year, in the order of the file."""
    return {
        PartKey(part_of(place), code): place.year.number
        for code, place in curriculum.places().items()
    }
