"""Around the marks of a module: its sheet's steps, its sittings, imports, questions, numbers."""

from datetime import date, datetime
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from msp_du.models.accounts import Account
from msp_du.models.base import Base, Identified
from msp_du.models.cohorts import Cohort, EnrolmentYear
from msp_du.models.curricula import Assessment, Module


def _of_cohort() -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(
        ["cohort_id", "institution_id"], ["cohort.id", "cohort.institution_id"]
    )


def _of_year() -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(
        ["enrolment_year_id", "institution_id"],
        ["enrolment_year.id", "enrolment_year.institution_id"],
    )


def _session_check() -> sa.CheckConstraint:
    return sa.CheckConstraint("session_number IN (1, 2)", name="session_number")


class MarksSheet(Identified, Base):
    """The steps of a module's marks in a cohort, session by session; no row: none was taken.

    From ``published_at`` on, the trainees see these marks. From ``anonymous_at`` until
    ``lifted_at``, numbers stand in the place of names.
    """

    __tablename__ = "marks_sheet"
    __table_args__ = (
        sa.UniqueConstraint("cohort_id", "module_id", "session_number"),
        sa.UniqueConstraint("id", "institution_id"),
        _of_cohort(),
        _session_check(),
        sa.CheckConstraint(
            "published_at IS NULL OR finished_at IS NOT NULL", name="finished_before_published"
        ),
        sa.CheckConstraint(
            "lifted_at IS NULL OR anonymous_at IS NOT NULL", name="anonymous_before_lifted"
        ),
    )

    institution_id: Mapped[UUID]
    cohort_id: Mapped[UUID]
    module_id: Mapped[UUID] = mapped_column(sa.ForeignKey("module.id"), index=True)
    session_number: Mapped[int]
    finished_at: Mapped[datetime | None]
    finished_by_id: Mapped[UUID | None] = mapped_column(sa.ForeignKey("account.id"))
    published_at: Mapped[datetime | None]
    published_by_id: Mapped[UUID | None] = mapped_column(sa.ForeignKey("account.id"))
    anonymous_at: Mapped[datetime | None]
    anonymous_by_id: Mapped[UUID | None] = mapped_column(sa.ForeignKey("account.id"))
    lifted_at: Mapped[datetime | None]
    lifted_by_id: Mapped[UUID | None] = mapped_column(sa.ForeignKey("account.id"))

    finished_by: Mapped[Account | None] = relationship(foreign_keys=[finished_by_id])
    published_by: Mapped[Account | None] = relationship(foreign_keys=[published_by_id])
    anonymous_by: Mapped[Account | None] = relationship(foreign_keys=[anonymous_by_id])
    lifted_by: Mapped[Account | None] = relationship(foreign_keys=[lifted_by_id])

    @property
    def is_anonymous(self) -> bool:
        """Whether numbers stand in the place of names now."""
        return self.anonymous_at is not None and self.lifted_at is None


class AnonymousNumber(Identified, Base):
    """The number that stands in the place of a trainee's name on one sheet."""

    __tablename__ = "anonymous_number"
    __table_args__ = (
        sa.UniqueConstraint("sheet_id", "enrolment_year_id"),
        sa.UniqueConstraint("sheet_id", "number"),
        sa.ForeignKeyConstraint(
            ["sheet_id", "institution_id"], ["marks_sheet.id", "marks_sheet.institution_id"]
        ),
        _of_year(),
        sa.CheckConstraint("number > 0", name="number"),
    )

    institution_id: Mapped[UUID]
    sheet_id: Mapped[UUID]
    enrolment_year_id: Mapped[UUID] = mapped_column(index=True)
    number: Mapped[int]


class AssessmentSitting(Identified, Base):
    """When an assessment, or a whole module, is sat, and by when its marks are due."""

    __tablename__ = "assessment_sitting"
    __table_args__ = (
        _of_cohort(),
        _session_check(),
        sa.CheckConstraint("sits_on IS NOT NULL OR marks_due_on IS NOT NULL", name="one_day"),
        sa.CheckConstraint("sits_on <= marks_due_on", name="bounds"),
        sa.Index(
            "uq_assessment_sitting_of_assessment",
            "cohort_id",
            "assessment_id",
            "session_number",
            unique=True,
            sqlite_where=sa.text("assessment_id IS NOT NULL"),
            postgresql_where=sa.text("assessment_id IS NOT NULL"),
        ),
        sa.Index(
            "uq_assessment_sitting_of_module",
            "cohort_id",
            "module_id",
            "session_number",
            unique=True,
            sqlite_where=sa.text("assessment_id IS NULL"),
            postgresql_where=sa.text("assessment_id IS NULL"),
        ),
    )

    institution_id: Mapped[UUID]
    cohort_id: Mapped[UUID] = mapped_column(index=True)
    module_id: Mapped[UUID] = mapped_column(sa.ForeignKey("module.id"), index=True)
    assessment_id: Mapped[UUID | None] = mapped_column(sa.ForeignKey("assessment.id"))
    session_number: Mapped[int]
    sits_on: Mapped[date | None]
    marks_due_on: Mapped[date | None]

    module: Mapped[Module] = relationship()
    assessment: Mapped[Assessment | None] = relationship()


class MarkImport(Identified, Base):
    """Marks that one file brought at once: how many, and whether that was undone."""

    __tablename__ = "mark_import"
    __table_args__ = (
        sa.UniqueConstraint("id", "institution_id"),
        _of_cohort(),
        sa.CheckConstraint("marks > 0", name="marks"),
        sa.CheckConstraint("undone_at >= imported_at", name="undone_later"),
    )

    institution_id: Mapped[UUID]
    cohort_id: Mapped[UUID] = mapped_column(index=True)
    account_id: Mapped[UUID | None] = mapped_column(sa.ForeignKey("account.id"))
    imported_at: Mapped[datetime]
    marks: Mapped[int]
    undone_at: Mapped[datetime | None]
    undone_by_id: Mapped[UUID | None] = mapped_column(sa.ForeignKey("account.id"))

    account: Mapped[Account | None] = relationship(foreign_keys=[account_id])
    undone_by: Mapped[Account | None] = relationship(foreign_keys=[undone_by_id])
    cohort: Mapped[Cohort] = relationship(
        primaryjoin="MarkImport.cohort_id == Cohort.id", foreign_keys=[cohort_id]
    )


class MarkMessage(Identified, Base):
    """A question of a trainee about the marks of a module, or an answer to it."""

    __tablename__ = "mark_message"
    __table_args__ = (_of_year(),)

    institution_id: Mapped[UUID]
    enrolment_year_id: Mapped[UUID] = mapped_column(index=True)
    module_id: Mapped[UUID] = mapped_column(sa.ForeignKey("module.id"), index=True)
    account_id: Mapped[UUID | None] = mapped_column(sa.ForeignKey("account.id"))
    is_answer: Mapped[bool]
    text: Mapped[str] = mapped_column(sa.String(1000))
    written_at: Mapped[datetime]

    account: Mapped[Account | None] = relationship()
    enrolment_year: Mapped[EnrolmentYear] = relationship(
        primaryjoin="MarkMessage.enrolment_year_id == EnrolmentYear.id",
        foreign_keys=[enrolment_year_id],
    )
