"""Coordinators and trainees who act at once, real threads, both engines."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from threading import Barrier
from uuid import UUID

import pytest
from flask import Flask
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from msp_du.domain.errors import Rule, RuleViolation
from msp_du.domain.vocabulary import Role
from msp_du.extensions import db, transaction
from msp_du.models import Account, AllocationRow, Placement, PlacementCampaign, PlacementWish
from msp_du.services import allocations, placement_wishes
from tests.factories import make_account
from tests.factories.agreements import EDITION
from tests.support.rounds import NOW, open_round

AT_ONCE = 4


@dataclass(frozen=True, slots=True)
class Ids:
    """A round with a proposal, and who acts in it."""

    campaign: UUID
    years: tuple[UUID, UUID, UUID]
    ward: UUID
    club: UUID
    code: str
    coordinator: UUID
    trainee: UUID
    person: UUID | None


@pytest.fixture
def ids(app: Flask) -> Ids:
    with app.app_context():
        session = db.session()
        known = open_round(session)
        proposal = allocations.propose(session, known.campaign)
        with transaction():
            actor = known.coordinator
            allocations.keep(session, known.campaign, proposal, version=0, actor=actor, now=NOW)
            person = known.years[2].enrolment.person
            trainee = make_account(session, Role.TRAINEE, person=person)
        first, second, third = (year.id for year in known.years)
        return Ids(
            known.campaign.id,
            (first, second, third),
            known.ward.id,
            known.club.id,
            known.code,
            known.coordinator.id,
            trainee.id,
            trainee.person_id,
        )


def at_once(app: Flask, act: Callable[[Session, int], int]) -> list[int | Rule]:
    """Let several act at once, each as one request does; a refusal is answered by its rule."""
    start = Barrier(AT_ONCE)

    def run(number: int) -> int | Rule:
        with app.app_context():
            db.session().connection()
            db.session().rollback()
            start.wait(timeout=30)
            try:
                return act(db.session(), number)
            except RuleViolation as refusal:
                return refusal.rule

    with ThreadPoolExecutor(AT_ONCE) as pool:
        return list(pool.map(run, range(AT_ONCE)))


def test_of_those_who_change_what_they_saw_one_is_first(app: Flask, ids: Ids) -> None:
    first, second, third = ids.years
    seats = [(ids.ward, ids.club, None), (None, ids.ward, ids.club),
             (ids.club, None, ids.ward), (ids.ward, None, ids.club)]  # fmt: skip

    def change(session: Session, number: int) -> int:
        campaign = session.get_one(PlacementCampaign, ids.campaign)
        actor = session.get_one(Account, ids.coordinator)
        wanted = dict(zip((first, second, third), seats[number], strict=True))
        with transaction() as writing:
            return allocations.edit(writing, campaign, wanted, version=1, actor=actor)

    answers = at_once(app, change)
    assert answers.count(Rule.STALE_VERSION) == AT_ONCE - 1
    winner = next(number for number, answer in enumerate(answers) if answer in {1, 2, 3})
    with app.app_context():
        rows = db.session().execute(select(AllocationRow)).scalars()
        found = {row.enrolment_year_id: row.offer_id for row in rows}
    assert found == dict(zip((first, second, third), seats[winner], strict=True))


def test_placements_are_opened_once_however_many_confirm(app: Flask, ids: Ids) -> None:
    def confirm(session: Session, number: int) -> int:
        campaign = session.get_one(PlacementCampaign, ids.campaign)
        actor = session.get_one(Account, ids.coordinator)
        with transaction() as writing:
            return allocations.confirm(
                writing, campaign, typed_code=ids.code, version=1, actor=actor, edition=EDITION
            ).placements

    assert sorted(map(str, at_once(app, confirm))) == ["0", "0", "0", "2"]
    with app.app_context():
        assert db.session().scalar(select(func.count()).select_from(Placement)) == 2


def test_wishes_sent_from_two_devices_are_never_mixed(app: Flask, ids: Ids) -> None:
    chosen: list[list[UUID | None]] = [
        [ids.ward, ids.club], [ids.club, ids.ward], [ids.ward], [ids.club]
    ]  # fmt: skip

    def send(session: Session, number: int) -> int:
        mine = placement_wishes.own_round(session, ids.campaign, ids.person, now=NOW)
        assert mine is not None
        actor = session.get_one(Account, ids.trainee)
        with transaction() as writing:
            placement_wishes.rank(writing, mine, chosen[number], version=0, actor=actor, now=NOW)
        return number

    answers = at_once(app, send)
    assert answers.count(Rule.STALE_VERSION) == AT_ONCE - 1
    (winner,) = [answer for answer in answers if isinstance(answer, int)]
    with app.app_context():
        session = db.session()
        campaign = session.get_one(PlacementCampaign, ids.campaign)
        kept = placement_wishes.by_year(session, campaign)[ids.years[2]]
        assert list(kept) == chosen[winner]
        assert session.scalar(select(func.max(PlacementWish.rank))) == 2
