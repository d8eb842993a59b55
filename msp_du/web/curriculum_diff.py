"""Two versions side by side: for each part that differs, what one has and what the other has."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby

from msp_du.domain.curriculum import Curriculum, Setting, Settings
from msp_du.domain.curriculum_changes import Change, ChangeKind, changes
from msp_du.web.curriculum_labels import (
    ASPECT_LABELS,
    CHANGE_LABELS,
    PART_LABELS,
    SETTING_LABELS,
    shown_value,
)
from msp_du.web.i18n import _


@dataclass(frozen=True, slots=True)
class Difference:
    """A part that differs: ``before`` and ``after`` are the lines of the two columns."""

    kind: str
    part: str
    before: tuple[str, ...]
    after: tuple[str, ...]


def differences(before: Curriculum, after: Curriculum) -> list[Difference]:
    """List the differences: the diploma itself, then its parts as ``changes`` lists them."""
    found = groupby(changes(before, after), key=lambda each: (each.kind, each.part, each.code))
    return [
        *_of_diploma(before, after),
        *(_difference(list(group)) for _key, group in found),
    ]


def _difference(group: list[Change]) -> Difference:
    first = group[0]
    part = f"{PART_LABELS[first.part]} {first.code}"
    kind = str(CHANGE_LABELS[first.kind])
    if first.kind is ChangeKind.CHANGED:
        return Difference(
            kind,
            part,
            tuple(_line(each, of_former=True) for each in group),
            tuple(_line(each, of_former=False) for each in group),
        )
    title = (first.title or first.code,)
    if first.kind is ChangeKind.ADDED:
        return Difference(kind, part, (), title)
    return Difference(kind, part, title, ())


def _line(change: Change, *, of_former: bool) -> str:
    if change.aspect is None:
        return change.title
    value = shown_value(change.before if of_former else change.after)
    return _("%(aspect)s : %(value)s", aspect=ASPECT_LABELS[change.aspect], value=value)


def _of_diploma(before: Curriculum, after: Curriculum) -> Iterator[Difference]:
    pairs: list[tuple[str, Setting, Setting]] = [
        (_("Titre du diplôme"), before.title.fr, after.title.fr),
        (_("Titre en anglais"), before.title.en, after.title.en),
        (_("Établissement"), before.institution, after.institution),
    ]
    names = dict.fromkeys(
        name for each in (before, after) for name, _value in each.settings.entries
    )
    for name in names:
        label = str(SETTING_LABELS.get(name, name))
        pairs.append((label, before.settings.get(name), after.settings.get(name)))
    for label, was, now in pairs:
        if was != now:
            yield Difference(str(CHANGE_LABELS[_kind(was, now)]), label, _lines(was), _lines(now))


def _kind(was: Setting, now: Setting) -> ChangeKind:
    if was is None:
        return ChangeKind.ADDED
    return ChangeKind.REMOVED if now is None else ChangeKind.CHANGED


def _lines(value: Setting) -> tuple[str, ...]:
    if value is None:
        return ()
    if isinstance(value, Settings):
        return tuple(
            _("%(aspect)s : %(value)s", aspect=name, value=", ".join(_lines(each)))
            for name, each in value.entries
        )
    if isinstance(value, tuple):
        return tuple(line for each in value for line in _lines(each))
    return (shown_value(value),)
