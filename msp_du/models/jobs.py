"""Work to do after an act, written in the act's own transaction."""

from datetime import datetime
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from msp_du.domain.vocabulary import JobKind, JobState
from msp_du.models.base import Base, Identified


class Job(Identified, Base):
    """A mail or document to make; its payload holds ids only, its key makes it unique."""

    __tablename__ = "job"
    __table_args__ = (sa.Index("ix_job_due", "state", "next_at"),)

    institution_id: Mapped[UUID | None] = mapped_column(sa.ForeignKey("institution.id"), index=True)
    kind: Mapped[JobKind]
    key: Mapped[str] = mapped_column(sa.String(200), unique=True)
    payload: Mapped[dict[str, Any]] = mapped_column(sa.JSON)
    state: Mapped[JobState] = mapped_column(default=JobState.PENDING)
    tries: Mapped[int] = mapped_column(default=0)
    created_at: Mapped[datetime]
    next_at: Mapped[datetime]
    lease_until: Mapped[datetime | None]
    done_at: Mapped[datetime | None]
    error: Mapped[str | None] = mapped_column(sa.String(500))
