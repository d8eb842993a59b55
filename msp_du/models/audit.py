"""Who did what: a chain of hashes that shows any change, and the log of sensitive reads."""

from datetime import datetime
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from msp_du.models.base import Base, Identified


class AuditEvent(Identified, Base):
    """An act, in ids only; triggers refuse to change or remove it."""

    __tablename__ = "audit_event"

    sequence: Mapped[int] = mapped_column(unique=True)
    happened_at: Mapped[datetime]
    institution_id: Mapped[UUID | None] = mapped_column(index=True)
    actor_id: Mapped[UUID | None] = mapped_column(index=True)
    act: Mapped[str] = mapped_column(sa.String(60))
    object_type: Mapped[str] = mapped_column(sa.String(40))
    object_id: Mapped[UUID | None] = mapped_column(index=True)
    details_digest: Mapped[str] = mapped_column(sa.String(64))
    previous_hash: Mapped[str] = mapped_column(sa.String(64))
    hash: Mapped[str] = mapped_column(sa.String(64))

    detail: Mapped["AuditDetail | None"] = relationship(back_populates="event")


class AuditDetail(Identified, Base):
    """What may be purged by the retention clock: network address, agent, free text."""

    __tablename__ = "audit_detail"

    event_id: Mapped[UUID] = mapped_column(sa.ForeignKey("audit_event.id"), unique=True)
    text: Mapped[str] = mapped_column(sa.Text)

    event: Mapped[AuditEvent] = relationship(back_populates="detail")


class AuditHead(Base):
    """The chain's last link, locked by whoever appends: a single row."""

    __tablename__ = "audit_head"
    __table_args__ = (sa.CheckConstraint("id = 1", name="single_row"),)

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    sequence: Mapped[int]
    hash: Mapped[str] = mapped_column(sa.String(64))


class ReadLog(Identified, Base):
    """Who looked at which sensitive page; not chained, written after the answer."""

    __tablename__ = "read_log"

    happened_at: Mapped[datetime] = mapped_column(index=True)
    account_id: Mapped[UUID] = mapped_column(index=True)
    institution_id: Mapped[UUID | None] = mapped_column(index=True)
    endpoint: Mapped[str] = mapped_column(sa.String(80))
    object_id: Mapped[UUID | None] = mapped_column(index=True)
