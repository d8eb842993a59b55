"""Competency frameworks, and how each trainee is rated by them."""

from datetime import datetime
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from msp_du.domain.vocabulary import Level, RaterRole
from msp_du.models.accounts import Account
from msp_du.models.base import Base, Identified


class CompetencyFramework(Identified, Base):
    """One version of a framework, whole as canonical text; it never changes."""

    __tablename__ = "competency_framework"
    __table_args__ = (
        sa.UniqueConstraint("institution_id", "code", "label"),
        sa.UniqueConstraint("id", "institution_id"),
    )

    institution_id: Mapped[UUID] = mapped_column(sa.ForeignKey("institution.id"), index=True)
    code: Mapped[str] = mapped_column(sa.String(40))
    label: Mapped[str] = mapped_column(sa.String(40))
    title_fr: Mapped[str] = mapped_column(sa.String(300))
    title_en: Mapped[str | None] = mapped_column(sa.String(300))
    canonical_text: Mapped[str] = mapped_column(sa.Text)
    imported_at: Mapped[datetime]

    competencies: Mapped[list["Competency"]] = relationship(
        order_by="Competency.position", back_populates="framework"
    )


class Competency(Identified, Base):
    """An item of a framework; ratings refer to it, its words are in the framework's text."""

    __tablename__ = "competency"
    __table_args__ = (sa.UniqueConstraint("framework_id", "code"),)

    framework_id: Mapped[UUID] = mapped_column(sa.ForeignKey("competency_framework.id"), index=True)
    position: Mapped[int]
    code: Mapped[str] = mapped_column(sa.String(40))
    is_core: Mapped[bool]

    framework: Mapped[CompetencyFramework] = relationship(back_populates="competencies")


class ModuleCompetency(Identified, Base):
    """A competency that a module assesses; the two are of versions of one institution."""

    __tablename__ = "module_competency"
    __table_args__ = (
        sa.UniqueConstraint("module_id", "competency_id"),
        sa.ForeignKeyConstraint(
            ["curriculum_version_id", "institution_id"],
            ["curriculum_version.id", "curriculum_version.institution_id"],
        ),
        sa.ForeignKeyConstraint(
            ["framework_id", "institution_id"],
            ["competency_framework.id", "competency_framework.institution_id"],
        ),
        sa.Index("ix_module_competency_matrix", "curriculum_version_id", "framework_id"),
    )

    institution_id: Mapped[UUID]
    curriculum_version_id: Mapped[UUID]
    framework_id: Mapped[UUID] = mapped_column(index=True)
    module_id: Mapped[UUID] = mapped_column(sa.ForeignKey("module.id"))
    competency_id: Mapped[UUID] = mapped_column(sa.ForeignKey("competency.id"), index=True)


class CohortFramework(Identified, Base):
    """The framework by which a cohort is rated."""

    __tablename__ = "cohort_framework"
    __table_args__ = (
        sa.ForeignKeyConstraint(
            ["cohort_id", "institution_id"], ["cohort.id", "cohort.institution_id"]
        ),
        sa.ForeignKeyConstraint(
            ["framework_id", "institution_id"],
            ["competency_framework.id", "competency_framework.institution_id"],
        ),
    )

    institution_id: Mapped[UUID]
    cohort_id: Mapped[UUID] = mapped_column(unique=True)
    framework_id: Mapped[UUID] = mapped_column(index=True)

    framework: Mapped[CompetencyFramework] = relationship(
        primaryjoin="CohortFramework.framework_id == CompetencyFramework.id",
        foreign_keys=[framework_id],
    )


class CompetencyRating(Identified, Base):
    """What one rater saw at one time; never changed, a later one stands beside it.

    ``reason`` says why the structure cannot offer the situation; only then is there one.
    """

    __tablename__ = "competency_rating"
    __table_args__ = (
        sa.ForeignKeyConstraint(
            ["enrolment_id", "institution_id"], ["enrolment.id", "enrolment.institution_id"]
        ),
        sa.CheckConstraint("(reason IS NOT NULL) = (level = 'not_applicable')", name="reason"),
        sa.Index("ix_competency_rating_latest", "enrolment_id", "competency_id", "rated_at"),
    )

    institution_id: Mapped[UUID]
    enrolment_id: Mapped[UUID]
    competency_id: Mapped[UUID] = mapped_column(sa.ForeignKey("competency.id"), index=True)
    rater_role: Mapped[RaterRole]
    account_id: Mapped[UUID | None] = mapped_column(sa.ForeignKey("account.id"), index=True)
    level: Mapped[Level]
    reason: Mapped[str | None] = mapped_column(sa.String(200))
    rated_at: Mapped[datetime]

    competency: Mapped[Competency] = relationship()
    account: Mapped[Account | None] = relationship()
