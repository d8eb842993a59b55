"""YAML as nodes that know where they stand: every scalar stays the text that was written.

A plain loader makes floats, booleans and octal numbers of scalars and takes a key twice; here the
reader of a format decides what a text means. Aliases and foreign tags are kept as ``Refused``
nodes, so that the reader can name their path; nothing is ever expanded.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import TypeAlias

from ruamel.yaml import YAML
from ruamel.yaml.error import MarkedYAMLError, YAMLError
from ruamel.yaml.events import (
    AliasEvent,
    DocumentStartEvent,
    Event,
    MappingEndEvent,
    ScalarEvent,
    SequenceEndEvent,
    SequenceStartEvent,
)

MAX_BYTES = 1_000_000
MAX_DEPTH = 20
MAX_EVENTS = 50_000
TEXT_TAG = "tag:yaml.org,2002:str"


class Unreadable(StrEnum):
    """Why bytes give no nodes at all."""

    TOO_LARGE = "too-large"
    NOT_UTF8 = "not-utf8"
    NOT_YAML = "not-yaml"
    TOO_DEEP = "too-deep"
    TOO_MANY = "too-many"
    MANY_DOCUMENTS = "many-documents"
    EMPTY = "empty"


class NotReadable(ValueError):  # noqa: N818 - the fault is the file's
    """Bytes that are no YAML document we take; line and column count from 1."""

    def __init__(self, kind: Unreadable, *, line: int = 1, column: int = 1) -> None:
        super().__init__(f"{kind.value} at line {line}, column {column}")
        self.kind = kind
        self.line = line
        self.column = column


class Refusal(StrEnum):
    """Why a node is not looked into."""

    ALIAS = "alias"
    TAG = "tag"


@dataclass(frozen=True, slots=True)
class Mark:
    """Where a node starts; line and column count from 1."""

    line: int
    column: int


@dataclass(frozen=True, slots=True)
class Scalar:
    """A text; ``is_plain`` when it was written without quotes."""

    mark: Mark
    text: str
    is_plain: bool


@dataclass(frozen=True, slots=True)
class Sequence:
    """A list of nodes."""

    mark: Mark
    items: tuple["Node", ...]


@dataclass(frozen=True, slots=True)
class Mapping:
    """Keys and values as written; a key may stand twice and need not be a scalar."""

    mark: Mark
    pairs: tuple[tuple["Node", "Node"], ...]


@dataclass(frozen=True, slots=True)
class Refused:
    """A node that is there but is not looked into."""

    mark: Mark
    why: Refusal


Node: TypeAlias = Scalar | Sequence | Mapping | Refused


def parse(data: bytes) -> Node:
    """Return the one document in ``data`` (UTF-8, to ``MAX_BYTES``); raise ``NotReadable``."""
    if len(data) > MAX_BYTES:
        raise NotReadable(Unreadable.TOO_LARGE)
    events = _Events(_decode(data))
    root = None
    for event in events:
        if isinstance(event, DocumentStartEvent):
            if root is not None:
                raise NotReadable(Unreadable.MANY_DOCUMENTS, line=events.line)
            root = _node(next(events), events, depth=1)
    if root is None:
        raise NotReadable(Unreadable.EMPTY)
    return root


def _decode(data: bytes) -> str:
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        before = data[: error.start]
        column = error.start - before.rfind(b"\n")
        raise NotReadable(
            Unreadable.NOT_UTF8, line=before.count(b"\n") + 1, column=column
        ) from error


class _Events(Iterator[Event]):
    """The parser's events one at a time (nothing is read ahead), its errors made ours."""

    def __init__(self, text: str) -> None:
        self._events = YAML(typ="safe", pure=True).parse(text)
        self._text = text
        self._left = MAX_EVENTS
        self.line = 1

    def __next__(self) -> Event:
        try:
            event: Event = next(self._events)
        except MarkedYAMLError as error:
            mark = error.problem_mark or error.context_mark
            raise NotReadable(
                Unreadable.NOT_YAML, line=mark.line + 1, column=mark.column + 1
            ) from error
        except (YAMLError, ValueError, AssertionError) as error:
            # A forbidden character, an escape that names none, a version of YAML that is none.
            raise NotReadable(Unreadable.NOT_YAML, line=self._line_of(error)) from error
        self.line = event.start_mark.line + 1
        self._left -= 1
        if self._left < 0:
            raise NotReadable(Unreadable.TOO_MANY, line=self.line)
        return event

    def _line_of(self, error: Exception) -> int:
        position = getattr(error, "position", None)
        return self.line if position is None else self._text.count("\n", 0, position) + 1


def _node(event: Event, events: _Events, depth: int) -> Node:
    mark = Mark(event.start_mark.line + 1, event.start_mark.column + 1)
    if depth > MAX_DEPTH:
        raise NotReadable(Unreadable.TOO_DEEP, line=mark.line, column=mark.column)
    node: Node
    if isinstance(event, AliasEvent):
        node = Refused(mark, Refusal.ALIAS)
    elif isinstance(event, ScalarEvent):
        node = Scalar(mark, event.value, is_plain=event.style is None)
    elif isinstance(event, SequenceStartEvent):
        node = Sequence(mark, tuple(_items(events, depth)))
    else:
        node = Mapping(mark, tuple(_pairs(events, depth)))
    return Refused(mark, Refusal.TAG) if _has_foreign_tag(event) else node


def _has_foreign_tag(event: Event) -> bool:
    tag = getattr(event, "tag", None)
    if tag is None or str(tag) == "!":
        return False
    return not (str(tag) == TEXT_TAG and isinstance(event, ScalarEvent))


def _items(events: _Events, depth: int) -> Iterator[Node]:
    while not isinstance(event := next(events), SequenceEndEvent):
        yield _node(event, events, depth + 1)


def _pairs(events: _Events, depth: int) -> Iterator[tuple[Node, Node]]:
    while not isinstance(event := next(events), MappingEndEvent):
        yield _node(event, events, depth + 1), _node(next(events), events, depth + 1)
