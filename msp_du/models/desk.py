"""The host’s desk: personal links, the browsers they opened, acts done once, receipts."""

from datetime import date, datetime
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from msp_du.domain.desk import DeskAct, DeskPurpose
from msp_du.models.base import Base, Identified
from msp_du.models.hours import HoursSignature
from msp_du.models.organisations import Contact
from msp_du.models.placements import Placement


class DeskReceipt(Identified, Base):
    """What a contact signed in one go; it stays readable once the forms are spent."""

    __tablename__ = "desk_receipt"

    institution_id: Mapped[UUID] = mapped_column(sa.ForeignKey("institution.id"), index=True)
    contact_id: Mapped[UUID] = mapped_column(sa.ForeignKey("contact.id"), index=True)
    signed_at: Mapped[datetime]

    contact: Mapped[Contact] = relationship()
    tokens: Mapped[list["DeskToken"]] = relationship(
        order_by="DeskToken.position", back_populates="receipt"
    )


class DeskLink(Identified, Base):
    """A personal link, known by the digest of its secret; a newer one for the same ends it."""

    __tablename__ = "desk_link"
    __table_args__ = (
        sa.CheckConstraint("created_at < expires_at", name="dates"),
        sa.CheckConstraint(
            "(purpose = 'receipt') = (receipt_id IS NOT NULL)", name="receipt_has_one"
        ),
    )

    contact_id: Mapped[UUID] = mapped_column(
        sa.ForeignKey("contact.id", ondelete="CASCADE"), index=True
    )
    purpose: Mapped[DeskPurpose]
    receipt_id: Mapped[UUID | None] = mapped_column(sa.ForeignKey("desk_receipt.id"), index=True)
    digest: Mapped[str] = mapped_column(sa.String(64), unique=True)
    created_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    replaced_at: Mapped[datetime | None]
    revoked_at: Mapped[datetime | None]

    contact: Mapped[Contact] = relationship()


class DeskSession(Identified, Base):
    """A browser in which a link was opened, known by the digest of a 256-bit id.

    ``confirmed_at`` is when a code sent by mail was typed back, where the institution asks for it.
    """

    __tablename__ = "desk_session"
    __table_args__ = (
        sa.CheckConstraint("opened_at < expires_at", name="dates"),
        sa.CheckConstraint("code_tries >= 0", name="tries_not_negative"),
        sa.CheckConstraint("(code_digest IS NULL) = (code_sent_at IS NULL)", name="code_is_whole"),
    )

    link_id: Mapped[UUID] = mapped_column(
        sa.ForeignKey("desk_link.id", ondelete="CASCADE"), index=True
    )
    digest: Mapped[str] = mapped_column(sa.String(64), unique=True)
    opened_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]
    code_digest: Mapped[str | None] = mapped_column(sa.String(64))
    code_sent_at: Mapped[datetime | None]
    code_tries: Mapped[int] = mapped_column(default=0)
    confirmed_at: Mapped[datetime | None]

    link: Mapped[DeskLink] = relationship()


class DeskToken(Identified, Base):
    """A form that was used: bound to placement, signer, purpose and what the form showed.

    A form carries the secret; its row is written when the act is done, and the digest, unique, lets
    that happen once. ``version`` is the digest of the list of hours (or the version of the line),
    ``lines`` the list as it was shown. ``in_place_of_id`` is whom a deputy stood for.
    """

    __tablename__ = "desk_token"
    __table_args__ = (
        sa.CheckConstraint(
            "(purpose = 'approve_hours') = (signature_id IS NOT NULL)", name="approval_is_signed"
        ),
    )

    digest: Mapped[str] = mapped_column(sa.String(64), unique=True)
    placement_id: Mapped[UUID] = mapped_column(sa.ForeignKey("placement.id"), index=True)
    contact_id: Mapped[UUID] = mapped_column(sa.ForeignKey("contact.id"), index=True)
    in_place_of_id: Mapped[UUID | None] = mapped_column(sa.ForeignKey("contact.id"), index=True)
    purpose: Mapped[DeskAct]
    version: Mapped[str] = mapped_column(sa.String(64))
    used_at: Mapped[datetime]
    signature_id: Mapped[UUID | None] = mapped_column(
        sa.ForeignKey("hours_signature.id"), index=True
    )
    receipt_id: Mapped[UUID | None] = mapped_column(sa.ForeignKey("desk_receipt.id"), index=True)
    position: Mapped[int] = mapped_column(default=0)
    lines: Mapped[str] = mapped_column(sa.Text, default="")

    placement: Mapped[Placement] = relationship()
    signature: Mapped[HoursSignature | None] = relationship()
    receipt: Mapped[DeskReceipt | None] = relationship(back_populates="tokens")
    in_place_of: Mapped[Contact | None] = relationship(foreign_keys=[in_place_of_id])


