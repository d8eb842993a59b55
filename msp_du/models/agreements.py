"""Agreements of placements, who signs them, and what happens to a placement once it is signed."""

from datetime import date, datetime
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from msp_du.domain.agreements import AgreementState, SignedVia, SignerCapacity
from msp_du.domain.vocabulary import Regime
from msp_du.models.accounts import Account
from msp_du.models.base import Base, Identified, Versioned
from msp_du.models.files import StoredFile
from msp_du.models.organisations import Contact
from msp_du.models.placements import Placement


class AgreementTemplate(Identified, Base):
    """One version of the text that agreements of a regime are made of; it never changes."""

    __tablename__ = "agreement_template"
    __table_args__ = (
        sa.UniqueConstraint("institution_id", "regime", "number"),
        sa.CheckConstraint("number >= 1", name="number"),
    )

    institution_id: Mapped[UUID] = mapped_column(sa.ForeignKey("institution.id"))
    regime: Mapped[Regime]
    number: Mapped[int]
    text: Mapped[str] = mapped_column(sa.Text)
    account_id: Mapped[UUID | None] = mapped_column(sa.ForeignKey("account.id"), index=True)
    created_at: Mapped[datetime]

    account: Mapped[Account | None] = relationship()


class Agreement(Versioned, Base):
    """A paper of a placement: the agreement (number 0) or an amendment, in one of its editions.

    ``facts`` are all that is signed, as canonical JSON. A paper without facts was signed before
    this register: it binds the placement whatever its periods.
    """

    __tablename__ = "agreement"
    __table_args__ = (
        sa.UniqueConstraint("id", "institution_id"),
        sa.UniqueConstraint("placement_id", "number", "edition"),
        sa.ForeignKeyConstraint(
            ["placement_id", "institution_id"], ["placement.id", "placement.institution_id"]
        ),
        sa.CheckConstraint("number >= 0 AND edition >= 1", name="numbers"),
        sa.CheckConstraint(
            "state IN ('draft', 'awaiting_signatures', 'signed', 'replaced')", name="state"
        ),
        sa.CheckConstraint(
            "(facts IS NULL) = (facts_digest IS NULL) AND (facts IS NULL) = (reference IS NULL)"
            " AND (facts IS NOT NULL OR state IN ('signed', 'replaced'))",
            name="facts",
        ),
        sa.CheckConstraint("facts IS NULL OR (state = 'draft') = (sent_at IS NULL)", name="sent"),
        sa.CheckConstraint(
            "facts IS NULL OR state != 'signed' OR signed_at IS NOT NULL", name="signed"
        ),
        sa.UniqueConstraint("institution_id", "reference", "number", "edition"),
        sa.Index(
            "uq_agreement_under_way",
            "placement_id",
            unique=True,
            sqlite_where=sa.text("state IN ('draft', 'awaiting_signatures')"),
            postgresql_where=sa.text("state IN ('draft', 'awaiting_signatures')"),
        ),
    )

    institution_id: Mapped[UUID]
    placement_id: Mapped[UUID] = mapped_column()
    number: Mapped[int]
    edition: Mapped[int] = mapped_column(default=1)
    amends_id: Mapped[UUID | None] = mapped_column(sa.ForeignKey("agreement.id"), index=True)
    corrects_id: Mapped[UUID | None] = mapped_column(sa.ForeignKey("agreement.id"), index=True)
    reference: Mapped[str | None] = mapped_column(sa.String(40))
    state: Mapped[AgreementState]
    facts: Mapped[str | None] = mapped_column(sa.Text)
    facts_digest: Mapped[str | None] = mapped_column(sa.String(64))
    created_at: Mapped[datetime]
    sent_at: Mapped[datetime | None]
    signed_at: Mapped[datetime | None]
    replaced_at: Mapped[datetime | None]
    sent_file_id: Mapped[UUID | None] = mapped_column(sa.ForeignKey("stored_file.id"), index=True)
    signed_file_id: Mapped[UUID | None] = mapped_column(sa.ForeignKey("stored_file.id"), index=True)

    placement: Mapped[Placement] = relationship(
        primaryjoin="Agreement.placement_id == Placement.id", foreign_keys=[placement_id]
    )
    signers: Mapped[list["AgreementSigner"]] = relationship(
        order_by="AgreementSigner.position",
        cascade="all, delete-orphan",
        back_populates="agreement",
    )
    sent_file: Mapped[StoredFile | None] = relationship(foreign_keys=[sent_file_id])
    signed_file: Mapped[StoredFile | None] = relationship(foreign_keys=[signed_file_id])


