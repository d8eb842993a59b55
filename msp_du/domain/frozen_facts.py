"""Facts frozen as canonical JSON: keys sorted, no spaces, UTF-8, days in ISO 8601, numbers as text.

Facts are frozen dataclasses made of text, whole numbers, ``Decimal``, ``Fraction``, days, members
of closed lists, tuples and other facts. Equal facts give equal text, and the text gives the same
facts back.
"""

import dataclasses
import hashlib
import json
from datetime import date
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction
from functools import cache
from typing import Any, TypeVar, get_args, get_origin, get_type_hints

Facts = TypeVar("Facts")


class UnreadableFacts(ValueError):  # noqa: N818 - says what the text is
    """The text does not hold the facts of this kind."""


def write(facts: Any, *, form: str) -> str:
    """Return facts as canonical JSON that names its form (``msp-du/transcript@1``)."""
    entries = {"format": form, "facts": dataclasses.asdict(facts)}
    return json.dumps(
        entries, default=str, sort_keys=True, ensure_ascii=False, separators=(",", ":")
    )


def read(kind: type[Facts], text: str, *, form: str) -> Facts:
    """Return the facts written under that form; raises UnreadableFacts for anything else."""
    try:
        entries = json.loads(text)
        if entries["format"] != form:
            raise UnreadableFacts(entries["format"])
        facts: Facts = _value(kind, entries["facts"])
    except (ArithmeticError, KeyError, TypeError, ValueError) as error:
        raise UnreadableFacts(str(error)) from error
    return facts


def digest(text: str) -> str:
    """Return the SHA-256 of a text, by which it is known to be what was frozen."""
    return hashlib.sha256(text.encode()).hexdigest()


def unchanged(text: str | None, expected: str | None) -> str:
    """Return a text whose digest is the one kept beside it; raises UnreadableFacts otherwise."""
    if text is None or digest(text) != expected:
        raise UnreadableFacts
    return text


def _value(kind: Any, value: Any) -> Any:
    """Return the value as that type of a field; raises one of the errors above."""
    if dataclasses.is_dataclass(kind):
        return _record(kind, value)
    parts = get_args(kind)
    if get_origin(kind) is tuple:
        return tuple(_value(parts[0], part) for part in _checked(list, value))
    if parts:
        return None if value is None else _value(parts[0], value)
    if issubclass(kind, (StrEnum, Decimal, Fraction)):
        return kind(_checked(str, value))
    if kind is date:
        return date.fromisoformat(value)
    return _checked(kind, value)


def _checked(kind: Any, value: Any) -> Any:
    """Return the value, which must be of exactly that type; raises TypeError."""
    if type(value) is not kind:
        raise TypeError(kind.__name__)
    return value


def _record(kind: Any, value: Any) -> Any:
    fields = _fields(kind)
    if _checked(dict, value).keys() != fields.keys():
        raise KeyError(*(value.keys() ^ fields.keys()))
    return kind(**{name: _value(field, value[name]) for name, field in fields.items()})


@cache
def _fields(kind: Any) -> dict[str, Any]:
    return get_type_hints(kind)
