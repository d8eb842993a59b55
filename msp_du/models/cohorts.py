"""Cohorts, and who is enrolled in them, year by year."""

from datetime import date, datetime
from typing import TYPE_CHECKING
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from msp_du.domain.vocabulary import EnrolmentState, Regime
from msp_du.models.base import Base, Identified, Versioned
from msp_du.models.curricula import CurriculumVersion
from msp_du.models.institutions import AcademicYear, Institution
from msp_du.models.organisations import Organisation
from msp_du.models.people import Person

if TYPE_CHECKING:
    from msp_du.models.placements import Placement


class Cohort(Versioned, Base):
    """A class that starts together on one version of the curriculum."""

    __tablename__ = "cohort"
    __table_args__ = (
        sa.UniqueConstraint("institution_id", "code"),
        sa.UniqueConstraint("id", "institution_id"),
        sa.ForeignKeyConstraint(
            ["curriculum_version_id", "institution_id"],
            ["curriculum_version.id", "curriculum_version.institution_id"],
        ),
        sa.ForeignKeyConstraint(
            ["academic_year_id", "institution_id"],
            ["academic_year.id", "academic_year.institution_id"],
        ),
    )

    institution_id: Mapped[UUID] = mapped_column(sa.ForeignKey("institution.id"), index=True)
    code: Mapped[str] = mapped_column(sa.String(40))
    curriculum_version_id: Mapped[UUID] = mapped_column(index=True)
    academic_year_id: Mapped[UUID] = mapped_column(index=True)
    created_at: Mapped[datetime]

    institution: Mapped[Institution] = relationship(overlaps="curriculum_version,academic_year")
    curriculum_version: Mapped[CurriculumVersion] = relationship(
        overlaps="institution,academic_year"
    )
    academic_year: Mapped[AcademicYear] = relationship(overlaps="institution,curriculum_version")
    enrolments: Mapped[list["Enrolment"]] = relationship(back_populates="cohort", viewonly=True)


class Enrolment(Versioned, Base):
    """A person in a cohort; its state has dates and never a reason."""

    __tablename__ = "enrolment"
    __table_args__ = (
        sa.UniqueConstraint("person_id", "cohort_id"),
        sa.UniqueConstraint("id", "institution_id"),
        sa.ForeignKeyConstraint(
            ["person_id", "institution_id"], ["person.id", "person.institution_id"]
        ),
        sa.ForeignKeyConstraint(
            ["cohort_id", "institution_id"], ["cohort.id", "cohort.institution_id"]
        ),
        sa.ForeignKeyConstraint(
            ["employer_id", "institution_id"], ["organisation.id", "organisation.institution_id"]
        ),
    )

    institution_id: Mapped[UUID]
    person_id: Mapped[UUID] = mapped_column(index=True)
    cohort_id: Mapped[UUID] = mapped_column(index=True)
    regime: Mapped[Regime]
    employer_id: Mapped[UUID | None] = mapped_column(index=True)
    state: Mapped[EnrolmentState] = mapped_column(default=EnrolmentState.ACTIVE)
    state_since: Mapped[date]

    person: Mapped[Person] = relationship(
        foreign_keys=[person_id], primaryjoin="Enrolment.person_id == Person.id"
    )
    cohort: Mapped[Cohort] = relationship(
        foreign_keys=[cohort_id],
        primaryjoin="Enrolment.cohort_id == Cohort.id",
        back_populates="enrolments",
    )
    employer: Mapped[Organisation | None] = relationship(
        foreign_keys=[employer_id], primaryjoin="Enrolment.employer_id == Organisation.id"
    )
    years: Mapped[list["EnrolmentYear"]] = relationship(
        order_by="EnrolmentYear.year_number, EnrolmentYear.attempt",
        back_populates="enrolment",
        primaryjoin="Enrolment.id == EnrolmentYear.enrolment_id",
        foreign_keys="EnrolmentYear.enrolment_id",
    )


class EnrolmentInterruption(Identified, Base):
    """Days out of the course that are over; the ones that go on are the enrolment's state.

    The day of the return, ``ends_on``, is the first day back.
    """

    __tablename__ = "enrolment_interruption"
    __table_args__ = (sa.CheckConstraint("starts_on < ends_on", name="bounds"),)

    enrolment_id: Mapped[UUID] = mapped_column(sa.ForeignKey("enrolment.id"), index=True)
    starts_on: Mapped[date]
    ends_on: Mapped[date]


class EnrolmentYear(Identified, Base):
    """One attempt at one year, by the rules of its own curriculum version.

    Marks, placements, gates and decisions hang here, so that repeating a year under other rules
    needs nothing more.
    """

    __tablename__ = "enrolment_year"
    __table_args__ = (
        sa.UniqueConstraint("enrolment_id", "year_number", "attempt"),
        sa.UniqueConstraint("id", "institution_id"),
        sa.CheckConstraint("year_number >= 1 AND attempt >= 1", name="numbers"),
        sa.ForeignKeyConstraint(
            ["enrolment_id", "institution_id"], ["enrolment.id", "enrolment.institution_id"]
        ),
        sa.ForeignKeyConstraint(
            ["curriculum_version_id", "institution_id"],
            ["curriculum_version.id", "curriculum_version.institution_id"],
        ),
        sa.ForeignKeyConstraint(
            ["academic_year_id", "institution_id"],
            ["academic_year.id", "academic_year.institution_id"],
        ),
    )

    institution_id: Mapped[UUID]
    enrolment_id: Mapped[UUID] = mapped_column(index=True)
    year_number: Mapped[int]
    attempt: Mapped[int] = mapped_column(default=1)
    curriculum_version_id: Mapped[UUID] = mapped_column(index=True)
    academic_year_id: Mapped[UUID] = mapped_column(index=True)

    enrolment: Mapped[Enrolment] = relationship(
        back_populates="years",
        primaryjoin="Enrolment.id == EnrolmentYear.enrolment_id",
        foreign_keys=[enrolment_id],
    )
    curriculum_version: Mapped[CurriculumVersion] = relationship(
        primaryjoin="EnrolmentYear.curriculum_version_id == CurriculumVersion.id",
        foreign_keys=[curriculum_version_id],
    )
    academic_year: Mapped[AcademicYear] = relationship(
        primaryjoin="EnrolmentYear.academic_year_id == AcademicYear.id",
        foreign_keys=[academic_year_id],
    )
    placements: Mapped[list["Placement"]] = relationship(
        primaryjoin="EnrolmentYear.id == foreign(Placement.enrolment_year_id)", viewonly=True
    )