class DeskSlip(Identified, Base):
    """The code on the slip that a trainee hands over; kept as it is, for it opens nothing."""

    __tablename__ = "desk_slip"

    placement_id: Mapped[UUID] = mapped_column(sa.ForeignKey("placement.id"), unique=True)
    code: Mapped[str] = mapped_column(sa.String(43), unique=True)
    created_at: Mapped[datetime]

    placement: Mapped[Placement] = relationship()


class DeskSetting(Identified, Base):
    """What an institution asks of its hosts' desks."""

    __tablename__ = "desk_setting"

    institution_id: Mapped[UUID] = mapped_column(sa.ForeignKey("institution.id"), unique=True)
    asks_code: Mapped[bool] = mapped_column(default=False)


class ContactFlag(Identified, Base):
    """Somebody opened a contact’s link and said that they are not that person."""

    __tablename__ = "contact_flag"
    __table_args__ = (
        sa.Index(
            "uq_contact_flag_open",
            "contact_id",
            unique=True,
            sqlite_where=sa.text("cleared_at IS NULL"),
            postgresql_where=sa.text("cleared_at IS NULL"),
        ),
    )

    contact_id: Mapped[UUID] = mapped_column(sa.ForeignKey("contact.id", ondelete="CASCADE"))
    raised_at: Mapped[datetime]
    cleared_at: Mapped[datetime | None]
    cleared_by_id: Mapped[UUID | None] = mapped_column(sa.ForeignKey("account.id"), index=True)


class ContactDeputy(Identified, Base):
    """A contact who sees and signs in another's place, both days included."""

    __tablename__ = "contact_deputy"
    __table_args__ = (
        sa.ForeignKeyConstraint(
            ["contact_id", "organisation_id"], ["contact.id", "contact.organisation_id"]
        ),
        sa.ForeignKeyConstraint(
            ["deputy_id", "organisation_id"], ["contact.id", "contact.organisation_id"]
        ),
        sa.CheckConstraint("starts_on <= ends_on", name="bounds"),
        sa.CheckConstraint("contact_id <> deputy_id", name="another"),
        sa.UniqueConstraint("contact_id", "deputy_id", "starts_on"),
    )

    organisation_id: Mapped[UUID] = mapped_column(index=True)
    contact_id: Mapped[UUID] = mapped_column()
    deputy_id: Mapped[UUID] = mapped_column(index=True)
    starts_on: Mapped[date]
    ends_on: Mapped[date]

    contact: Mapped[Contact] = relationship(
        primaryjoin="ContactDeputy.contact_id == Contact.id", foreign_keys=[contact_id]
    )
    deputy: Mapped[Contact] = relationship(
        primaryjoin="ContactDeputy.deputy_id == Contact.id", foreign_keys=[deputy_id]
    )


class SupervisorHandover(Identified, Base):
    """A placement passed from one contact of its host to another, on a day; both stay known."""

    __tablename__ = "supervisor_handover"
    __table_args__ = (
        sa.ForeignKeyConstraint(
            ["placement_id", "institution_id"], ["placement.id", "placement.institution_id"]
        ),
        sa.CheckConstraint("from_contact_id <> to_contact_id", name="another"),
        sa.UniqueConstraint("placement_id", "from_contact_id", "to_contact_id", "effective_on"),
    )

    institution_id: Mapped[UUID]
    placement_id: Mapped[UUID] = mapped_column()
    from_contact_id: Mapped[UUID] = mapped_column(sa.ForeignKey("contact.id"), index=True)
    to_contact_id: Mapped[UUID] = mapped_column(sa.ForeignKey("contact.id"), index=True)
    effective_on: Mapped[date]
    recorded_at: Mapped[datetime]
    applied_at: Mapped[datetime | None]

    placement: Mapped[Placement] = relationship(
        primaryjoin="SupervisorHandover.placement_id == Placement.id", foreign_keys=[placement_id]
    )
    from_contact: Mapped[Contact] = relationship(foreign_keys=[from_contact_id])
    to_contact: Mapped[Contact] = relationship(foreign_keys=[to_contact_id])
