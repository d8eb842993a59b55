"""Rounds of wishes of the demonstration: last year's, confirmed, and one that is open."""

from collections.abc import Iterable, Sequence
from datetime import timedelta
from itertools import groupby
from typing import Final

from msp_du.demonstration.people import BEGINS_AFTER, PLACEMENT_OF_YEAR, File, at
from msp_du.demonstration.setting import Setting
from msp_du.domain.allocation import SideRule
from msp_du.domain.vocabulary import Role
from msp_du.models import (
    Allocation,
    AllocationRow,
    PlacementCampaign,
    PlacementOffer,
    PlacementWish,
    WishList,
)
from msp_du.services import campaigns, placement_exclusions, placement_offers
from msp_du.services.campaigns import CampaignSheet
from msp_du.services.placement_exclusions import Where
from msp_du.services.placement_offers import OfferSheet

HOURS: Final = 280 * 60
OPEN_FOR: Final = timedelta(days=12)
OFFERED: Final = (("relais", 1), ("atelier", 2), ("rives", 1))
"""What is still offered to those who have no place, and how many seats."""
LATER: Final = {"N’Diaye": ("relais", "atelier")}
"""Who has sent which wishes, by family name; they may still change."""
AVOIDED: Final = {"Mercier": "rives"}
"""Where somebody is never to be placed, by family name; why is nobody's business."""
SECOND: Final = ("Abgrall", "Kowalska")
"""Who got their second wish last year."""


def hold_rounds(work: Setting, files: Sequence[File]) -> None:
    """Keep last year's round of the second-year class, and open one for whoever has no place."""
    _confirmed(work, [file for file in files if 1 in file.placements and _is_first(file, 1)])
    waiting = [file for file in files if 0 in file.runs and _waits(file)]
    _open(work, waiting)


def _is_first(file: File, ago: int) -> bool:
    return file.runs[ago].number == 1 and file.runs[ago].attempt == 1


def _waits(file: File) -> bool:
    return 0 not in file.placements and _is_first(file, 0) and not file.has_left


def _confirmed(work: Setting, files: Sequence[File]) -> None:
    """Write the round that led to the placements there are."""
    begins = work.calendar[1].starts_on
    sheet = CampaignSheet(
        year_number=1,
        module_code=PLACEMENT_OF_YEAR[1],
        opens_on=begins - timedelta(weeks=6),
        closes_on=begins - timedelta(weeks=3),
        side_rule=SideRule.FREE,
        seed=4821,
    )
    campaign = campaigns.open_campaign(
        work.session,
        files[0].cohort,
        sheet,
        actor=work.first(Role.COORDINATOR),
        now=at(sheet.opens_on, 8),
    )
    offers = list(_past_offers(work, campaign, files))
    given = {offer.organisation_id: offer for offer in offers}
    for number, file in enumerate(files):
        got = given[file.placements[1].organisation_id]
        other = next(offer for offer in offers[number % 2 :] if offer is not got)
        wishes = [other, got] if file.trainee.family in SECOND else [got, other]
        _wish(work, campaign, file, 1, wishes)
    rows = [
        AllocationRow(
            enrolment_year_id=file.years[1].id,
            proposed_offer_id=offer.id,
            offer_id=offer.id,
            placement_id=file.placements[1].id,
        )
        for file in files
        for offer in [given[file.placements[1].organisation_id]]
    ]
    work.session.add(
        Allocation(
            institution_id=campaign.institution_id,
            campaign_id=campaign.id,
            seed=campaign.seed,
            problem_digest="0" * 64,
            computed_at=at(campaign.closes_on + timedelta(days=1)),
            confirmed_at=at(campaign.closes_on + timedelta(days=3)),
            confirmed_by_id=work.first(Role.COORDINATOR).id,
            rows=rows,
        )
    )
    work.session.flush()


def _past_offers(
    work: Setting, campaign: PlacementCampaign, files: Iterable[File]
) -> Iterable[PlacementOffer]:
    """Offer what was given: as many seats as people at each host."""
    placed = sorted(
        (file.placements[1] for file in files), key=lambda placement: str(placement.contact_id)
    )
    for _contact, group in groupby(placed, key=lambda placement: placement.contact_id):
        together = list(group)
        period = together[0].periods[0]
        sheet = OfferSheet(
            contact=together[0].contact,
            service=None,
            starts_on=period.starts_on,
            ends_on=together[0].periods[-1].ends_on,
            planned_minutes=HOURS,
            capacity=len(together),
        )
        yield placement_offers.add(
            work.session, campaign, sheet, actor=work.first(Role.COORDINATOR)
        )


def _open(work: Setting, files: Sequence[File]) -> None:
    coordinator = work.first(Role.COORDINATOR)
    sheet = CampaignSheet(
        year_number=1,
        module_code=PLACEMENT_OF_YEAR[1],
        opens_on=work.today - timedelta(days=5),
        closes_on=work.today + OPEN_FOR,
        side_rule=SideRule.PREFERRED,
        seed=73105,
    )
    campaign = campaigns.open_campaign(
        work.session, files[0].cohort, sheet, actor=coordinator, now=at(sheet.opens_on, 8)
    )
    offers = {key: _offer(work, campaign, key, seats) for key, seats in OFFERED}
    for file in files:
        family = file.trainee.family
        if family in LATER:
            _wish(work, campaign, file, 0, [offers[key] for key in LATER[family]])
        if family in AVOIDED:
            where = Where(work.contacts[AVOIDED[family]].organisation_id)
            placement_exclusions.add(
                work.session,
                file.enrolment,
                where,
                by_trainee=False,
                actor=coordinator,
                now=at(work.today, 8),
            )


def _offer(work: Setting, campaign: PlacementCampaign, key: str, seats: int) -> PlacementOffer:
    first = work.today + BEGINS_AFTER
    sheet = OfferSheet(
        contact=work.contacts[key],
        service=None,
        starts_on=first,
        ends_on=first + timedelta(weeks=20),
        planned_minutes=HOURS,
        capacity=seats,
    )
    return placement_offers.add(work.session, campaign, sheet, actor=work.first(Role.COORDINATOR))


def _wish(
    work: Setting,
    campaign: PlacementCampaign,
    file: File,
    ago: int,
    offers: Sequence[PlacementOffer],
) -> None:
    """Write what somebody wishes for, as it was sent on the second day."""
    wishes = [PlacementWish(offer_id=offer.id, rank=rank) for rank, offer in enumerate(offers, 1)]
    sent = WishList(
        institution_id=campaign.institution_id,
        campaign_id=campaign.id,
        enrolment_year_id=file.years[ago].id,
        sent_at=at(campaign.opens_on + timedelta(days=1), 18),
        wishes=wishes,
    )
    work.session.add(sent)
    work.session.flush()
