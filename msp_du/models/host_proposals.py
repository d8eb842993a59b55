"""Corrections that somebody at a structure proposes; nothing changes before they are accepted."""

from datetime import datetime
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from msp_du.domain.host_proposals import HostField, ProposalState
from msp_du.models.accounts import Account
from msp_du.models.base import Base, Identified, Versioned
from msp_du.models.organisations import Contact, Organisation


class HostProposal(Versioned, Base):
    """What a contact proposes to correct, at one moment, and the answer to it."""

    __tablename__ = "host_proposal"
    __table_args__ = (
        sa.ForeignKeyConstraint(
            ["organisation_id", "institution_id"],
            ["organisation.id", "organisation.institution_id"],
        ),
        sa.ForeignKeyConstraint(
            ["contact_id", "organisation_id"], ["contact.id", "contact.organisation_id"]
        ),
        sa.CheckConstraint("(state = 'waiting') = (decided_at IS NULL)", name="decided"),
        sa.Index("ix_host_proposal_waiting", "institution_id", "state"),
    )

    institution_id: Mapped[UUID]
    organisation_id: Mapped[UUID] = mapped_column(index=True)
    contact_id: Mapped[UUID] = mapped_column(index=True)
    state: Mapped[ProposalState] = mapped_column(default=ProposalState.WAITING)
    proposed_at: Mapped[datetime]
    decided_at: Mapped[datetime | None]
    account_id: Mapped[UUID | None] = mapped_column(sa.ForeignKey("account.id"), index=True)

    organisation: Mapped[Organisation] = relationship(
        primaryjoin="HostProposal.organisation_id == Organisation.id",
        foreign_keys=[organisation_id],
    )
    contact: Mapped[Contact] = relationship(
        primaryjoin="HostProposal.contact_id == Contact.id", foreign_keys=[contact_id]
    )
    account: Mapped[Account | None] = relationship()
    changes: Mapped[list["HostProposalChange"]] = relationship(
        order_by="HostProposalChange.position", cascade="all, delete-orphan"
    )


class HostProposalChange(Identified, Base):
    """One field of a proposal: what stood there, what should; ``accepted`` once it is decided."""

    __tablename__ = "host_proposal_change"
    __table_args__ = (sa.UniqueConstraint("proposal_id", "field"),)

    proposal_id: Mapped[UUID] = mapped_column(sa.ForeignKey("host_proposal.id"))
    position: Mapped[int]
    field: Mapped[HostField]
    old: Mapped[str] = mapped_column(sa.String(254))
    new: Mapped[str] = mapped_column(sa.String(254))
    accepted: Mapped[bool | None]
