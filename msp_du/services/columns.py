"""Statements that ask for columns only, and contents that are read once a process."""

from collections.abc import Callable, Collection, Mapping, Sequence
from typing import Final, Generic, TypeVar, TypeVarTuple
from uuid import UUID

from sqlalchemy import Row, Select
from sqlalchemy.orm import Session

Content = TypeVar("Content")
Columns = TypeVarTuple("Columns")
MOST_KEPT: Final = 64
"""How many contents of one kind stay in memory."""


def rows(
    session: Session, statement: Select[*Columns], values: Mapping[str, object]
) -> Sequence[Row[*Columns]]:
    """Return what a statement without entities finds, past what the session does for objects.

    That is half the time of ``session.execute``; what is pending is written first, as there.
    """
    session.flush()
    return session.connection().execute(statement, values).all()


class Kept(Generic[Content]):
    """Contents of rows that never change, by id: each is asked for once a process.

    ``statement`` finds the ids and texts of the rows among ``:ids``; ``read`` makes a content
    of a text.
    """

    def __init__(self, statement: Select[UUID, str], read: Callable[[str], Content]) -> None:
        self._statement, self._read = statement, read
        self._known: dict[UUID, Content] = {}

    def of(self, session: Session, ids: Collection[UUID]) -> dict[UUID, Content]:
        """Return the contents by id; one statement at most, none for what was read before."""
        found = {one: self._known[one] for one in ids if one in self._known}
        missing = [one for one in ids if one not in found]
        if missing:
            new = rows(session, self._statement, {"ids": missing})
            found |= {one: self._read(text) for one, text in new}
            self._known = dict([*self._known.items(), *found.items()][-MOST_KEPT:])
        return found


class KeptByVersion(Generic[Content]):
    """Contents of rows that may change, by id and version: each is read once a process.

    ``stamps`` finds the ids and present versions of the rows among ``:ids``; ``statement`` their
    ids, versions and texts. What another process wrote has another version, so that no content
    outlives its row.
    """

    def __init__(
        self,
        stamps: Select[UUID, int],
        statement: Select[UUID, int, str],
        read: Callable[[str], Content],
    ) -> None:
        self._stamps, self._statement, self._read = stamps, statement, read
        self._known: dict[tuple[UUID, int], Content] = {}

    def of(self, session: Session, ids: Collection[UUID]) -> dict[UUID, Content]:
        """Return the contents by id; one statement, one more for what was not read before."""
        if not ids:
            return {}
        present = rows(session, self._stamps, {"ids": list(ids)})
        known = self._known
        found = {one: known[one, stamp] for one, stamp in present if (one, stamp) in known}
        missing = [one for one, _stamp in present if one not in found]
        if missing:
            new = rows(session, self._statement, {"ids": missing})
            read = {(one, stamp): self._read(text) for one, stamp, text in new}
            self._known = dict([*known.items(), *read.items()][-MOST_KEPT:])
            found |= {one: content for (one, _stamp), content in read.items()}
        return found
