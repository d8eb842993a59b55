"""What the law asks of placements: figures, terms, overrides, certificates, incidents."""

from datetime import date, datetime
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from msp_du.domain.incidents import IncidentPlace
from msp_du.domain.placement_documents import PlacementPaper
from msp_du.domain.placement_limits import Limit
from msp_du.models.accounts import Account
from msp_du.models.base import Base, Identified, Versioned
from msp_du.models.files import StoredFile
from msp_du.models.placements import Placement

_OF_PLACEMENT = (["placement_id", "institution_id"], ["placement.id", "placement.institution_id"])


class PlacementSettings(Versioned, Base):
    """The legal figures of an institution; without a row, those of ``LegalFigures``."""

    __tablename__ = "placement_settings"
    __table_args__ = (
        sa.CheckConstraint(
            "day_minutes > 0 AND month_days > 0 AND most_minutes > 0"
            " AND allowance_above_minutes > 0 AND gap_divisor > 0 AND most_supervised > 0"
            " AND most_followed > 0 AND continuing_minutes > 0",
            name="positive",
        ),
        sa.CheckConstraint(
            "least_taught_minutes >= 0 AND least_present_minutes >= 0", name="not_negative"
        ),
        sa.CheckConstraint(
            "usual_week_minutes > 0 AND usual_week_minutes <= most_week_minutes", name="weeks"
        ),
        sa.CheckConstraint(
            "year_month BETWEEN 1 AND 12 AND year_day BETWEEN 1 AND 31", name="year_start"
        ),
    )

    institution_id: Mapped[UUID] = mapped_column(sa.ForeignKey("institution.id"), unique=True)
    day_minutes: Mapped[int]
    month_days: Mapped[int]
    most_minutes: Mapped[int]
    allowance_above_minutes: Mapped[int]
    least_taught_minutes: Mapped[int]
    least_present_minutes: Mapped[int]
    gap_divisor: Mapped[int]
    usual_week_minutes: Mapped[int]
    most_week_minutes: Mapped[int]
    continuing_minutes: Mapped[int]
    most_supervised: Mapped[int]
    most_followed: Mapped[int]
    year_month: Mapped[int]
    year_day: Mapped[int]

    rates: Mapped[list["AllowanceRate"]] = relationship(
        order_by="AllowanceRate.applies_from", cascade="all, delete-orphan"
    )


class AllowanceRate(Identified, Base):
    """Cents of allowance an hour, for agreements signed from a day on."""

    __tablename__ = "allowance_rate"
    __table_args__ = (
        sa.UniqueConstraint("settings_id", "applies_from"),
        sa.CheckConstraint("cents > 0", name="cents_positive"),
    )

    settings_id: Mapped[UUID] = mapped_column(sa.ForeignKey("placement_settings.id"))
    applies_from: Mapped[date]
    cents: Mapped[int]


class PlacementTerms(Identified, Base):
    """What a placement states beside its periods; edited with it, under its version."""

    __tablename__ = "placement_terms"
    __table_args__ = (
        sa.UniqueConstraint("placement_id"),
        sa.ForeignKeyConstraint(*_OF_PLACEMENT),
        sa.CheckConstraint("weekly_minutes > 0", name="weekly_positive"),
    )

    institution_id: Mapped[UUID]
    placement_id: Mapped[UUID]
    weekly_minutes: Mapped[int | None]
    has_nights: Mapped[bool]
    has_sundays: Mapped[bool]
    has_holidays: Mapped[bool]
    is_same_post: Mapped[bool]
    signed_on: Mapped[date | None]


class PlacementOverride(Identified, Base):
    """What somebody let pass of a placement: a warning confirmed, or a refusal with a reason.

    It holds for this figure: a placement that is changed and goes further is asked about again.
    """

    __tablename__ = "placement_override"
    __table_args__ = (
        sa.ForeignKeyConstraint(*_OF_PLACEMENT),
        sa.CheckConstraint("is_forbidden = (reason IS NOT NULL)", name="reason_of_refusals"),
    )

    institution_id: Mapped[UUID]
    placement_id: Mapped[UUID] = mapped_column(index=True)
    kind: Mapped[Limit]
    is_forbidden: Mapped[bool]
    figure: Mapped[int]
    bound: Mapped[int]
    since: Mapped[date | None]
    reason: Mapped[str | None] = mapped_column(sa.String(300))
    account_id: Mapped[UUID | None] = mapped_column(sa.ForeignKey("account.id"), index=True)
    overridden_at: Mapped[datetime]

    account: Mapped[Account | None] = relationship()


class PlacementCertificate(Identified, Base):
    """The draft of a certificate: its facts as canonical JSON, then its file.

    The same facts give the same bytes, so they are asked for once.
    """

    __tablename__ = "placement_certificate"
    __table_args__ = (
        sa.UniqueConstraint("placement_id", "facts_digest"),
        sa.ForeignKeyConstraint(*_OF_PLACEMENT),
        sa.CheckConstraint("(file_id IS NULL) = (made_at IS NULL)", name="made"),
    )

    institution_id: Mapped[UUID]
    placement_id: Mapped[UUID] = mapped_column()
    paper: Mapped[PlacementPaper]
    facts: Mapped[str] = mapped_column(sa.Text)
    facts_digest: Mapped[str] = mapped_column(sa.String(64))
    requested_at: Mapped[datetime]
    requested_by_id: Mapped[UUID | None] = mapped_column(sa.ForeignKey("account.id"), index=True)
    file_id: Mapped[UUID | None] = mapped_column(sa.ForeignKey("stored_file.id"), index=True)
    made_at: Mapped[datetime | None]

    placement: Mapped[Placement] = relationship(
        primaryjoin="PlacementCertificate.placement_id == Placement.id",
        foreign_keys=[placement_id],
    )
    file: Mapped[StoredFile | None] = relationship()


class IncidentNotice(Identified, Base):
    """An incident on a placement: when, in which kind of place, when it was declared; no more."""

    __tablename__ = "incident_notice"
    __table_args__ = (sa.ForeignKeyConstraint(*_OF_PLACEMENT),)

    institution_id: Mapped[UUID]
    placement_id: Mapped[UUID] = mapped_column(index=True)
    happened_at: Mapped[datetime]
    place: Mapped[IncidentPlace]
    told_at: Mapped[datetime]
    told_by_id: Mapped[UUID | None] = mapped_column(sa.ForeignKey("account.id"), index=True)
    sent_on: Mapped[date | None]

    placement: Mapped[Placement] = relationship(
        primaryjoin="IncidentNotice.placement_id == Placement.id", foreign_keys=[placement_id]
    )
    told_by: Mapped[Account | None] = relationship()
