"""Places that hosts offer in a round of wishes: added, changed, taken from a former round."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import exists, select
from sqlalchemy.orm import Session, contains_eager, joinedload

from msp_du.domain.campaigns import MOST_SEATS, moved, service_key
from msp_du.domain.errors import Rule, RuleViolation
from msp_du.domain.hosts import Hosting, check_observation
from msp_du.domain.hours import Period, check_periods
from msp_du.models import (
    Account,
    AllocationRow,
    Cohort,
    Contact,
    Institution,
    Organisation,
    PlacementCampaign,
    PlacementOffer,
    PlacementWish,
)
from msp_du.services import audit, campaigns, host_checks


@dataclass(frozen=True, slots=True)
class OfferSheet:
    """What is offered; the structure is the contact's."""

    contact: Contact
    service: str | None
    starts_on: date
    ends_on: date
    planned_minutes: int
    capacity: int


def of_campaign(session: Session, campaign: PlacementCampaign) -> list[PlacementOffer]:
    """List the places of a round with their structures and contacts, by name and first day."""
    statement = (
        select(PlacementOffer)
        .join(PlacementOffer.organisation)
        .where(PlacementOffer.campaign_id == campaign.id)
        .options(contains_eager(PlacementOffer.organisation), joinedload(PlacementOffer.contact))
        .order_by(Organisation.sort_key, PlacementOffer.starts_on, PlacementOffer.id)
    )
    return list(session.execute(statement).scalars())


def of_organisation(session: Session, organisation: Organisation) -> list[PlacementOffer]:
    """List the last places that a structure offers, with their rounds and cohorts."""
    statement = (
        select(PlacementOffer)
        .where(PlacementOffer.organisation_id == organisation.id)
        .options(joinedload(PlacementOffer.campaign).joinedload(PlacementCampaign.cohort))
        .order_by(PlacementOffer.starts_on.desc(), PlacementOffer.id)
        .limit(12)
    )
    return list(session.execute(statement).scalars())


def contacts(session: Session, institution_id: UUID) -> list[Contact]:
    """List whom a place may name, at the structures that may host, by structure and name."""
    statement = (
        select(Contact)
        .join(Contact.organisation)
        .where(Contact.institution_id == institution_id)
        .options(contains_eager(Contact.organisation))
        .order_by(Organisation.sort_key, Contact.name, Contact.id)
    )
    return [
        contact
        for contact in session.execute(statement).scalars()
        if host_checks.hosting_of(contact.organisation) is not Hosting.NEVER
    ]


def add(
    session: Session, campaign: PlacementCampaign, sheet: OfferSheet, *, actor: Account | None
) -> PlacementOffer:
    """Offer a place.

    Raises RuleViolation ALLOCATION_CONFIRMED, HOST_CANNOT_SIGN, CONTACT_NOT_OF_HOST (another
    institution's), HOST_OBSERVATION_HOURS, OFFER_SEATS, and what ``check_periods`` refuses.
    """
    campaigns.lock_open(session, campaign)
    offer = PlacementOffer(institution_id=campaign.institution_id, campaign_id=campaign.id)
    _write(session, offer, sheet)
    session.add(offer)
    session.flush()
    audit.record(session, "offers:add", offer, actor=actor, details=_details(sheet))
    return offer


def edit(
    session: Session, offer: PlacementOffer, sheet: OfferSheet, *, version: int, actor: Account
) -> None:
    """Change a place; raises as ``add``, or STALE_VERSION when another did or took it back."""
    if _refreshed(session, offer).version != version:
        raise RuleViolation(Rule.STALE_VERSION)
    _write(session, offer, sheet)
    session.flush()
    audit.record(session, "offers:edit", offer, actor=actor, details=_details(sheet))


def remove(session: Session, offer: PlacementOffer, *, actor: Account) -> None:
    """Take back a place that nobody asked for or got: else OFFER_IN_USE."""
    _refreshed(session, offer)
    used = select(
        exists().where(PlacementWish.offer_id == offer.id)
        | exists().where(
            (AllocationRow.offer_id == offer.id) | (AllocationRow.proposed_offer_id == offer.id)
        )
    )
    if session.execute(used).scalar_one():
        raise RuleViolation(Rule.OFFER_IN_USE)
    audit.record(session, "offers:remove", offer, actor=actor)
    session.delete(offer)
    session.flush()