class AgreementSigner(Identified, Base):
    """Somebody who signs a paper, in any order, and the signature once given.

    With a contact or an account they sign on screen, or on paper; with neither on paper only.
    ``digest`` is of the facts that were signed: those of a former edition when a correction did
    not concern this signer.
    """

    __tablename__ = "agreement_signer"
    __table_args__ = (
        sa.UniqueConstraint("agreement_id", "position"),
        sa.CheckConstraint("contact_id IS NULL OR account_id IS NULL", name="one_person"),
        sa.CheckConstraint(
            "(signed_at IS NULL) = (via IS NULL) AND (signed_at IS NULL) = (digest IS NULL)"
            " AND (signed_at IS NULL) = (declared_name IS NULL)"
            " AND (signed_at IS NULL) = (declared_capacity IS NULL)",
            name="signed_whole",
        ),
        sa.CheckConstraint("scan_id IS NULL OR via = 'paper'", name="scan"),
        sa.CheckConstraint("via != 'paper' OR scan_id IS NOT NULL", name="paper"),
    )

    agreement_id: Mapped[UUID] = mapped_column(sa.ForeignKey("agreement.id"))
    position: Mapped[int]
    capacity: Mapped[SignerCapacity]
    name: Mapped[str] = mapped_column(sa.String(160))
    quality: Mapped[str] = mapped_column(sa.String(120))
    contact_id: Mapped[UUID | None] = mapped_column(sa.ForeignKey("contact.id"), index=True)
    account_id: Mapped[UUID | None] = mapped_column(sa.ForeignKey("account.id"), index=True)
    signed_at: Mapped[datetime | None]
    signed_on: Mapped[date | None]
    declared_name: Mapped[str | None] = mapped_column(sa.String(160))
    declared_capacity: Mapped[str | None] = mapped_column(sa.String(120))
    via: Mapped[SignedVia | None]
    digest: Mapped[str | None] = mapped_column(sa.String(64))
    scan_id: Mapped[UUID | None] = mapped_column(sa.ForeignKey("stored_file.id"), index=True)
    recorded_by_id: Mapped[UUID | None] = mapped_column(sa.ForeignKey("account.id"), index=True)

    agreement: Mapped[Agreement] = relationship(back_populates="signers")
    contact: Mapped[Contact | None] = relationship()
    scan: Mapped[StoredFile | None] = relationship(foreign_keys=[scan_id])


class PlacementSuspension(Versioned, Base):
    """Days on which a placement rests, without a reason; ``resumes_on`` is the first day back."""

    __tablename__ = "placement_suspension"
    __table_args__ = (
        sa.CheckConstraint("resumes_on IS NULL OR starts_on < resumes_on", name="bounds"),
        sa.Index(
            "uq_placement_suspension_open",
            "placement_id",
            unique=True,
            sqlite_where=sa.text("resumes_on IS NULL"),
            postgresql_where=sa.text("resumes_on IS NULL"),
        ),
    )

    placement_id: Mapped[UUID] = mapped_column(sa.ForeignKey("placement.id"), index=True)
    starts_on: Mapped[date]
    resumes_on: Mapped[date | None]


class PlacementEnding(Identified, Base):
    """A placement that ended early: its last day, and the periods planned before, as JSON."""

    __tablename__ = "placement_ending"
    __table_args__ = (sa.UniqueConstraint("placement_id"),)

    placement_id: Mapped[UUID] = mapped_column(sa.ForeignKey("placement.id"))
    ended_on: Mapped[date]
    former_periods: Mapped[str] = mapped_column(sa.Text)
    former_minutes: Mapped[int]
    planned_minutes: Mapped[int]
    account_id: Mapped[UUID | None] = mapped_column(sa.ForeignKey("account.id"), index=True)
    recorded_at: Mapped[datetime]


class PlacementHandover(Identified, Base):
    """The host supervisor or the academic tutor changed from a day on; both names stay."""

    __tablename__ = "placement_handover"
    __table_args__ = (
        sa.CheckConstraint("capacity IN ('host_supervisor', 'academic_tutor')", name="capacity"),
    )

    placement_id: Mapped[UUID] = mapped_column(sa.ForeignKey("placement.id"), index=True)
    capacity: Mapped[SignerCapacity]
    since: Mapped[date]
    former_name: Mapped[str | None] = mapped_column(sa.String(160))
    name: Mapped[str] = mapped_column(sa.String(160))
    account_id: Mapped[UUID | None] = mapped_column(sa.ForeignKey("account.id"), index=True)
    recorded_at: Mapped[datetime]
