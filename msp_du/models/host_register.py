"""What the register keeps of a structure besides its card: bodies, services, readiness."""

from datetime import date
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from msp_du.domain.hosts import HostBody, Readiness
from msp_du.models.base import Base, Identified, Versioned


class HostLink(Identified, Base):
    """A body that a structure depends on; one body has one part only (domain §7)."""

    __tablename__ = "host_link"
    __table_args__ = (
        sa.UniqueConstraint("organisation_id", "part"),
        sa.UniqueConstraint("organisation_id", "body_id"),
        sa.ForeignKeyConstraint(
            ["organisation_id", "institution_id"],
            ["organisation.id", "organisation.institution_id"],
        ),
        sa.ForeignKeyConstraint(
            ["body_id", "institution_id"], ["organisation.id", "organisation.institution_id"]
        ),
        sa.CheckConstraint("organisation_id <> body_id", name="another_body"),
    )

    institution_id: Mapped[UUID]
    organisation_id: Mapped[UUID]
    part: Mapped[HostBody]
    body_id: Mapped[UUID] = mapped_column(index=True)


class HostService(Versioned, Base):
    """A service or place of a structure, where a placement may happen."""

    __tablename__ = "host_service"
    __table_args__ = (
        sa.UniqueConstraint("organisation_id", "name"),
        sa.ForeignKeyConstraint(
            ["organisation_id", "institution_id"],
            ["organisation.id", "organisation.institution_id"],
        ),
    )

    institution_id: Mapped[UUID]
    organisation_id: Mapped[UUID]
    name: Mapped[str] = mapped_column(sa.String(120))
    place: Mapped[str | None] = mapped_column(sa.String(120))
    is_active: Mapped[bool] = mapped_column(default=True)


class HostReadiness(Identified, Base):
    """A point of the checklist that was checked on a day; one that is not has no row."""

    __tablename__ = "host_readiness"
    __table_args__ = (
        sa.UniqueConstraint("organisation_id", "item"),
        sa.ForeignKeyConstraint(
            ["organisation_id", "institution_id"],
            ["organisation.id", "organisation.institution_id"],
        ),
    )

    institution_id: Mapped[UUID]
    organisation_id: Mapped[UUID]
    item: Mapped[Readiness]
    checked_on: Mapped[date]
    account_id: Mapped[UUID | None] = mapped_column(sa.ForeignKey("account.id"), index=True)
