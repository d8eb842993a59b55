"""Statements that ask for columns only, and contents that are read once a process."""

from collections.abc import Callable, Collection, Mapping, Sequence
from typing import Final, Generic, TypeVar, TypeVarTuple
from uuid import UUID

from sqlalchemy import Row, Select, bindparam, case, select, tuple_
from sqlalchemy.orm import InstrumentedAttribute, Session

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

    The statement is over the columns ``row_id``, ``version`` and ``text``. What another process
    wrote has another version, so that no content outlives its row; the text of a content that is
    known and still holds is not asked for.
    """

    def __init__(
        self,
        row_id: InstrumentedAttribute[UUID],
        version: InstrumentedAttribute[int],
        text: InstrumentedAttribute[str],
        read: Callable[[str], Content],
    ) -> None:
        is_known = tuple_(row_id, version).in_(bindparam("known", expanding=True))
        self._statement: Select[UUID, int, str | None] = select(
            row_id, version, case((is_known, None), else_=text)
        ).where(row_id.in_(bindparam("ids", expanding=True)))
        self._read = read
        self._known: dict[tuple[UUID, int], Content] = {}

    def of(self, session: Session, ids: Collection[UUID]) -> dict[UUID, Content]:
        """Return the contents by id; one statement, none for no ids."""
        if not ids:
            return {}
        known, found = self._known, {}
        pairs = [pair for pair in known if pair[0] in ids]
        present = rows(session, self._statement, {"ids": list(ids), "known": pairs})
        for row_id, version, text in present:
            content = known[row_id, version] if text is None else self._read(text)
            found[row_id, version] = content
        self._known = dict([*known.items(), *found.items()][-MOST_KEPT:])
        return {row_id: content for (row_id, _version), content in found.items()}
