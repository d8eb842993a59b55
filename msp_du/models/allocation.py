"""Rounds of wishes for placements: what is offered, wished for, never to be given, and given."""

from datetime import date, datetime
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from msp_du.domain.allocation import SideRule
from msp_du.models.accounts import Account
from msp_du.models.base import Base, Identified, Versioned
from msp_du.models.cohorts import Cohort, Enrolment, EnrolmentYear
from msp_du.models.organisations import Contact, Organisation
from msp_du.models.placements import Placement


class PlacementCampaign(Versioned, Base):
    """A round of wishes of a cohort, for the placement of one module of one of its years.

    The module is known by its code: somebody who follows another version of the curriculum has
    their own module of that code. Wishes are taken on both bounds.
    """

    __tablename__ = "placement_campaign"
    __table_args__ = (
        sa.UniqueConstraint("id", "institution_id"),
        sa.UniqueConstraint("cohort_id", "module_code", "opens_on"),
        sa.ForeignKeyConstraint(
            ["cohort_id", "institution_id"], ["cohort.id", "cohort.institution_id"]
        ),
        sa.CheckConstraint("opens_on <= closes_on", name="bounds"),
        sa.CheckConstraint("year_number >= 1", name="year_number"),
        sa.CheckConstraint("seed >= 0", name="seed"),
    )

    institution_id: Mapped[UUID]
    cohort_id: Mapped[UUID] = mapped_column()
    year_number: Mapped[int]
    module_code: Mapped[str] = mapped_column(sa.String(40))
    opens_on: Mapped[date]
    closes_on: Mapped[date]
    side_rule: Mapped[SideRule]
    seed: Mapped[int]
    created_at: Mapped[datetime]

    cohort: Mapped[Cohort] = relationship(
        primaryjoin="PlacementCampaign.cohort_id == Cohort.id", foreign_keys=[cohort_id]
    )
    offers: Mapped[list["PlacementOffer"]] = relationship(
        primaryjoin="PlacementCampaign.id == foreign(PlacementOffer.campaign_id)", viewonly=True
    )
    allocation: Mapped["Allocation | None"] = relationship(
        primaryjoin="PlacementCampaign.id == foreign(Allocation.campaign_id)", viewonly=True
    )


class PlacementOffer(Versioned, Base):
    """Seats at a host, with who will sign the hours there, between two days both included."""

    __tablename__ = "placement_offer"
    __table_args__ = (
        sa.ForeignKeyConstraint(
            ["campaign_id", "institution_id"],
            ["placement_campaign.id", "placement_campaign.institution_id"],
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id", "institution_id"],
            ["organisation.id", "organisation.institution_id"],
        ),
        sa.ForeignKeyConstraint(
            ["contact_id", "organisation_id"], ["contact.id", "contact.organisation_id"]
        ),
        sa.CheckConstraint("starts_on <= ends_on", name="bounds"),
        sa.CheckConstraint("planned_minutes > 0", name="planned_positive"),
        sa.CheckConstraint("capacity BETWEEN 0 AND 50", name="capacity"),
    )

    institution_id: Mapped[UUID]
    campaign_id: Mapped[UUID] = mapped_column(index=True)
    organisation_id: Mapped[UUID] = mapped_column(index=True)
    contact_id: Mapped[UUID] = mapped_column(index=True)
    service: Mapped[str | None] = mapped_column(sa.String(120))
    starts_on: Mapped[date]
    ends_on: Mapped[date]
    planned_minutes: Mapped[int]
    capacity: Mapped[int]

    campaign: Mapped[PlacementCampaign] = relationship(
        primaryjoin="PlacementOffer.campaign_id == PlacementCampaign.id",
        foreign_keys=[campaign_id],
    )
    organisation: Mapped[Organisation] = relationship(
        primaryjoin="PlacementOffer.organisation_id == Organisation.id",
        foreign_keys=[organisation_id],
    )
    contact: Mapped[Contact] = relationship(
        primaryjoin="PlacementOffer.contact_id == Contact.id", foreign_keys=[contact_id]
    )


class WishList(Versioned, Base):
    """The places that somebody wishes for in a round, as they sent them last."""

    __tablename__ = "wish_list"
    __table_args__ = (
        sa.UniqueConstraint("campaign_id", "enrolment_year_id"),
        sa.ForeignKeyConstraint(
            ["campaign_id", "institution_id"],
            ["placement_campaign.id", "placement_campaign.institution_id"],
        ),
        sa.ForeignKeyConstraint(
            ["enrolment_year_id", "institution_id"],
            ["enrolment_year.id", "enrolment_year.institution_id"],
        ),
    )

    institution_id: Mapped[UUID]
    campaign_id: Mapped[UUID]
    enrolment_year_id: Mapped[UUID] = mapped_column(index=True)
    sent_at: Mapped[datetime]

    wishes: Mapped[list["PlacementWish"]] = relationship(
        order_by="PlacementWish.rank", cascade="all, delete-orphan"
    )


