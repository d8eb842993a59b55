"""What every table shares: types that mean the same on both engines, names of constraints."""

from collections.abc import Iterable
from datetime import UTC, date, datetime
from decimal import Decimal
from enum import Enum
from typing import Any
from uuid import UUID, uuid4

import sqlalchemy as sa
from sqlalchemy.engine import Dialect
from sqlalchemy.orm import DeclarativeBase, Mapped, declared_attr, mapped_column


def sort_key_type(length: int) -> sa.String:
    """Return the type of a sort key: compared by code point on both engines."""
    return sa.String(length).with_variant(sa.String(length, collation="C"), "postgresql")


class UtcDateTime(sa.TypeDecorator[datetime]):
    """An aware moment, kept in UTC to the microsecond; a naive one is refused."""

    impl = sa.DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a moment needs its time zone")
        return value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


class ExactNumber(sa.TypeDecorator[Decimal]):
    """A decimal kept as the text it was written as, so that no engine makes a float of it."""

    impl = sa.String(40)
    cache_ok = True

    def process_bind_param(self, value: Decimal | None, dialect: Dialect) -> str | None:
        return None if value is None else format(value, "f")

    def process_result_value(self, value: str | None, dialect: Dialect) -> Decimal | None:
        return None if value is None else Decimal(value)


def stored_values(members: Iterable[Enum]) -> list[str]:
    """List what is stored for a closed list: the values, never the Python names."""
    return [member.value for member in members]


class Base(DeclarativeBase):
    """Parent of every table."""

    metadata = sa.MetaData(
        naming_convention={
            "ix": "ix_%(column_0_N_label)s",
            "uq": "uq_%(table_name)s_%(column_0_N_name)s",
            "ck": "ck_%(table_name)s_%(constraint_name)s",
            "fk": "fk_%(table_name)s_%(column_0_N_name)s",
            "pk": "pk_%(table_name)s",
        }
    )
    type_annotation_map = {  # noqa: RUF012 - read by SQLAlchemy, never written
        datetime: UtcDateTime(),
        date: sa.Date(),
        Decimal: ExactNumber(),
        UUID: sa.Uuid(),
        Enum: sa.Enum(
            Enum,
            native_enum=False,
            length=40,
            values_callable=stored_values,
            validate_strings=True,
        ),
    }


class Identified:
    """A row with a UUID of its own."""

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)


class Versioned(Identified):
    """A row people edit: its ``version`` grows with each change, and a stale write is refused."""

    version: Mapped[int] = mapped_column(default=1)

    @declared_attr.directive
    @classmethod
    def __mapper_args__(cls) -> dict[str, Any]:
        return {"version_id_col": cls.version}
