"""What the examination board decides of a trainee's year."""

from datetime import date, datetime
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from msp_du.domain.vocabulary import ResultCode
from msp_du.models.accounts import Account
from msp_du.models.base import Base, Identified
from msp_du.models.cohorts import EnrolmentYear
from msp_du.models.sittings import BoardSitting


class BoardDecision(Identified, Base):
    """A decision on one year, with the facts it rests on as canonical JSON text.

    It never changes: a correction is a new decision that ``replaces`` it, and the one that counts
    is the one that nothing replaces. Decisions from before boards sat here have no sitting: their
    trainees know of them.
    """

    __tablename__ = "board_decision"
    __table_args__ = (
        sa.UniqueConstraint("id", "institution_id"),
        sa.ForeignKeyConstraint(
            ["enrolment_year_id", "institution_id"],
            ["enrolment_year.id", "enrolment_year.institution_id"],
        ),
        sa.CheckConstraint("result IN ('ADM', 'ADJ', 'AJ', 'DEF')", name="result"),
        # One first decision a year; every other one replaces exactly one.
        sa.Index(
            "uq_board_decision_first",
            "enrolment_year_id",
            unique=True,
            sqlite_where=sa.text("replaces_id IS NULL"),
            postgresql_where=sa.text("replaces_id IS NULL"),
        ),
    )

    institution_id: Mapped[UUID]
    enrolment_year_id: Mapped[UUID] = mapped_column(index=True)
    result: Mapped[ResultCode]
    decided_on: Mapped[date]
    reference: Mapped[str] = mapped_column(sa.String(60))
    facts: Mapped[str] = mapped_column(sa.Text)
    facts_digest: Mapped[str] = mapped_column(sa.String(64))
    account_id: Mapped[UUID | None] = mapped_column(sa.ForeignKey("account.id"), index=True)
    recorded_at: Mapped[datetime]
    replaces_id: Mapped[UUID | None] = mapped_column(
        sa.ForeignKey("board_decision.id"), unique=True
    )
    sitting_id: Mapped[UUID | None] = mapped_column(sa.ForeignKey("board_sitting.id"), index=True)

    enrolment_year: Mapped[EnrolmentYear] = relationship(
        primaryjoin="BoardDecision.enrolment_year_id == EnrolmentYear.id",
        foreign_keys=[enrolment_year_id],
    )
    account: Mapped[Account | None] = relationship()
    sitting: Mapped[BoardSitting | None] = relationship()
