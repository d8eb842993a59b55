"""Marks, each of one assessment or whole module, and what they were before."""

from datetime import datetime
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, declared_attr, mapped_column, relationship

from msp_du.domain.vocabulary import MarkCode
from msp_du.models.accounts import Account
from msp_du.models.base import Base, Identified, Versioned
from msp_du.models.cohorts import EnrolmentYear
from msp_du.models.curricula import Assessment, Module

LONGEST_COMMENT = 500


class _Marked:
    """What a mark is of: a trainee's year, and an assessment or a whole module.

    A whole module is marked when it is only passed or failed, or resat as one exam. ``examiner``
    is 1, or 2 and 3 where several mark apart.
    """

    institution_id: Mapped[UUID]
    enrolment_year_id: Mapped[UUID] = mapped_column(index=True)
    session_number: Mapped[int] = mapped_column(default=1)
    examiner: Mapped[int] = mapped_column(default=1)

    @declared_attr
    @classmethod
    def assessment_id(cls) -> Mapped[UUID | None]:
        return mapped_column(sa.ForeignKey("assessment.id"), index=True)

    @declared_attr
    @classmethod
    def module_id(cls) -> Mapped[UUID | None]:
        return mapped_column(sa.ForeignKey("module.id"), index=True)


def _checks() -> tuple[sa.Constraint, ...]:
    return (
        sa.ForeignKeyConstraint(
            ["enrolment_year_id", "institution_id"],
            ["enrolment_year.id", "enrolment_year.institution_id"],
        ),
        sa.CheckConstraint("(assessment_id IS NULL) <> (module_id IS NULL)", name="subject"),
        sa.CheckConstraint("session_number IN (1, 2)", name="session_number"),
        sa.CheckConstraint("examiner BETWEEN 1 AND 3", name="examiner"),
    )


class Mark(_Marked, Versioned, Base):
    """A mark in hundredths of a point (0 to 2000), or the code that stands in its place.

    ``comment`` is for the trainee, and shown with the mark.
    """

    __tablename__ = "mark"
    __table_args__ = (
        *_checks(),
        *(
            sa.UniqueConstraint(
                "enrolment_year_id",
                f"{subject}_id",
                "session_number",
                "examiner",
                name=f"uq_mark_of_{subject}",
            )
            for subject in ("assessment", "module")
        ),
        sa.CheckConstraint("hundredths BETWEEN 0 AND 2000", name="hundredths"),
        sa.CheckConstraint("(hundredths IS NULL) <> (code IS NULL)", name="value_or_code"),
    )

    hundredths: Mapped[int | None]
    code: Mapped[MarkCode | None]
    comment: Mapped[str | None] = mapped_column(sa.String(LONGEST_COMMENT))

    enrolment_year: Mapped[EnrolmentYear] = relationship(
        primaryjoin="Mark.enrolment_year_id == EnrolmentYear.id",
        foreign_keys="Mark.enrolment_year_id",
    )
    assessment: Mapped[Assessment | None] = relationship()
    module: Mapped[Module | None] = relationship()


class MarkChange(_Marked, Identified, Base):
    """What a mark was and became, who changed it and when; both old values empty at first.

    Both new values are empty when a mark was taken back. Its comment likewise: where only that
    changed, old and new values are the same. ``reason`` says why, once the mark is published.
    ``mark_version`` is the version that the mark had after it. An import leaves its id; what
    undoes an import leaves its id in ``undoes_id``.
    """

    __tablename__ = "mark_change"
    __table_args__ = (
        *_checks(),
        *(
            sa.ForeignKeyConstraint(
                [column, "institution_id"], ["mark_import.id", "mark_import.institution_id"]
            )
            for column in ("import_id", "undoes_id")
        ),
    )

    old_hundredths: Mapped[int | None]
    old_code: Mapped[MarkCode | None]
    new_hundredths: Mapped[int | None]
    new_code: Mapped[MarkCode | None]
    old_comment: Mapped[str | None] = mapped_column(sa.String(LONGEST_COMMENT))
    new_comment: Mapped[str | None] = mapped_column(sa.String(LONGEST_COMMENT))
    account_id: Mapped[UUID | None] = mapped_column(sa.ForeignKey("account.id"), index=True)
    changed_at: Mapped[datetime]
    reason: Mapped[str | None] = mapped_column(sa.String(300))
    import_id: Mapped[UUID | None] = mapped_column(index=True)
    undoes_id: Mapped[UUID | None]
    mark_version: Mapped[int | None]

    account: Mapped[Account | None] = relationship()
