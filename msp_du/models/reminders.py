"""Reminders: how an institution wants them, and those that were sent, one a person and day."""

from datetime import date, datetime
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from msp_du.domain.reminders import DueKind
from msp_du.models.base import Base, Identified, Versioned


class ReminderSettings(Versioned, Base):
    """How an institution reminds people; without a row, as the defaults here say."""

    __tablename__ = "reminder_settings"
    __table_args__ = (
        sa.CheckConstraint("every_days BETWEEN 1 AND 60", name="every_days"),
        sa.CheckConstraint("escalate_after_days BETWEEN 1 AND 120", name="escalate_after_days"),
        sa.UniqueConstraint("institution_id"),
    )

    institution_id: Mapped[UUID] = mapped_column(sa.ForeignKey("institution.id"))
    is_on: Mapped[bool] = mapped_column(default=True)
    every_days: Mapped[int] = mapped_column(default=7)
    escalate_after_days: Mapped[int] = mapped_column(default=14)


class Reminder(Identified, Base):
    """The digest of one person on one day; ``sent_at`` once it left."""

    __tablename__ = "reminder"
    __table_args__ = (
        sa.CheckConstraint("(account_id IS NULL) <> (contact_id IS NULL)", name="one_person"),
        sa.UniqueConstraint("account_id", "day"),
        sa.UniqueConstraint("contact_id", "day"),
    )

    institution_id: Mapped[UUID] = mapped_column(sa.ForeignKey("institution.id"), index=True)
    account_id: Mapped[UUID | None] = mapped_column(sa.ForeignKey("account.id"))
    contact_id: Mapped[UUID | None] = mapped_column(sa.ForeignKey("contact.id"))
    day: Mapped[date]
    planned_at: Mapped[datetime]
    sent_at: Mapped[datetime | None]

    lines: Mapped[list["ReminderLine"]] = relationship(cascade="all, delete-orphan")


class ReminderLine(Identified, Base):
    """One thing that a digest recalled; ``object_id`` is a placement, a module or an agreement."""

    __tablename__ = "reminder_line"
    __table_args__ = (sa.Index("ix_reminder_line_object", "object_id", "kind"),)

    reminder_id: Mapped[UUID] = mapped_column(sa.ForeignKey("reminder.id"), index=True)
    kind: Mapped[DueKind]
    object_id: Mapped[UUID | None]
