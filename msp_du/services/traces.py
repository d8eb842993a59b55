"""What hangs on a row, found by the foreign keys of every table: whether it can be taken back."""

import hashlib
import json
from collections.abc import Collection, Iterable, Mapping
from functools import cache
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from msp_du.models import Base

APART = frozenset(
    {
        "account_session",
        "enrolment_transfer",
        "link_token",
        "person_merge",
        "placement_total",
    }
)
"""Tables that say nothing of studies: ways in, the very records of what can be taken back, sums."""
_NOT_BEYOND = frozenset({"account"})
"""What an account did elsewhere does not hang on the person it stands for."""

Ids = Mapping[str, Collection[UUID]]


def written(ids: Ids) -> str:
    """Return ids by table as canonical JSON."""
    named = {table: sorted(str(one) for one in found) for table, found in ids.items() if found}
    return json.dumps(named, sort_keys=True, separators=(",", ":"))


def read(text: str) -> dict[str, list[UUID]]:
    """Return the ids by table that ``written`` wrote."""
    return {table: [UUID(one) for one in found] for table, found in json.loads(text).items()}


def in_use(
    session: Session, table: str, ids: Collection[UUID], *, besides: Ids | None = None
) -> set[UUID]:
    """Return those rows of a table on which something hangs, apart from the rows ``besides``.

    As many statements as there are foreign keys to the table.
    """
    found: set[UUID] = set()
    for child, column in _children()[table]:
        statement = sa.select(column).where(column.in_(ids))
        known = (besides or {}).get(child.name)
        if known is not None:
            statement = statement.where(child.c.id.not_in(known))
        found.update(session.execute(statement).scalars())
    return found


def digest(session: Session, table: str, ids: Iterable[UUID]) -> str:
    """Return a digest of rows and of all that hangs on them, however far."""
    session.flush()
    lines: list[str] = []
    seen: set[tuple[str, UUID]] = set()
    todo = [(Base.metadata.tables[table], set(ids))]
    while todo:
        here, wanted = todo.pop()
        new = {one for one in wanted if (here.name, one) not in seen}
        if not new:
            continue
        seen |= {(here.name, one) for one in new}
        rows = session.execute(sa.select(here).where(here.c.id.in_(new))).all()
        lines += [f"{here.name} {tuple(row)!r}" for row in rows]
        if here.name not in _NOT_BEYOND:
            todo += [
                (child, _ids(session, child, column, new))
                for child, column in _children()[here.name]
            ]
    return hashlib.sha256("\n".join(sorted(lines)).encode()).hexdigest()


def _ids(
    session: Session, table: sa.Table, column: sa.Column[Any], parents: Collection[UUID]
) -> set[UUID]:
    return set(session.execute(sa.select(table.c.id).where(column.in_(parents))).scalars())


@cache
def _children() -> dict[str, list[tuple[sa.Table, sa.Column[Any]]]]:
    """Return, by table, the columns of others that name its rows."""
    found: dict[str, list[tuple[sa.Table, sa.Column[Any]]]] = {
        table.name: [] for table in Base.metadata.sorted_tables
    }
    for table in Base.metadata.sorted_tables:
        for key in table.foreign_keys:
            if key.column.name == "id" and table.name not in APART:
                found[key.column.table.name].append((table, key.parent))
    return found
