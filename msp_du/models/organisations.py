"""Structures that host or employ, and the people to reach there."""

from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from msp_du.domain.vocabulary import ContactCapacity, LegalForm, OrganisationKind
from msp_du.models.base import Base, Versioned, sort_key_type


class Organisation(Versioned, Base):
    """A structure (domain §7); it may host when someone there can sign hours.

    ``is_medical`` and ``observation_only`` are None where nobody said: then it is as its kind.
    ``category_code`` and ``category_label`` are those of the register of health establishments,
    as they stand. ``notes`` are about the structure, never about a person.
    """

    __tablename__ = "organisation"
    __table_args__ = (
        sa.UniqueConstraint("id", "institution_id"),
        sa.UniqueConstraint("institution_id", "name"),
        sa.Index("uq_organisation_finess", "institution_id", "finess", unique=True),
    )

    institution_id: Mapped[UUID] = mapped_column(sa.ForeignKey("institution.id"), index=True)
    name: Mapped[str] = mapped_column(sa.String(120))
    sort_key: Mapped[str] = mapped_column(sort_key_type(160))
    kind: Mapped[OrganisationKind]
    legal_form: Mapped[LegalForm | None]
    city: Mapped[str | None] = mapped_column(sa.String(80))
    has_paid_staff: Mapped[bool] = mapped_column(default=True)
    can_sign_hours: Mapped[bool] = mapped_column(default=True)
    is_medical: Mapped[bool | None]
    observation_only: Mapped[bool | None]
    siret: Mapped[str | None] = mapped_column(sa.String(14))
    finess: Mapped[str | None] = mapped_column(sa.String(9))
    category_code: Mapped[str | None] = mapped_column(sa.String(10))
    category_label: Mapped[str | None] = mapped_column(sa.String(160))
    notes: Mapped[str | None] = mapped_column(sa.String(1000))

    contacts: Mapped[list["Contact"]] = relationship(
        order_by="Contact.name",
        back_populates="organisation",
        primaryjoin="Organisation.id == Contact.organisation_id",
        foreign_keys="Contact.organisation_id",
    )


class Contact(Versioned, Base):
    """A person to reach at an organisation; a supervisor needs no account to be one."""

    __tablename__ = "contact"
    __table_args__ = (
        sa.UniqueConstraint("id", "organisation_id"),
        sa.ForeignKeyConstraint(
            ["organisation_id", "institution_id"],
            ["organisation.id", "organisation.institution_id"],
        ),
    )

    institution_id: Mapped[UUID]
    organisation_id: Mapped[UUID] = mapped_column(index=True)
    name: Mapped[str] = mapped_column(sa.String(120))
    email: Mapped[str | None] = mapped_column(sa.String(254))
    phone: Mapped[str | None] = mapped_column(sa.String(40))
    capacity: Mapped[ContactCapacity]
    job_title: Mapped[str | None] = mapped_column(sa.String(120))
    account_id: Mapped[UUID | None] = mapped_column(sa.ForeignKey("account.id"), index=True)

    organisation: Mapped[Organisation] = relationship(
        back_populates="contacts",
        primaryjoin="Organisation.id == Contact.organisation_id",
        foreign_keys=[organisation_id],
    )
