"""What changes from one version of a curriculum to the next, part by part."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from msp_du.domain.curriculum import Assessment, Curriculum, Module, Place, Unit

Value = str | Decimal | bool | StrEnum | None


class Part(StrEnum):
    """What a code names."""

    UNIT = "unit"
    MODULE = "module"
    ASSESSMENT = "assessment"


class Aspect(StrEnum):
    """What can differ in a part that both versions have."""

    PLACE = "place"
    TITLE = "title"
    ENGLISH_TITLE = "english-title"
    ECTS = "ects"
    COEFFICIENT = "coefficient"
    COMPENSABLE = "compensable"
    TAUGHT_HOURS = "taught-hours"
    PLACEMENT_HOURS = "placement-hours"
    GRADING = "grading"
    RESIT = "resit"
    KIND = "kind"
    WEIGHT = "weight"


class ChangeKind(StrEnum):
    """What happened to a part."""

    ADDED = "added"
    REMOVED = "removed"
    CHANGED = "changed"


@dataclass(frozen=True, slots=True)
class Change:
    """One difference; ``aspect``, ``before`` and ``after`` only tell of a part that stays."""

    kind: ChangeKind
    part: Part
    code: str
    title: str
    aspect: Aspect | None = None
    before: Value = None
    after: Value = None


def changes(before: Curriculum, after: Curriculum) -> tuple[Change, ...]:
    """List what is removed, in the former order, then what is changed or added, in the new one.

    Order alone is no change. A part whose code names another kind of part is removed and added.
    """
    old = {(part_of(place), code): place for code, place in before.places().items()}
    new = {(part_of(place), code): place for code, place in after.places().items()}
    removed = [
        Change(ChangeKind.REMOVED, part, code, _title(place))
        for (part, code), place in old.items()
        if (part, code) not in new
    ]
    return (*removed, *_changed_or_added(old, new))


def _changed_or_added(
    old: Mapping[tuple[Part, str], Place], new: Mapping[tuple[Part, str], Place]
) -> Iterator[Change]:
    for (part, code), place in new.items():
        former = old.get((part, code))
        if former is None:
            yield Change(ChangeKind.ADDED, part, code, _title(place))
            continue
        was = _values(former)
        for aspect, now in _values(place).items():
            if was[aspect] != now:
                yield Change(
                    ChangeKind.CHANGED, part, code, _title(place), aspect, was[aspect], now
                )


def part_of(place: Place) -> Part:
    """Return what the code of a place names."""
    if place.assessment is not None:
        return Part.ASSESSMENT
    return Part.UNIT if place.module is None else Part.MODULE


def _title(place: Place) -> str:
    named = place.assessment or place.module or place.unit
    return named.title.fr if named.title is not None else ""


_OF_UNIT: Mapping[Aspect, Callable[[Unit], Value]] = {
    Aspect.TITLE: lambda unit: unit.title.fr,
    Aspect.ENGLISH_TITLE: lambda unit: unit.title.en,
    Aspect.ECTS: lambda unit: unit.ects,
    Aspect.COEFFICIENT: lambda unit: unit.coefficient,
    Aspect.COMPENSABLE: lambda unit: unit.is_compensable,
}
_OF_MODULE: Mapping[Aspect, Callable[[Module], Value]] = {
    Aspect.TITLE: lambda module: module.title.fr,
    Aspect.ENGLISH_TITLE: lambda module: module.title.en,
    Aspect.COEFFICIENT: lambda module: module.coefficient,
    Aspect.TAUGHT_HOURS: lambda module: module.taught_hours,
    Aspect.PLACEMENT_HOURS: lambda module: module.placement_hours,
    Aspect.GRADING: lambda module: module.grading,
    Aspect.RESIT: lambda module: module.has_resit,
}
_OF_ASSESSMENT: Mapping[Aspect, Callable[[Assessment], Value]] = {
    Aspect.TITLE: lambda assessment: assessment.title.fr if assessment.title else "",
    Aspect.ENGLISH_TITLE: lambda assessment: assessment.title.en if assessment.title else None,
    Aspect.KIND: lambda assessment: assessment.kind,
    Aspect.WEIGHT: lambda assessment: assessment.weight,
}


def _values(place: Place) -> dict[Aspect, Value]:
    """Return all that is compared of a part, where it stands first."""
    if place.module is None:
        at: dict[Aspect, Value] = {Aspect.PLACE: str(place.year.number)}
        return at | {aspect: read(place.unit) for aspect, read in _OF_UNIT.items()}
    if place.assessment is None:
        at = {Aspect.PLACE: place.unit.code}
        return at | {aspect: read(place.module) for aspect, read in _OF_MODULE.items()}
    at = {Aspect.PLACE: place.module.code}
    return at | {aspect: read(place.assessment) for aspect, read in _OF_ASSESSMENT.items()}
