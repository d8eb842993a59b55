"""Texts that a coordination adapts: paragraphs with placeholders of a closed list, and no code.

A line is a paragraph; ``# `` makes it a heading, ``## `` a lesser one, ``- `` an item of a list.
``{{ trainee }}`` stands for what the agreement says. Nothing else means anything: a text is never
run, and what it holds of HTML prints as it was typed.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from itertools import groupby
from typing import Final

_PLACE: Final = re.compile(r"\{\{\s*([^{}]*?)\s*\}\}")
LONGEST_TEXT: Final = 30_000


class Placeholder(StrEnum):
    """What a text may hold a place for."""

    REFERENCE = "reference"
    TRAINEE = "trainee"
    UNIVERSITY = "university"
    HOST = "host"
    EMPLOYER = "employer"
    COURSE_TITLE = "course_title"
    COURSE_HOURS = "course_hours"
    COHORT = "cohort"
    ACADEMIC_YEAR = "academic_year"
    SERVICE = "service"
    HOST_SUPERVISOR = "host_supervisor"
    ACADEMIC_TUTOR = "academic_tutor"
    COMPETENCES = "competences"
    ACTIVITIES = "activities"
    STARTS_ON = "starts_on"
    ENDS_ON = "ends_on"
    PERIODS = "periods"
    PLANNED_HOURS = "planned_hours"
    WEEKLY_HOURS = "weekly_hours"
    UNUSUAL_HOURS = "unusual_hours"
    INTERRUPTIONS = "interruptions"
    LEAVE_DAYS = "leave_days"
    FOLLOW_UP = "follow_up"
    ALLOWANCE = "allowance"
    BENEFITS = "benefits"
    SOCIAL_PROTECTION = "social_protection"
    ABSENCES = "absences"
    SUSPENSION = "suspension"
    VALIDATION = "validation"
    HOST_RULES = "host_rules"
    CERTIFICATE = "certificate"
    CONFIDENTIALITY = "confidentiality"


class BlockKind(StrEnum):
    """What a block of a text is."""

    HEADING = "heading"
    SUBHEADING = "subheading"
    ITEMS = "items"
    PARAGRAPH = "paragraph"


@dataclass(frozen=True, slots=True)
class TextFault:
    """A line (from 1) whose braces are no placeholder; ``found`` is what stands there."""

    line: int
    found: str


@dataclass(frozen=True, slots=True)
class Block:
    """A heading or paragraph (one text), or the items of a list."""

    kind: BlockKind
    texts: tuple[str, ...]


def faults(text: str) -> tuple[TextFault, ...]:
    r"""List the places of a text that stand for nothing we know, and lone pairs of braces.

    >>> faults("Bonjour {{ trainee }},\n{{ secret }}")
    (TextFault(line=2, found='secret'),)
    """
    return tuple(_faults(text))


def blocks(text: str, values: Mapping[str, str]) -> tuple[Block, ...]:
    """Return a text as blocks, its placeholders filled with ``values``.

    Each line of a value is a line of the text; one that a value leaves empty is left out.
    """
    lines = [_filled(line, values) for line in text.splitlines()]
    parts = [_part(each) for line in lines for each in (line.split("\n") if line else [""])]
    found: list[Block] = []
    for kind, group in groupby(parts, key=lambda part: part[0]):
        texts = tuple(words for _kind, words in group if words)
        if kind is BlockKind.ITEMS and texts:
            found.append(Block(kind, texts))
        elif kind is not None:
            found += [Block(kind, (words,)) for words in texts]
    return tuple(found)


def _faults(text: str) -> Iterator[TextFault]:
    known = set(Placeholder)
    for number, line in enumerate(text.splitlines(), start=1):
        for place in _PLACE.finditer(line):
            if place[1] not in known:
                yield TextFault(number, place[1])
        rest = _PLACE.sub("", line)
        for lone in ("{{", "}}", "{%", "%}"):
            if lone in rest:
                yield TextFault(number, lone)


def _filled(line: str, values: Mapping[str, str]) -> str:
    return _PLACE.sub(lambda place: values.get(place[1], ""), line)


def _part(line: str) -> tuple[BlockKind | None, str]:
    """Return what kind of block a line belongs to, and its words."""
    words = line.strip()
    for sign, kind in (
        ("## ", BlockKind.SUBHEADING),
        ("# ", BlockKind.HEADING),
        ("- ", BlockKind.ITEMS),
    ):
        if line.startswith(sign):
            return kind, line[len(sign) :].strip()
    return (BlockKind.PARAGRAPH, words) if words not in {"", "-", "#", "##"} else (None, "")
