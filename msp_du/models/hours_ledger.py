"""What stands beside the hours log: its totals, entries opened again, monthly timesheets."""

from datetime import date, datetime
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from msp_du.domain.vocabulary import HoursState
from msp_du.models.accounts import Account
from msp_du.models.base import Base, Identified
from msp_du.models.files import StoredFile
from msp_du.models.hours import HoursEntry
from msp_du.models.placements import Placement


class PlacementTotal(Base):
    """Minutes and entries of a placement in one state; ``version`` grows with each change.

    Written by ``services.hours_sums`` in the transaction of the entry, under the person's lock.
    """

    __tablename__ = "placement_total"
    __table_args__ = (
        sa.CheckConstraint("minutes >= 0", name="minutes_not_negative"),
        sa.CheckConstraint("entries >= 0", name="entries_not_negative"),
    )

    placement_id: Mapped[UUID] = mapped_column(sa.ForeignKey("placement.id"), primary_key=True)
    state: Mapped[HoursState] = mapped_column(primary_key=True)
    minutes: Mapped[int]
    entries: Mapped[int]
    version: Mapped[int] = mapped_column(default=1)


class HoursOpening(Identified, Base):
    """An entry that the coordination opened again after the placement’s certificate, and why."""

    __tablename__ = "hours_opening"
    __table_args__ = (sa.UniqueConstraint("entry_id"),)

    entry_id: Mapped[UUID] = mapped_column(sa.ForeignKey("hours_entry.id"))
    account_id: Mapped[UUID] = mapped_column(sa.ForeignKey("account.id"), index=True)
    opened_at: Mapped[datetime]
    reason: Mapped[str] = mapped_column(sa.String(300))

    entry: Mapped[HoursEntry] = relationship()
    account: Mapped[Account] = relationship()


class Timesheet(Identified, Base):
    """The hours of a month of a placement, printed once as they stood when it was asked for."""

    __tablename__ = "timesheet"
    __table_args__ = (
        sa.UniqueConstraint("placement_id", "facts_digest"),
        sa.ForeignKeyConstraint(
            ["placement_id", "institution_id"], ["placement.id", "placement.institution_id"]
        ),
        sa.CheckConstraint("(file_id IS NULL) = (made_at IS NULL)", name="made"),
    )

    institution_id: Mapped[UUID]
    placement_id: Mapped[UUID] = mapped_column()
    month: Mapped[date]
    facts: Mapped[str] = mapped_column(sa.Text)
    facts_digest: Mapped[str] = mapped_column(sa.String(64))
    requested_at: Mapped[datetime]
    requested_by_id: Mapped[UUID] = mapped_column(sa.ForeignKey("account.id"), index=True)
    made_at: Mapped[datetime | None]
    file_id: Mapped[UUID | None] = mapped_column(sa.ForeignKey("stored_file.id"), index=True)

    placement: Mapped[Placement] = relationship(
        primaryjoin="Timesheet.placement_id == Placement.id", foreign_keys=[placement_id]
    )
    file: Mapped[StoredFile | None] = relationship()
