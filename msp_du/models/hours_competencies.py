"""The competencies that a day of hours was an occasion to practise."""

from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from msp_du.models.base import Base, Identified


class HoursEntryCompetency(Identified, Base):
    """A competency named with an entry; it goes when the entry is removed."""

    __tablename__ = "hours_entry_competency"
    __table_args__ = (sa.UniqueConstraint("hours_entry_id", "competency_id"),)

    hours_entry_id: Mapped[UUID] = mapped_column(
        sa.ForeignKey("hours_entry.id", ondelete="CASCADE")
    )
    competency_id: Mapped[UUID] = mapped_column(sa.ForeignKey("competency.id"), index=True)
