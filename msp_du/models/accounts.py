"""Accounts, what they may do, their sessions, one-time links and counted failures."""

from datetime import datetime
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from msp_du.domain.vocabulary import AttemptKind, Language, LinkPurpose, Role
from msp_du.models.base import Base, Identified, Versioned
from msp_du.models.institutions import Institution
from msp_du.models.people import Person


class Account(Versioned, Base):
    """A way in: an address and a password; it may stand for a person, and can go before them."""

    __tablename__ = "account"

    email: Mapped[str] = mapped_column(sa.String(254), unique=True)
    display_name: Mapped[str] = mapped_column(sa.String(160))
    person_id: Mapped[UUID | None] = mapped_column(sa.ForeignKey("person.id"), unique=True)
    password_hash: Mapped[str | None] = mapped_column(sa.String(200))
    language: Mapped[Language] = mapped_column(default=Language.FRENCH)
    created_at: Mapped[datetime]
    disabled_at: Mapped[datetime | None]

    person: Mapped[Person | None] = relationship()
    grants: Mapped[list["RoleGrant"]] = relationship(back_populates="account")

    # What Flask-Login asks of a user.
    is_authenticated = True
    is_anonymous = False

    @property
    def is_active(self) -> bool:
        return self.disabled_at is None

    def get_id(self) -> str:
        return str(self.id)


class RoleGrant(Identified, Base):
    """A role of an account in an institution, perhaps in one cohort or module only."""

    __tablename__ = "role_grant"
    __table_args__ = (
        sa.ForeignKeyConstraint(
            ["cohort_id", "institution_id"], ["cohort.id", "cohort.institution_id"]
        ),
        sa.CheckConstraint("until IS NULL OR since < until", name="dates"),
    )

    account_id: Mapped[UUID] = mapped_column(sa.ForeignKey("account.id"), index=True)
    role: Mapped[Role]
    institution_id: Mapped[UUID] = mapped_column(sa.ForeignKey("institution.id"), index=True)
    cohort_id: Mapped[UUID | None] = mapped_column(index=True)
    module_id: Mapped[UUID | None] = mapped_column(sa.ForeignKey("module.id"), index=True)
    since: Mapped[datetime]
    until: Mapped[datetime | None]

    account: Mapped[Account] = relationship(back_populates="grants")
    institution: Mapped[Institution] = relationship(
        primaryjoin="RoleGrant.institution_id == Institution.id", foreign_keys=[institution_id]
    )

    def is_active(self, now: datetime) -> bool:
        """Tell whether the grant holds at this moment."""
        return self.since <= now and (self.until is None or now < self.until)


class AccountSession(Identified, Base):
    """A signed-in browser, known by the digest of a 256-bit id."""

    __tablename__ = "account_session"

    digest: Mapped[str] = mapped_column(sa.String(64), unique=True)
    account_id: Mapped[UUID] = mapped_column(
        sa.ForeignKey("account.id", ondelete="CASCADE"), index=True
    )
    device: Mapped[str] = mapped_column(sa.String(120))
    created_at: Mapped[datetime]
    last_seen_at: Mapped[datetime]
    proved_at: Mapped[datetime]

    account: Mapped[Account] = relationship()


class LinkToken(Identified, Base):
    """A one-time link, known by the digest of its secret."""

    __tablename__ = "link_token"

    digest: Mapped[str] = mapped_column(sa.String(64), unique=True)
    purpose: Mapped[LinkPurpose]
    account_id: Mapped[UUID] = mapped_column(
        sa.ForeignKey("account.id", ondelete="CASCADE"), index=True
    )
    subject: Mapped[str | None] = mapped_column(sa.String(254))
    account_version: Mapped[int]
    created_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    used_at: Mapped[datetime | None]
    revoked_at: Mapped[datetime | None]

    account: Mapped[Account] = relationship()


class Attempt(Identified, Base):
    """A counted failure, under keyed digests: neither the address nor the network one is kept."""

    __tablename__ = "attempt"
    __table_args__ = (sa.Index("ix_attempt_count", "kind", "subject_digest", "happened_at"),)

    kind: Mapped[AttemptKind]
    subject_digest: Mapped[str] = mapped_column(sa.String(64))
    happened_at: Mapped[datetime] = mapped_column(index=True)
