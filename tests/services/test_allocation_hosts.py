"""What the register says of a host decides on which side it stands and what it may offer."""

from dataclasses import replace

import pytest
from sqlalchemy.orm import Session

from msp_du.domain.allocation import HostSide
from msp_du.domain.errors import Rule, RuleViolation
from msp_du.extensions import transaction
from msp_du.services import allocation_ground, placement_offers
from msp_du.services.placement_offers import OfferSheet
from tests.support.rounds import Round, open_round


@pytest.fixture
def known(session: Session) -> Round:
    return open_round(session)


def test_what_is_stated_of_a_host_tells_its_side(session: Session, known: Round) -> None:
    def sides() -> set[tuple[str, HostSide]]:
        problem = allocation_ground.read(session, known.campaign).problem
        return {(place.key, place.side) for place in problem.places}

    ward, club = str(known.ward.id), str(known.club.id)
    assert sides() == {(ward, HostSide.CARE), (club, HostSide.COMMUNITY)}
    with transaction():
        known.ward.organisation.is_medical, known.club.organisation.is_medical = False, True
    assert sides() == {(ward, HostSide.COMMUNITY), (club, HostSide.CARE)}


def test_a_host_of_observation_offers_a_few_hours(session: Session, known: Round) -> None:
    with transaction():
        known.club.organisation.observation_only = True
    sheet = OfferSheet(
        known.club.contact, None, known.club.starts_on, known.club.ends_on, 20 * 60 + 1, 1
    )
    with pytest.raises(RuleViolation) as refusal, transaction():
        placement_offers.add(session, known.campaign, sheet, actor=known.coordinator)
    assert refusal.value.rule is Rule.HOST_OBSERVATION_HOURS
    sheet = replace(sheet, planned_minutes=20 * 60)
    with transaction():
        few = placement_offers.add(session, known.campaign, sheet, actor=known.coordinator)
    places = allocation_ground.read(session, known.campaign).problem.places
    can_host = {place.key: place.can_host for place in places}
    assert (can_host[str(few.id)], can_host[str(known.club.id)]) == (True, False)