class PlacementWish(Identified, Base):
    """A place in a list of wishes; rank 1 is the most wished for."""

    __tablename__ = "placement_wish"
    __table_args__ = (
        sa.UniqueConstraint("wish_list_id", "rank"),
        sa.UniqueConstraint("wish_list_id", "offer_id"),
        sa.CheckConstraint("rank BETWEEN 1 AND 5", name="rank"),
    )

    wish_list_id: Mapped[UUID] = mapped_column(sa.ForeignKey("wish_list.id"))
    offer_id: Mapped[UUID] = mapped_column(sa.ForeignKey("placement_offer.id"), index=True)
    rank: Mapped[int]


class PlacementExclusion(Identified, Base):
    """Where somebody is never to be placed; why is kept nowhere.

    ``service_key`` is empty when the whole structure is meant. What the trainee named is theirs
    to take back; only coordinators know of the rest.
    """

    __tablename__ = "placement_exclusion"
    __table_args__ = (
        sa.UniqueConstraint(
            "enrolment_id",
            "organisation_id",
            "service_key",
            "by_trainee",
            name="uq_placement_exclusion_once",
        ),
        sa.ForeignKeyConstraint(
            ["enrolment_id", "institution_id"], ["enrolment.id", "enrolment.institution_id"]
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id", "institution_id"],
            ["organisation.id", "organisation.institution_id"],
        ),
    )

    institution_id: Mapped[UUID]
    enrolment_id: Mapped[UUID] = mapped_column()
    organisation_id: Mapped[UUID] = mapped_column(index=True)
    service: Mapped[str | None] = mapped_column(sa.String(120))
    service_key: Mapped[str] = mapped_column(sa.String(160))
    by_trainee: Mapped[bool]
    noted_at: Mapped[datetime]

    enrolment: Mapped[Enrolment] = relationship(
        primaryjoin="PlacementExclusion.enrolment_id == Enrolment.id", foreign_keys=[enrolment_id]
    )
    organisation: Mapped[Organisation] = relationship(
        primaryjoin="PlacementExclusion.organisation_id == Organisation.id",
        foreign_keys=[organisation_id],
    )


class Allocation(Versioned, Base):
    """Who goes where in a round: proposed from a problem of that digest, edited, confirmed."""

    __tablename__ = "allocation"
    __table_args__ = (
        sa.UniqueConstraint("campaign_id"),
        sa.ForeignKeyConstraint(
            ["campaign_id", "institution_id"],
            ["placement_campaign.id", "placement_campaign.institution_id"],
        ),
    )

    institution_id: Mapped[UUID]
    campaign_id: Mapped[UUID]
    seed: Mapped[int]
    problem_digest: Mapped[str] = mapped_column(sa.String(64))
    computed_at: Mapped[datetime]
    confirmed_at: Mapped[datetime | None]
    confirmed_by_id: Mapped[UUID | None] = mapped_column(sa.ForeignKey("account.id"), index=True)

    rows: Mapped[list["AllocationRow"]] = relationship(cascade="all, delete-orphan")
    confirmed_by: Mapped[Account | None] = relationship()


class AllocationRow(Identified, Base):
    """What was proposed for somebody, what stands now, and the placement it became."""

    __tablename__ = "allocation_row"
    __table_args__ = (sa.UniqueConstraint("allocation_id", "enrolment_year_id"),)

    allocation_id: Mapped[UUID] = mapped_column(sa.ForeignKey("allocation.id"))
    enrolment_year_id: Mapped[UUID] = mapped_column(sa.ForeignKey("enrolment_year.id"), index=True)
    proposed_offer_id: Mapped[UUID | None] = mapped_column(
        sa.ForeignKey("placement_offer.id"), index=True
    )
    offer_id: Mapped[UUID | None] = mapped_column(sa.ForeignKey("placement_offer.id"), index=True)
    placement_id: Mapped[UUID | None] = mapped_column(sa.ForeignKey("placement.id"), index=True)

    enrolment_year: Mapped[EnrolmentYear] = relationship()
    offer: Mapped[PlacementOffer | None] = relationship(foreign_keys=[offer_id])
    placement: Mapped[Placement | None] = relationship()

    @property
    def is_by_hand(self) -> bool:
        """Whether it is not what was proposed."""
        return self.offer_id != self.proposed_offer_id
