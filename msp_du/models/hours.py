"""The hours log and the approvals it received."""

from datetime import date, datetime
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from msp_du.domain.vocabulary import HoursKind, HoursState, Presence, SignatureVia
from msp_du.models.base import Base, Identified, Versioned
from msp_du.models.organisations import Contact
from msp_du.models.placements import Placement


class HoursSignature(Identified, Base):
    """An approval of hours: who signed, as whom, and the digest of exactly what was signed."""

    __tablename__ = "hours_signature"
    __table_args__ = (
        sa.CheckConstraint("(via = 'on_behalf') = (reason IS NOT NULL)", name="reason_on_behalf"),
    )

    placement_id: Mapped[UUID] = mapped_column(sa.ForeignKey("placement.id"), index=True)
    contact_id: Mapped[UUID] = mapped_column(sa.ForeignKey("contact.id"), index=True)
    signed_at: Mapped[datetime]
    declared_name: Mapped[str] = mapped_column(sa.String(120))
    declared_capacity: Mapped[str] = mapped_column(sa.String(120))
    minutes: Mapped[int]
    digest: Mapped[str] = mapped_column(sa.String(64))
    via: Mapped[SignatureVia]
    reason: Mapped[str | None] = mapped_column(sa.String(300))

    contact: Mapped[Contact] = relationship()


class HoursEntry(Versioned, Base):
    """Minutes worked on one day of a placement; a night shift belongs to the day it starts.

    A signed entry never changes: a later one ``replaces`` it, and counts instead from the moment
    it was sent. One of no minutes cancels the day. ``redacted_at``: since when its text is erased.
    """

    __tablename__ = "hours_entry"
    __table_args__ = (
        sa.UniqueConstraint("placement_id", "client_id"),
        sa.CheckConstraint(
            "minutes > 0 OR (minutes = 0 AND replaces_id IS NOT NULL)", name="minutes_or_cancelled"
        ),
        sa.CheckConstraint("break_minutes >= 0", name="break_not_negative"),
        sa.CheckConstraint("(started_at IS NULL) = (ended_at IS NULL)", name="both_times"),
        sa.CheckConstraint("started_at < ended_at", name="times_in_order"),
        sa.CheckConstraint(
            "(state = 'approved') = (signature_id IS NOT NULL)", name="approved_is_signed"
        ),
        sa.Index("ix_hours_entry_totals", "placement_id", "state", "minutes"),
    )

    placement_id: Mapped[UUID] = mapped_column(sa.ForeignKey("placement.id"))
    client_id: Mapped[UUID]
    worked_on: Mapped[date] = mapped_column(index=True)
    started_at: Mapped[datetime | None]
    ended_at: Mapped[datetime | None]
    break_minutes: Mapped[int] = mapped_column(default=0)
    minutes: Mapped[int]
    kind: Mapped[HoursKind]
    presence: Mapped[Presence] = mapped_column(default=Presence.PRESENT)
    activity: Mapped[str | None] = mapped_column(sa.String(500))
    state: Mapped[HoursState] = mapped_column(default=HoursState.DRAFT)
    logged_at: Mapped[datetime]
    submitted_at: Mapped[datetime | None]
    return_reason: Mapped[str | None] = mapped_column(sa.String(300))
    body_digest: Mapped[str] = mapped_column(sa.String(64))
    replaces_id: Mapped[UUID | None] = mapped_column(
        sa.ForeignKey("hours_entry.id"), index=True, unique=True
    )
    signature_id: Mapped[UUID | None] = mapped_column(
        sa.ForeignKey("hours_signature.id"), index=True
    )
    redacted_at: Mapped[datetime | None]

    placement: Mapped[Placement] = relationship()
    signature: Mapped[HoursSignature | None] = relationship()
    replaces: Mapped["HoursEntry | None"] = relationship(
        remote_side="HoursEntry.id", back_populates="replaced_by"
    )
    replaced_by: Mapped["HoursEntry | None"] = relationship(
        back_populates="replaces", uselist=False, viewonly=True
    )

    @property
    def is_cancelled(self) -> bool:
        """Tell whether this version says that the day did not take place."""
        return self.minutes == 0


class RemovedEntry(Identified, Base):
    """The id a client gave to an entry that was removed: a late repeat does not bring it back."""

    __tablename__ = "removed_entry"
    __table_args__ = (sa.UniqueConstraint("placement_id", "client_id"),)

    placement_id: Mapped[UUID] = mapped_column(sa.ForeignKey("placement.id"))
    client_id: Mapped[UUID]
    removed_at: Mapped[datetime]
