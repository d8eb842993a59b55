"""Heads of the audit chain, a line a day, in a file outside the database.

A line is ``2026-11-22 1042 <64 hexadecimal digits>``: day (UTC), sequence, hash.
"""

import os
import re
from datetime import date
from pathlib import Path
from typing import Final

FILE_NAME: Final = "audit-heads.txt"
_LINE: Final = re.compile(r"(\d{4}-\d{2}-\d{2}) (\d+) ([0-9a-f]{64})", re.ASCII)


class AuditHeadsError(ValueError):
    """A line of the file is not one that was written here; the message gives its number."""


def append(path: Path, day: date, sequence: int, chain_hash: str) -> None:
    """Add a head at the end, flushed to the disk; the folder must exist."""
    with path.open("a+b") as file:
        size = file.seek(0, os.SEEK_END)
        if size:
            file.seek(size - 1)
            if file.read(1) != b"\n":  # a power cut left half a line
                file.write(b"\n")
        file.write(f"{day.isoformat()} {sequence} {chain_hash}\n".encode("ascii"))
        file.flush()
        os.fsync(file.fileno())


def read(path: Path) -> list[tuple[int, str]]:
    """Return (sequence, hash) of each head, oldest first; none when there is no file.

    Raises AuditHeadsError for a line that is not a head; half a line, as a power cut leaves it,
    is passed over.
    """
    return [(int(found[2]), found[3]) for found in _heads(path)]


def last_day(path: Path) -> date | None:
    """Return the day of the last head."""
    heads = _heads(path)
    return date.fromisoformat(heads[-1][1]) if heads else None


def _heads(path: Path) -> list[re.Match[str]]:
    if not path.exists():
        return []
    heads = []
    for number, line in enumerate(path.read_text("ascii", errors="replace").splitlines(), 1):
        found = _LINE.fullmatch(line)
        if found is not None:
            heads.append(found)
        elif not _is_cut(line):
            raise AuditHeadsError(f"line {number} of {path.name} is not a head of the audit chain")
    return heads


def _is_cut(line: str) -> bool:
    """Tell whether a line could be the beginning of a head."""
    model = "0000-00-00 "
    if len(line) <= len(model):
        return re.sub(r"\d", "0", line, flags=re.ASCII) == model[: len(line)]
    return re.fullmatch(r"\d{4}-\d{2}-\d{2} \d+( [0-9a-f]{0,63})?", line, re.ASCII) is not None
