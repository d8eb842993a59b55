"""Reading nodes one value at a time: each value is converted exactly, each fault keeps its path.

A fault never stops the reading: the value that stands in for the faulty one is ``otherwise``,
which is also what a key left out gives.
"""

import re
from collections.abc import Hashable, Iterator
from dataclasses import dataclass, field, replace
from decimal import Decimal
from enum import StrEnum
from typing import TypeVar

from msp_du.files.faults import Fault, FaultKind
from msp_du.files.yaml_nodes import Mapping, Mark, Node, Refused, Scalar, Sequence

NUMBER = re.compile(r"[+-]?[0-9]{1,9}(\.[0-9]{1,12})?")
WHOLE = re.compile(r"[+-]?[0-9]{1,9}")
FLAGS = {"true": True, "True": True, "TRUE": True, "false": False, "False": False, "FALSE": False}
NULLS = frozenset({"", "~", "null", "Null", "NULL"})
UNPRINTABLE = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff\ufeff\ufffe\uffff]")
BLANKS = re.compile(r"[ \t\r\n]+")
SIMPLE_KEY = re.compile(r"[\w.-]{1,40}")
SHOWN = 40

Name = TypeVar("Name", bound=Hashable)
Choice = TypeVar("Choice", bound=StrEnum)


def shown(text: str) -> str:
    """Return a text of the file fit for a message: one line, printable, cut when long."""
    clean = UNPRINTABLE.sub("\ufffd", text)
    if not clean:
        return '""'
    return clean if len(clean) <= SHOWN else clean[: SHOWN - 1] + "…"


@dataclass(slots=True)
class Findings:
    """The faults found so far."""

    _found: list[tuple[Mark, Fault]] = field(default_factory=list)

    def add(self, mark: Mark, path: str, kind: FaultKind, **details: str) -> None:
        """Keep one fault, with the place in the file it is about."""
        self._found.append((mark, Fault(path, kind, mark.line, details)))

    def in_file_order(self) -> tuple[Fault, ...]:
        """Return all faults, in the order a person meets them in the file."""
        places = sorted(self._found, key=lambda found: (found[0].line, found[0].column))
        return tuple(fault for _, fault in places)


