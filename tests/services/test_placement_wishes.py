"""What is offered in a round, what is wished for, where somebody is never to be placed."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from uuid import UUID

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from msp_du.domain.errors import Rule, RuleViolation
from msp_du.domain.hours import Period
from msp_du.domain.vocabulary import Role
from msp_du.extensions import transaction
from msp_du.models import (
    Module,
    PlacementExclusion,
)
from msp_du.services import (
    placement_exclusions,
    placement_offers,
    placement_wishes,
    placements,
)
from msp_du.services.placement_exclusions import Where
from msp_du.services.placements import PlacementSheet
from tests.factories import (
    TODAY,
    make_account,
    make_cohort,
    make_institution,
    module_id,
)
from tests.factories.allocation import (
    make_campaign,
    make_exclusion,
    make_offer,
)
from tests.support.rounds import NOW, Round, acts, open_round


@pytest.fixture
def known(session: Session) -> Round:
    return open_round(session)


def test_a_trainee_ranks_what_is_offered_until_the_last_day(session: Session, known: Round) -> None:
    mine = known.mine(session, 2)
    with transaction():
        trainee = make_account(session, Role.TRAINEE, person=known.years[2].enrolment.person)
        make_exclusion(session, known.years[2].enrolment, known.ward.organisation)
    assert [offer.id for offer in placement_wishes.offered(session, mine)] == [known.club.id]

    def rank(chosen: Sequence[UUID | None], version: int, now: datetime = NOW) -> int:
        with transaction():
            kept = placement_wishes.rank(
                session,
                mine,
                chosen,
                version=version,
                actor=trainee,
                now=now,
            )
        return kept.version

    version = rank([None, known.club.id], 0)
    assert placement_wishes.by_year(session, known.campaign)[known.years[2].id] == [known.club.id]
    late = NOW + timedelta(days=9)
    refused: list[tuple[list[UUID], int, datetime, Rule]] = [
        ([known.ward.id], version, NOW, Rule.WISH_NOT_OFFERED),
        ([known.club.id], 0, NOW, Rule.STALE_VERSION),
        ([known.club.id], version, late, Rule.CAMPAIGN_NOT_OPEN),
    ]
    for chosen, seen, now, rule in refused:
        with pytest.raises(RuleViolation) as refusal:
            rank(chosen, seen, now)
        assert refusal.value.rule is rule
    assert rank([known.club.id], version) == version + 1


def test_an_exclusion_refuses_a_placement_made_by_hand(session: Session, known: Round) -> None:
    year = known.years[2]
    with transaction():
        row = placement_exclusions.add(
            session,
            year.enrolment,
            Where(known.ward.organisation_id, "Unité Équinoxe"),
            by_trainee=False,
            actor=known.coordinator,
            now=NOW,
        )
    found = session.get_one(Module, module_id(session, year.curriculum_version_id, "P151"))
    sheet = PlacementSheet(
        contact=known.ward.contact,
        module=found,
        regime=year.enrolment.regime,
        periods=[Period(TODAY, TODAY, 60)],
        service="unite equinoxe",
    )
    with pytest.raises(RuleViolation) as refusal, transaction():
        placements.create(session, year, sheet, actor=known.coordinator)
    assert refusal.value.rule is Rule.PLACEMENT_EXCLUDED
    with transaction():
        other = replace(sheet, service="Unité Solstice")
        placement = placements.create(session, year, other, actor=known.coordinator)
    with pytest.raises(RuleViolation) as refusal, transaction():
        placements.edit(session, placement, sheet, actor=known.coordinator, version=1)
    assert refusal.value.rule is Rule.PLACEMENT_EXCLUDED
    where = Where(row.organisation_id, "UNITÉ équinoxe")
    with pytest.raises(RuleViolation) as refusal, transaction():
        placement_exclusions.add(
            session, year.enrolment, where, by_trainee=False, actor=known.coordinator, now=NOW
        )
    assert refusal.value.rule is Rule.EXCLUSION_EXISTS
    for _ in range(2):
        with transaction():
            placement_exclusions.remove(session, row, actor=known.coordinator)
    assert session.scalar(select(func.count()).select_from(PlacementExclusion)) == 0
    assert acts(session, "exclusions:%") == ["exclusions:add", "exclusions:remove"]


def test_places_of_a_former_round_are_taken_once(session: Session, known: Round) -> None:
    with transaction():
        known.club.capacity = 0
        cohort = make_cohort(session)
        new = make_campaign(session, cohort=cohort, opens_in=357, closes_in=380)
        elsewhere = make_campaign(
            session, cohort=make_cohort(session, institution=make_institution(session))
        )
    assert placement_offers.former(session, new) == [known.campaign]
    for expected in (1, 0):
        with transaction():
            made = placement_offers.copy(session, new, known.campaign, actor=known.coordinator)
        assert made == expected
    (offer,) = placement_offers.of_campaign(session, new)
    assert offer.starts_on == known.ward.starts_on + timedelta(weeks=52)
    assert (offer.contact_id, offer.capacity) == (known.ward.contact_id, 1)
    with pytest.raises(RuleViolation) as refusal, transaction():
        placement_offers.copy(session, elsewhere, known.campaign, actor=known.coordinator)
    assert refusal.value.rule is Rule.NOT_AUTHORISED


def test_a_place_that_somebody_asked_for_stays(session: Session, known: Round) -> None:
    with pytest.raises(RuleViolation) as refusal, transaction():
        placement_offers.remove(session, known.ward, actor=known.coordinator)
    assert refusal.value.rule is Rule.OFFER_IN_USE
    with transaction():
        free = make_offer(session, known.campaign)
        placement_offers.remove(session, free, actor=known.coordinator)
    assert len(placement_offers.of_campaign(session, known.campaign)) == 2
