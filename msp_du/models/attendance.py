"""Around attendance: study arrangements, papers that were printed, feeds of the calendar."""

from datetime import date, datetime
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from msp_du.domain.arrangements import LONGEST_PRECISION, ArrangementKind
from msp_du.domain.attendance import AttendancePaperKind
from msp_du.models.accounts import Account
from msp_du.models.base import Base, Identified, Versioned
from msp_du.models.cohorts import Cohort, Enrolment
from msp_du.models.files import StoredFile


class StudyArrangement(Versioned, Base):
    """What is arranged for somebody, on days both included, and who must know; never why."""

    __tablename__ = "study_arrangement"
    __table_args__ = (
        sa.ForeignKeyConstraint(
            ["enrolment_id", "institution_id"], ["enrolment.id", "enrolment.institution_id"]
        ),
        sa.CheckConstraint("starts_on <= ends_on", name="dates"),
        sa.CheckConstraint("(kind = 'extra_time') = (percent IS NOT NULL)", name="percent"),
        sa.CheckConstraint("percent BETWEEN 1 AND 100", name="percent_bounds"),
    )

    institution_id: Mapped[UUID]
    enrolment_id: Mapped[UUID] = mapped_column(index=True)
    kind: Mapped[ArrangementKind]
    percent: Mapped[int | None]
    precision: Mapped[str | None] = mapped_column(sa.String(LONGEST_PRECISION))
    starts_on: Mapped[date]
    ends_on: Mapped[date]
    tells_instructors: Mapped[bool] = mapped_column(default=False)
    tells_examiners: Mapped[bool] = mapped_column(default=False)
    tells_board: Mapped[bool] = mapped_column(default=False)

    enrolment: Mapped[Enrolment] = relationship(
        primaryjoin="StudyArrangement.enrolment_id == Enrolment.id", foreign_keys=[enrolment_id]
    )


class AttendancePaper(Identified, Base):
    """A sheet to sign or a certificate of attendance: its facts as canonical JSON, then its file.

    The same facts give the same bytes, so they are asked for once. ``enrolment_id`` is whose
    certificate it is; sheets are of the cohort.
    """

    __tablename__ = "attendance_paper"
    __table_args__ = (
        sa.UniqueConstraint("institution_id", "kind", "facts_digest"),
        sa.ForeignKeyConstraint(
            ["cohort_id", "institution_id"], ["cohort.id", "cohort.institution_id"]
        ),
        sa.ForeignKeyConstraint(
            ["enrolment_id", "institution_id"], ["enrolment.id", "enrolment.institution_id"]
        ),
        sa.CheckConstraint("starts_on <= ends_on", name="dates"),
        sa.CheckConstraint("(kind = 'certificate') = (enrolment_id IS NOT NULL)", name="whose"),
        sa.CheckConstraint("(file_id IS NULL) = (made_at IS NULL)", name="made"),
    )

    institution_id: Mapped[UUID]
    cohort_id: Mapped[UUID] = mapped_column(index=True)
    enrolment_id: Mapped[UUID | None] = mapped_column(index=True)
    kind: Mapped[AttendancePaperKind]
    starts_on: Mapped[date]
    ends_on: Mapped[date]
    facts: Mapped[str] = mapped_column(sa.Text)
    facts_digest: Mapped[str] = mapped_column(sa.String(64))
    requested_at: Mapped[datetime]
    requested_by_id: Mapped[UUID | None] = mapped_column(sa.ForeignKey("account.id"))
    file_id: Mapped[UUID | None] = mapped_column(sa.ForeignKey("stored_file.id"))
    made_at: Mapped[datetime | None]

    cohort: Mapped[Cohort] = relationship(
        primaryjoin="AttendancePaper.cohort_id == Cohort.id", foreign_keys=[cohort_id]
    )
    enrolment: Mapped[Enrolment | None] = relationship(
        primaryjoin="AttendancePaper.enrolment_id == Enrolment.id", foreign_keys=[enrolment_id]
    )
    file: Mapped[StoredFile | None] = relationship()


class CalendarFeed(Identified, Base):
    """A secret address that gives an account's calendar to a phone, known by its digest."""

    __tablename__ = "calendar_feed"
    __table_args__ = (
        sa.Index(
            "uq_calendar_feed_open",
            "account_id",
            unique=True,
            sqlite_where=sa.text("revoked_at IS NULL"),
            postgresql_where=sa.text("revoked_at IS NULL"),
        ),
    )

    account_id: Mapped[UUID] = mapped_column(
        sa.ForeignKey("account.id", ondelete="CASCADE"), index=True
    )
    digest: Mapped[str] = mapped_column(sa.String(64), unique=True)
    created_at: Mapped[datetime]
    revoked_at: Mapped[datetime | None]

    account: Mapped[Account] = relationship()