@dataclass(frozen=True, slots=True)
class Cursor:
    """A node, where it stands, and where its faults go; ``node`` is None for a key left out."""

    node: Node | None
    path: str
    findings: Findings

    @property
    def is_present(self) -> bool:
        """Whether the file has something here."""
        return self.node is not None

    @property
    def is_null(self) -> bool:
        """Whether ``null`` stands here, unquoted."""
        return isinstance(self.node, Scalar) and self.node.is_plain and self.node.text in NULLS

    def report(self, kind: FaultKind, **details: str) -> None:
        """Keep a fault about this node; a key left out has been reported, or may be absent."""
        if self.node is not None:
            self.findings.add(self.node.mark, self.path, kind, **details)

    def raw(self) -> str | None:
        """Return the text of a scalar as written; None, and a fault, for anything else."""
        if isinstance(self.node, Scalar):
            return self.node.text
        self._report_shape(FaultKind.NOT_A_VALUE)
        return None

    def token(self, *, longest: int) -> str:
        """Return a text exactly as written; empty, and a fault, when it is empty or too long."""
        raw = self.raw()
        return "" if raw is None else self._checked(raw, longest)

    def text(self, *, longest: int) -> str:
        """Return a text on one line: blanks run together, those at the ends gone.

        Empty, and a fault, when there is none, or one that is too long or cannot be printed.
        """
        raw = self.raw()
        if raw is None:
            return ""
        text = self._checked(BLANKS.sub(" ", raw).strip(" "), longest)
        if UNPRINTABLE.search(text):
            self.report(FaultKind.BAD_CHARACTER)
            return ""
        return text

    def choice_or_none(self, choices: type[Choice]) -> Choice | None:
        """Return the member whose value stands here; None, and a fault, if there is none."""
        raw = self.raw()
        if raw is None or raw in {choice.value for choice in choices}:
            return None if raw is None else choices(raw)
        allowed = ", ".join(choice.value for choice in choices)
        self.report(FaultKind.UNKNOWN_VALUE, value=shown(raw), allowed=allowed)
        return None

    def choice(self, choices: type[Choice], otherwise: Choice) -> Choice:
        """Return the member whose value stands here."""
        found = self.choice_or_none(choices)
        return otherwise if found is None else found

    def flag(self, *, otherwise: bool) -> bool:
        """Return true or false (``yes``, ``on`` and ``1`` are neither)."""
        raw = self.raw()
        if raw is None or raw in FLAGS:
            return otherwise if raw is None else FLAGS[raw]
        self.report(FaultKind.NOT_A_FLAG, value=shown(raw))
        return otherwise

    def number(self) -> Decimal | None:
        """Return a number, exactly as written; None, and a fault, for anything else."""
        raw = self.raw()
        if raw is None:
            return None
        if not NUMBER.fullmatch(raw):
            self.report(FaultKind.NOT_A_NUMBER, value=shown(raw))
            return None
        number = Decimal(raw)
        return number.copy_abs() if number.is_zero() else number

    def amount(self, otherwise: Decimal) -> Decimal:
        """Return a number that is 0 or more."""
        number = self.number()
        if number is not None and number < 0:
            self.report(FaultKind.BELOW_ZERO)
        return otherwise if number is None or number < 0 else number

    def weight(self, otherwise: Decimal) -> Decimal:
        """Return a number above 0."""
        number = self.number()
        if number is not None and number <= 0:
            self.report(FaultKind.NOT_ABOVE_ZERO)
        return otherwise if number is None or number <= 0 else number

    def threshold(self, otherwise: Decimal) -> Decimal:
        """Return a number from 0 to 20."""
        number = self.number()
        if number is None or 0 <= number <= 20:
            return otherwise if number is None else number
        self.report(FaultKind.OUT_OF_RANGE, lowest="0", highest="20")
        return otherwise

    def limit(self, otherwise: Decimal | None) -> Decimal | None:
        """Return a number from 0 to 20, or None for ``null``."""
        if self.is_null or not self.is_present:
            return None if self.is_null else otherwise
        return self.threshold(Decimal(0))

    def whole(self, *, lowest: int) -> int | None:
        """Return a whole number from ``lowest`` (0 or 1); None, and a fault, for anything else."""
        raw = self.raw()
        if raw is None:
            return None
        if not WHOLE.fullmatch(raw):
            self.report(FaultKind.NOT_WHOLE, value=shown(raw))
        elif int(raw) < lowest:
            self.report(FaultKind.NOT_ABOVE_ZERO if lowest else FaultKind.BELOW_ZERO)
        else:
            return int(raw)
        return None

    def items(self, *, may_be_empty: bool = False) -> Iterator["Cursor"]:
        """Go through a list."""
        if not isinstance(self.node, Sequence):
            self._report_shape(FaultKind.NOT_A_LIST)
            return
        if not self.node.items and not may_be_empty:
            self.report(FaultKind.EMPTY_LIST)
        for index, item in enumerate(self.node.items):
            yield Cursor(item, f"{self.path}[{index}]", self.findings)

    def entries(self) -> dict[str, "Entry"]:
        """Return a map by its keys, in the order of the file, without the keys that are faulty."""
        if not isinstance(self.node, Mapping):
            self._report_shape(FaultKind.NOT_A_MAP)
            return {}
        entries: dict[str, Entry] = {}
        for key, value in self.node.pairs:
            if not isinstance(key, Scalar):
                self.findings.add(key.mark, self.path, FaultKind.KEY_NOT_TEXT)
                continue
            path = self._path_of(key.text)
            if key.text in entries:
                self.findings.add(key.mark, path, FaultKind.DUPLICATE_KEY)
            else:
                entries[key.text] = Entry(key, Cursor(value, path, self.findings))
        return entries

    def record(self, required: tuple[str, ...], optional: tuple[str, ...]) -> "Record":
        """Return a map that has these keys and no other."""
        entries = self.entries()
        for name, entry in entries.items():
            if name not in required and name not in optional:
                entry.report(FaultKind.UNKNOWN_KEY)
        if isinstance(self.node, Mapping):
            for name in required:
                if name not in entries:
                    self.report_missing(name)
        return Record(entries, self)

    def check_format(self, known: str) -> None:
        """Hold the name of a format against the one known."""
        raw = self.raw()
        if raw is not None and raw != known:
            self.report(FaultKind.UNKNOWN_FORMAT, value=shown(raw), allowed=known)

    def check_new(self, name: Name, met: dict[Name, str]) -> None:
        """Keep ``name`` as met here, or the fault that it was met before."""
        if name in met:
            self.report(FaultKind.DUPLICATE, value=shown(str(name)), other=met[name])
        else:
            met[name] = self.path

    def report_missing(self, name: str) -> None:
        """Keep the fault that this map lacks a key."""
        replace(self, path=self._path_of(name)).report(FaultKind.MISSING_KEY)

    def absent(self) -> "Cursor":
        """Return the cursor of something the file does not have."""
        return replace(self, node=None)

    def _checked(self, text: str, longest: int) -> str:
        if not text:
            self.report(FaultKind.EMPTY_TEXT)
        elif len(text) > longest:
            self.report(FaultKind.TEXT_TOO_LONG, limit=str(longest))
            return ""
        return text

    def _path_of(self, key: str) -> str:
        name = key if SIMPLE_KEY.fullmatch(key) else f'"{shown(key)}"'
        return f"{self.path}.{name}" if self.path else name

    def _report_shape(self, kind: FaultKind) -> None:
        self.report(FaultKind(self.node.why) if isinstance(self.node, Refused) else kind)


@dataclass(frozen=True, slots=True)
class Entry:
    """A key of a map and its value."""

    key: Scalar
    value: Cursor

    def report(self, kind: FaultKind) -> None:
        """Keep a fault about the key."""
        self.value.findings.add(self.key.mark, self.value.path, kind)


@dataclass(frozen=True, slots=True)
class Record:
    """A map whose keys are known."""

    entries: dict[str, Entry]
    place: Cursor

    def __getitem__(self, name: str) -> Cursor:
        """Return the value of a key; for a key left out, a cursor that gives ``otherwise``."""
        entry = self.entries.get(name)
        return self.place.absent() if entry is None else entry.value
