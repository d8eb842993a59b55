"""A university, how it presents itself, and its calendar."""

from datetime import date
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from msp_du.models.base import Base, Identified, Versioned


class Institution(Versioned, Base):
    """A university that delivers the diploma; rows of two institutions never meet."""

    __tablename__ = "institution"

    code: Mapped[str] = mapped_column(sa.String(40), unique=True)
    name: Mapped[str] = mapped_column(sa.String(200))
    department: Mapped[str | None] = mapped_column(sa.String(200))
    product_name: Mapped[str] = mapped_column(sa.String(40), default="Suivi")
    host_name: Mapped[str | None] = mapped_column(sa.String(200))
    sender_name: Mapped[str] = mapped_column(sa.String(80), default="Suivi")
    sender_address: Mapped[str] = mapped_column(sa.String(254))
    contact_address: Mapped[str | None] = mapped_column(sa.String(254))
    time_zone: Mapped[str] = mapped_column(sa.String(60), default="Europe/Paris")
    brand_colour: Mapped[str] = mapped_column(sa.String(7), default="#1f4e4a")
    accent_colour: Mapped[str] = mapped_column(sa.String(7), default="#e3a458")
    logo_id: Mapped[UUID | None] = mapped_column(sa.ForeignKey("stored_file.id"))
    warn_day_minutes: Mapped[int] = mapped_column(default=600)
    warn_week_minutes: Mapped[int] = mapped_column(default=2100)
    refuse_day_minutes: Mapped[int] = mapped_column(default=780)
    refuse_week_minutes: Mapped[int] = mapped_column(default=2880)
    observation_minutes: Mapped[int | None]
    appeal_text: Mapped[str | None] = mapped_column(sa.Text)

    signatories: Mapped[list["Signatory"]] = relationship(
        order_by="Signatory.position", cascade="all, delete-orphan"
    )
    academic_years: Mapped[list["AcademicYear"]] = relationship(
        order_by="AcademicYear.starts_on", back_populates="institution"
    )


class Signatory(Identified, Base):
    """A person whose name stands under the institution's documents."""

    __tablename__ = "signatory"

    institution_id: Mapped[UUID] = mapped_column(sa.ForeignKey("institution.id"), index=True)
    position: Mapped[int]
    name: Mapped[str] = mapped_column(sa.String(120))
    capacity: Mapped[str] = mapped_column(sa.String(120))


class AcademicYear(Versioned, Base):
    """A university year of an institution, both bounds included."""

    __tablename__ = "academic_year"
    __table_args__ = (
        sa.UniqueConstraint("institution_id", "label"),
        sa.UniqueConstraint("id", "institution_id"),
        sa.CheckConstraint("starts_on < ends_on", name="bounds"),
    )

    institution_id: Mapped[UUID] = mapped_column(sa.ForeignKey("institution.id"), index=True)
    label: Mapped[str] = mapped_column(sa.String(20))
    starts_on: Mapped[date]
    ends_on: Mapped[date]

    institution: Mapped[Institution] = relationship(back_populates="academic_years")
    teaching_weeks: Mapped[list["TeachingWeek"]] = relationship(
        order_by="TeachingWeek.monday", cascade="all, delete-orphan"
    )
    deadlines: Mapped[list["Deadline"]] = relationship(
        order_by="Deadline.due_on", cascade="all, delete-orphan"
    )


class TeachingWeek(Identified, Base):
    """A week of classes, named by its Monday."""

    __tablename__ = "teaching_week"
    __table_args__ = (sa.UniqueConstraint("academic_year_id", "monday"),)

    academic_year_id: Mapped[UUID] = mapped_column(sa.ForeignKey("academic_year.id"), index=True)
    monday: Mapped[date]


class Deadline(Identified, Base):
    """A date by which something is due in an academic year."""

    __tablename__ = "deadline"

    academic_year_id: Mapped[UUID] = mapped_column(sa.ForeignKey("academic_year.id"), index=True)
    label: Mapped[str] = mapped_column(sa.String(120))
    due_on: Mapped[date]
