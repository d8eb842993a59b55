"""Credits, and what can be taken back: class lists, changes of cohort, people merged."""

from datetime import date, datetime
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from msp_du.domain.credits import CreditKind
from msp_du.models.accounts import Account
from msp_du.models.base import Base, Identified
from msp_du.models.cohorts import Cohort, Enrolment, EnrolmentYear
from msp_du.models.curricula import Module, Unit
from msp_du.models.people import Person


class Credit(Identified, Base):
    """A unit or module that a year does not examine, and the decision that says so.

    ``average_hundredths`` is the unit's average, kept of ``from_year`` or given; an exemption
    has none. ``placement_minutes`` are those that a capitalised unit brings along as approved,
    and that any other credit takes from what the year asks for.
    """

    __tablename__ = "credit"
    __table_args__ = (
        sa.UniqueConstraint("enrolment_year_id", "unit_id"),
        sa.UniqueConstraint("enrolment_year_id", "module_id"),
        sa.ForeignKeyConstraint(
            ["enrolment_year_id", "institution_id"],
            ["enrolment_year.id", "enrolment_year.institution_id"],
        ),
        sa.CheckConstraint("(unit_id IS NULL) <> (module_id IS NULL)", name="subject"),
        sa.CheckConstraint("kind = 'exempt' OR unit_id IS NOT NULL", name="module_exempt"),
        sa.CheckConstraint("(average_hundredths IS NULL) = (kind = 'exempt')", name="average"),
        sa.CheckConstraint("average_hundredths BETWEEN 0 AND 2000", name="average_bounds"),
        sa.CheckConstraint("kind <> 'capitalised' OR from_year_id IS NOT NULL", name="from_year"),
        sa.CheckConstraint("placement_minutes >= 0", name="placement_minutes"),
    )

    institution_id: Mapped[UUID]
    enrolment_year_id: Mapped[UUID] = mapped_column(index=True)
    unit_id: Mapped[UUID | None] = mapped_column(sa.ForeignKey("unit.id"), index=True)
    module_id: Mapped[UUID | None] = mapped_column(sa.ForeignKey("module.id"), index=True)
    kind: Mapped[CreditKind]
    average_hundredths: Mapped[int | None]
    placement_minutes: Mapped[int] = mapped_column(default=0)
    reference: Mapped[str] = mapped_column(sa.String(60))
    decided_on: Mapped[date]
    from_year_id: Mapped[UUID | None] = mapped_column(
        sa.ForeignKey("enrolment_year.id"), index=True
    )
    account_id: Mapped[UUID | None] = mapped_column(sa.ForeignKey("account.id"), index=True)
    recorded_at: Mapped[datetime]

    enrolment_year: Mapped[EnrolmentYear] = relationship(
        primaryjoin="Credit.enrolment_year_id == EnrolmentYear.id",
        foreign_keys=[enrolment_year_id],
    )
    from_year: Mapped[EnrolmentYear | None] = relationship(
        primaryjoin="Credit.from_year_id == EnrolmentYear.id", foreign_keys=[from_year_id]
    )
    unit: Mapped[Unit | None] = relationship()
    module: Mapped[Module | None] = relationship()


class ClassListImport(Identified, Base):
    """A class list that was imported; ``created`` are ids by table, as canonical JSON text."""

    __tablename__ = "class_list_import"
    __table_args__ = (
        sa.ForeignKeyConstraint(
            ["cohort_id", "institution_id"], ["cohort.id", "cohort.institution_id"]
        ),
        sa.CheckConstraint("enrolled >= 1", name="enrolled"),
    )

    institution_id: Mapped[UUID]
    cohort_id: Mapped[UUID] = mapped_column(index=True)
    enrolled: Mapped[int]
    created: Mapped[str] = mapped_column(sa.Text)
    account_id: Mapped[UUID | None] = mapped_column(sa.ForeignKey("account.id"), index=True)
    imported_at: Mapped[datetime]

    cohort: Mapped[Cohort] = relationship(
        primaryjoin="ClassListImport.cohort_id == Cohort.id", foreign_keys=[cohort_id]
    )
    account: Mapped[Account | None] = relationship()


class EnrolmentTransfer(Identified, Base):
    """An enrolment that went from one cohort to another.

    ``former`` is what it changed besides, and ``digest`` that of all that hung on the enrolment
    just after, as canonical JSON and SHA-256: as long as it is the same, it can be taken back.
    """

    __tablename__ = "enrolment_transfer"
    __table_args__ = (
        sa.ForeignKeyConstraint(
            ["enrolment_id", "institution_id"], ["enrolment.id", "enrolment.institution_id"]
        ),
        *(
            sa.ForeignKeyConstraint(
                [f"{end}_cohort_id", "institution_id"], ["cohort.id", "cohort.institution_id"]
            )
            for end in ("from", "to")
        ),
        sa.CheckConstraint("from_cohort_id <> to_cohort_id", name="cohorts"),
    )

    institution_id: Mapped[UUID]
    enrolment_id: Mapped[UUID] = mapped_column(index=True)
    from_cohort_id: Mapped[UUID] = mapped_column(index=True)
    to_cohort_id: Mapped[UUID] = mapped_column(index=True)
    on: Mapped[date] = mapped_column("moved_on")
    former: Mapped[str] = mapped_column(sa.Text)
    digest: Mapped[str] = mapped_column(sa.String(64))
    account_id: Mapped[UUID | None] = mapped_column(sa.ForeignKey("account.id"), index=True)
    recorded_at: Mapped[datetime]
    undone_at: Mapped[datetime | None]

    enrolment: Mapped[Enrolment] = relationship(
        primaryjoin="EnrolmentTransfer.enrolment_id == Enrolment.id", foreign_keys=[enrolment_id]
    )
    from_cohort: Mapped[Cohort] = relationship(
        primaryjoin="EnrolmentTransfer.from_cohort_id == Cohort.id", foreign_keys=[from_cohort_id]
    )
    to_cohort: Mapped[Cohort] = relationship(
        primaryjoin="EnrolmentTransfer.to_cohort_id == Cohort.id", foreign_keys=[to_cohort_id]
    )


class PersonMerge(Identified, Base):
    """Two records that are one human being: ``gone`` stays as it was, ``kept`` has all it had.

    ``moved`` are ids by table, as canonical JSON; ``digest`` is that of all that hung on the two
    just after, as for a transfer.
    """

    __tablename__ = "person_merge"
    __table_args__ = (
        *(
            sa.ForeignKeyConstraint(
                [f"{end}_id", "institution_id"], ["person.id", "person.institution_id"]
            )
            for end in ("kept", "gone")
        ),
        sa.CheckConstraint("kept_id <> gone_id", name="people"),
    )

    institution_id: Mapped[UUID]
    kept_id: Mapped[UUID] = mapped_column(index=True)
    gone_id: Mapped[UUID] = mapped_column(unique=True)
    moved: Mapped[str] = mapped_column(sa.Text)
    digest: Mapped[str] = mapped_column(sa.String(64))
    account_id: Mapped[UUID | None] = mapped_column(sa.ForeignKey("account.id"), index=True)
    merged_at: Mapped[datetime]

    kept: Mapped[Person] = relationship(
        primaryjoin="PersonMerge.kept_id == Person.id", foreign_keys=[kept_id]
    )
    gone: Mapped[Person] = relationship(
        primaryjoin="PersonMerge.gone_id == Person.id", foreign_keys=[gone_id]
    )
