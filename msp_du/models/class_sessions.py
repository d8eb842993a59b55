"""Class sessions of a cohort, and who was there."""

from datetime import date, datetime, time
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from msp_du.domain.attendance import AttendanceState, HalfDay
from msp_du.models.accounts import Account
from msp_du.models.base import Base, Versioned
from msp_du.models.cohorts import Cohort, EnrolmentYear
from msp_du.models.curricula import Module
from msp_du.models.institutions import AcademicYear


class ClassSession(Versioned, Base):
    """Half a day of class of a cohort, by the clocks of its institution.

    The instructor is an account or a typed name. ``minutes`` are those between the two times. The
    code by which trainees sign is nowhere; while one may sign, here is its keyed digest.
    """

    __tablename__ = "class_session"
    __table_args__ = (
        sa.UniqueConstraint("cohort_id", "held_on", "half_day", "module_id"),
        sa.UniqueConstraint("id", "institution_id"),
        sa.ForeignKeyConstraint(
            ["cohort_id", "institution_id"], ["cohort.id", "cohort.institution_id"]
        ),
        sa.ForeignKeyConstraint(
            ["academic_year_id", "institution_id"],
            ["academic_year.id", "academic_year.institution_id"],
        ),
        sa.CheckConstraint("starts_at < ends_at AND minutes > 0", name="times"),
        sa.CheckConstraint(
            "(instructor_id IS NULL) <> (instructor_name IS NULL)", name="one_instructor"
        ),
        sa.CheckConstraint("(code_digest IS NULL) = (code_opened_at IS NULL)", name="code"),
        sa.CheckConstraint("closed_at IS NULL OR code_digest IS NULL", name="closed_without_code"),
        sa.CheckConstraint("closed_at IS NOT NULL OR closed_by_id IS NULL", name="closed"),
    )

    institution_id: Mapped[UUID]
    cohort_id: Mapped[UUID] = mapped_column(index=True)
    academic_year_id: Mapped[UUID] = mapped_column(index=True)
    module_id: Mapped[UUID] = mapped_column(sa.ForeignKey("module.id"), index=True)
    held_on: Mapped[date] = mapped_column(index=True)
    half_day: Mapped[HalfDay]
    starts_at: Mapped[time]
    ends_at: Mapped[time]
    minutes: Mapped[int]
    instructor_id: Mapped[UUID | None] = mapped_column(sa.ForeignKey("account.id"), index=True)
    instructor_name: Mapped[str | None] = mapped_column(sa.String(120))
    room: Mapped[str | None] = mapped_column(sa.String(60))
    in_groups: Mapped[bool] = mapped_column(default=False)
    code_digest: Mapped[str | None] = mapped_column(sa.String(64))
    code_opened_at: Mapped[datetime | None]
    closed_at: Mapped[datetime | None]
    closed_by_id: Mapped[UUID | None] = mapped_column(sa.ForeignKey("account.id"))

    cohort: Mapped[Cohort] = relationship(
        primaryjoin="ClassSession.cohort_id == Cohort.id", foreign_keys=[cohort_id]
    )
    academic_year: Mapped[AcademicYear] = relationship(
        primaryjoin="ClassSession.academic_year_id == AcademicYear.id",
        foreign_keys=[academic_year_id],
    )
    module: Mapped[Module] = relationship()
    instructor: Mapped[Account | None] = relationship(foreign_keys=[instructor_id])
    closed_by: Mapped[Account | None] = relationship(foreign_keys=[closed_by_id])

    @property
    def instructor_label(self) -> str:
        return self.instructor.display_name if self.instructor else self.instructor_name or ""


class AttendanceRecord(Versioned, Base):
    """What is noted of one trainee at one session; never why somebody was absent.

    ``signed_at`` is when they signed themselves, ``entered_by_id`` who noted it for them: None
    while only they did. What was entered for them prevails.
    """

    __tablename__ = "attendance_record"
    __table_args__ = (
        sa.UniqueConstraint("class_session_id", "enrolment_year_id"),
        sa.ForeignKeyConstraint(
            ["class_session_id", "institution_id"],
            ["class_session.id", "class_session.institution_id"],
        ),
        sa.ForeignKeyConstraint(
            ["enrolment_year_id", "institution_id"],
            ["enrolment_year.id", "enrolment_year.institution_id"],
        ),
    )

    institution_id: Mapped[UUID]
    class_session_id: Mapped[UUID] = mapped_column()
    enrolment_year_id: Mapped[UUID] = mapped_column(index=True)
    state: Mapped[AttendanceState]
    signed_at: Mapped[datetime | None]
    entered_at: Mapped[datetime]
    entered_by_id: Mapped[UUID | None] = mapped_column(sa.ForeignKey("account.id"))

    class_session: Mapped[ClassSession] = relationship(
        primaryjoin="AttendanceRecord.class_session_id == ClassSession.id",
        foreign_keys=[class_session_id],
    )
    enrolment_year: Mapped[EnrolmentYear] = relationship(
        primaryjoin="AttendanceRecord.enrolment_year_id == EnrolmentYear.id",
        foreign_keys=[enrolment_year_id],
    )