def former(session: Session, campaign: PlacementCampaign) -> list[PlacementCampaign]:
    """List the other rounds of the institution that offer something, the last first."""
    statement = (
        select(PlacementCampaign)
        .join(PlacementCampaign.cohort)
        .where(
            PlacementCampaign.institution_id == campaign.institution_id,
            PlacementCampaign.id != campaign.id,
            exists().where(PlacementOffer.campaign_id == PlacementCampaign.id),
        )
        .options(contains_eager(PlacementCampaign.cohort))
        .order_by(PlacementCampaign.opens_on.desc(), Cohort.code)
    )
    return list(session.execute(statement).scalars())


def copy(
    session: Session, campaign: PlacementCampaign, source: PlacementCampaign, *, actor: Account
) -> int:
    """Take the places of another round of the institution, moved by whole weeks; count them.

    A place that is there already is not doubled; one whose structure may not host any more, or
    that has no seat left, stays behind. Raises RuleViolation ALLOCATION_CONFIRMED,
    NOT_AUTHORISED.
    """
    campaigns.lock_open(session, campaign)
    if source.institution_id != campaign.institution_id:
        raise RuleViolation(Rule.NOT_AUTHORISED)
    observed = host_checks.observation_minutes(campaign.cohort.institution)
    known = {_identity(offer) for offer in of_campaign(session, campaign)}
    made = [
        offer
        for former in of_campaign(session, source)
        if former.capacity
        and host_checks.takes(former.organisation, former.planned_minutes, observed)
        for offer in [_moved(former, source, campaign)]
        if _identity(offer) not in known
    ]
    session.add_all(made)
    session.flush()
    details = {"from": source.id, "places": len(made)}
    audit.record(session, "offers:copy", campaign, actor=actor, details=details)
    return len(made)


def seats(offers: Iterable[PlacementOffer]) -> int:
    """Count the people that places take."""
    return sum(offer.capacity for offer in offers)


def _refreshed(session: Session, offer: PlacementOffer) -> PlacementOffer:
    """Return a place as it is under the lock of its round; STALE_VERSION when it is gone."""
    identity = offer.id
    campaigns.lock_open(session, offer.campaign)
    found = session.get(PlacementOffer, identity, populate_existing=True)
    if found is None:
        raise RuleViolation(Rule.STALE_VERSION)
    return found


def _write(session: Session, offer: PlacementOffer, sheet: OfferSheet) -> None:
    organisation = session.get_one(Organisation, sheet.contact.organisation_id)
    if organisation.institution_id != offer.institution_id:
        raise RuleViolation(Rule.CONTACT_NOT_OF_HOST, field="contact")
    kept_to = host_checks.hosting_of(organisation)
    if kept_to is Hosting.NEVER:
        raise RuleViolation(Rule.HOST_CANNOT_SIGN, field="contact")
    institution = session.get_one(Institution, organisation.institution_id)
    check_observation(
        kept_to,
        minutes=sheet.planned_minutes,
        most_minutes=host_checks.observation_minutes(institution),
    )
    check_periods([Period(sheet.starts_on, sheet.ends_on, sheet.planned_minutes)])
    if not 0 <= sheet.capacity <= MOST_SEATS:
        raise RuleViolation(Rule.OFFER_SEATS, field="capacity", most=MOST_SEATS)
    offer.organisation_id, offer.contact_id = organisation.id, sheet.contact.id
    offer.service = sheet.service or None
    offer.starts_on, offer.ends_on = sheet.starts_on, sheet.ends_on
    offer.planned_minutes, offer.capacity = sheet.planned_minutes, sheet.capacity


def _identity(offer: PlacementOffer) -> tuple[UUID, str, date, date]:
    return offer.contact_id, service_key(offer.service), offer.starts_on, offer.ends_on


def _moved(
    offer: PlacementOffer, source: PlacementCampaign, campaign: PlacementCampaign
) -> PlacementOffer:
    return PlacementOffer(
        institution_id=campaign.institution_id,
        campaign_id=campaign.id,
        organisation_id=offer.organisation_id,
        contact_id=offer.contact_id,
        service=offer.service,
        starts_on=moved(offer.starts_on, source.opens_on, campaign.opens_on),
        ends_on=moved(offer.ends_on, source.opens_on, campaign.opens_on),
        planned_minutes=offer.planned_minutes,
        capacity=offer.capacity,
    )


def _details(sheet: OfferSheet) -> dict[str, object]:
    return {
        "contact": sheet.contact.id,
        "bounds": (sheet.starts_on, sheet.ends_on),
        "planned": sheet.planned_minutes,
        "capacity": sheet.capacity,
    }
