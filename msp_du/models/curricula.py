"""Versions of a curriculum: the whole as canonical text, its parts as rows that others refer to."""

from datetime import datetime
from decimal import Decimal
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from msp_du.models.base import Base, Identified, Versioned


class CurriculumVersion(Versioned, Base):
    """One version of a curriculum; frozen at its first mark or after the first teaching month."""

    __tablename__ = "curriculum_version"
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
    frozen_at: Mapped[datetime | None]

    units: Mapped[list["Unit"]] = relationship(
        order_by="Unit.year_number, Unit.position",
        cascade="all, delete-orphan",
        back_populates="curriculum_version",
    )


class Unit(Identified, Base):
    """A teaching unit (UE) of a year of the curriculum."""

    __tablename__ = "unit"
    __table_args__ = (sa.UniqueConstraint("curriculum_version_id", "code"),)

    curriculum_version_id: Mapped[UUID] = mapped_column(
        sa.ForeignKey("curriculum_version.id"), index=True
    )
    year_number: Mapped[int]
    position: Mapped[int]
    code: Mapped[str] = mapped_column(sa.String(40))
    title_fr: Mapped[str] = mapped_column(sa.String(300))
    title_en: Mapped[str | None] = mapped_column(sa.String(300))
    ects: Mapped[Decimal]
    coefficient: Mapped[Decimal]

    curriculum_version: Mapped[CurriculumVersion] = relationship(back_populates="units")
    modules: Mapped[list["Module"]] = relationship(
        order_by="Module.position", cascade="all, delete-orphan", back_populates="unit"
    )


class Module(Identified, Base):
    """A module of a unit; marks, tutors and placements refer to it."""

    __tablename__ = "module"
    __table_args__ = (sa.UniqueConstraint("unit_id", "code"),)

    unit_id: Mapped[UUID] = mapped_column(sa.ForeignKey("unit.id"), index=True)
    position: Mapped[int]
    code: Mapped[str] = mapped_column(sa.String(40))
    title_fr: Mapped[str] = mapped_column(sa.String(300))
    title_en: Mapped[str | None] = mapped_column(sa.String(300))
    taught_minutes: Mapped[int]
    placement_minutes: Mapped[int]

    unit: Mapped[Unit] = relationship(back_populates="modules")
    assessments: Mapped[list["Assessment"]] = relationship(
        order_by="Assessment.position", cascade="all, delete-orphan", back_populates="module"
    )


class Assessment(Identified, Base):
    """An assessment of a module; marks refer to it."""

    __tablename__ = "assessment"
    __table_args__ = (sa.UniqueConstraint("module_id", "code"),)

    module_id: Mapped[UUID] = mapped_column(sa.ForeignKey("module.id"), index=True)
    position: Mapped[int]
    code: Mapped[str] = mapped_column(sa.String(40))

    module: Mapped[Module] = relationship(back_populates="assessments")
