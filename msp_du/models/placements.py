"""Placements and the periods they run over."""

from datetime import date, datetime
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from msp_du.domain.vocabulary import Regime
from msp_du.models.accounts import Account
from msp_du.models.base import Base, Identified, Versioned
from msp_du.models.cohorts import EnrolmentYear
from msp_du.models.curricula import Module
from msp_du.models.files import StoredFile
from msp_du.models.organisations import Contact, Organisation


class Placement(Versioned, Base):
    """A trainee at a host, for one module of one enrolment year."""

    __tablename__ = "placement"
    __table_args__ = (
        sa.UniqueConstraint("id", "institution_id"),
        sa.ForeignKeyConstraint(
            ["enrolment_year_id", "institution_id"],
            ["enrolment_year.id", "enrolment_year.institution_id"],
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id", "institution_id"],
            ["organisation.id", "organisation.institution_id"],
        ),
        sa.ForeignKeyConstraint(
            ["contact_id", "organisation_id"], ["contact.id", "contact.organisation_id"]
        ),
    )

    institution_id: Mapped[UUID]
    enrolment_year_id: Mapped[UUID] = mapped_column(index=True)
    organisation_id: Mapped[UUID] = mapped_column(index=True)
    service: Mapped[str | None] = mapped_column(sa.String(120))
    regime: Mapped[Regime]
    module_id: Mapped[UUID] = mapped_column(sa.ForeignKey("module.id"), index=True)
    academic_tutor_id: Mapped[UUID | None] = mapped_column(sa.ForeignKey("account.id"), index=True)
    contact_id: Mapped[UUID] = mapped_column(index=True)
    host_service_id: Mapped[UUID | None] = mapped_column(
        sa.ForeignKey("host_service.id"), index=True
    )

    enrolment_year: Mapped[EnrolmentYear] = relationship(
        primaryjoin="Placement.enrolment_year_id == EnrolmentYear.id",
        foreign_keys=[enrolment_year_id],
    )
    organisation: Mapped[Organisation] = relationship(
        primaryjoin="Placement.organisation_id == Organisation.id", foreign_keys=[organisation_id]
    )
    contact: Mapped[Contact] = relationship(
        primaryjoin="Placement.contact_id == Contact.id", foreign_keys=[contact_id]
    )
    module: Mapped[Module] = relationship()
    academic_tutor: Mapped[Account | None] = relationship()
    periods: Mapped[list["PlacementPeriod"]] = relationship(
        order_by="PlacementPeriod.starts_on", cascade="all, delete-orphan"
    )


class PlacementPeriod(Identified, Base):
    """Days during which a placement runs, both included, with the minutes planned for them."""

    __tablename__ = "placement_period"
    __table_args__ = (
        sa.CheckConstraint("starts_on <= ends_on", name="bounds"),
        sa.CheckConstraint("planned_minutes > 0", name="planned_positive"),
        sa.UniqueConstraint("placement_id", "starts_on"),
    )

    placement_id: Mapped[UUID] = mapped_column(sa.ForeignKey("placement.id"), index=True)
    starts_on: Mapped[date]
    ends_on: Mapped[date]
    planned_minutes: Mapped[int]


class PlacementDocument(Identified, Base):
    """The document that the placement's regime requires was received on a day.

    ``scan`` is the copy that the host signed, when it was sent in; otherwise only the day is kept,
    and the paper itself stays in the office.
    """

    __tablename__ = "placement_document"
    __table_args__ = (
        sa.UniqueConstraint("placement_id"),
        sa.ForeignKeyConstraint(
            ["placement_id", "institution_id"], ["placement.id", "placement.institution_id"]
        ),
    )

    institution_id: Mapped[UUID]
    placement_id: Mapped[UUID] = mapped_column()
    received_on: Mapped[date]
    account_id: Mapped[UUID | None] = mapped_column(sa.ForeignKey("account.id"), index=True)
    recorded_at: Mapped[datetime]
    scan_id: Mapped[UUID | None] = mapped_column(sa.ForeignKey("stored_file.id"), index=True)

    placement: Mapped[Placement] = relationship(
        primaryjoin="PlacementDocument.placement_id == Placement.id", foreign_keys=[placement_id]
    )
    account: Mapped[Account | None] = relationship()
    scan: Mapped[StoredFile | None] = relationship()
