"""What a trainee learns outside placements, for their own eyes."""

from datetime import date, datetime
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from msp_du.domain.learning import LearningKind
from msp_du.models.base import Base, Identified


class LearningContext(Identified, Base):
    """A kind of place where somebody learned, and at most a month: no name, place, day or hours."""

    __tablename__ = "learning_context"
    __table_args__ = (
        sa.ForeignKeyConstraint(
            ["person_id", "institution_id"], ["person.id", "person.institution_id"]
        ),
    )

    institution_id: Mapped[UUID]
    person_id: Mapped[UUID] = mapped_column(index=True)
    kind: Mapped[LearningKind]
    month: Mapped[date | None]
    noted_at: Mapped[datetime]
