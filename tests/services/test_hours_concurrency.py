"""Many posts at once, as phones on bad networks make them: real threads, both engines."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime, time, timedelta
from functools import partial
from threading import Barrier
from uuid import UUID, uuid4

from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from msp_du.domain.errors import Rule, RuleViolation
from msp_du.domain.vocabulary import HoursKind, Role
from msp_du.extensions import db, transaction
from msp_du.models import Account, HoursEntry, Person, Placement
from msp_du.services import hours
from tests.factories import make_account, make_enrolment, make_placement

NOW = datetime(2026, 11, 19, 18, tzinfo=UTC)
DAY = date(2026, 11, 19)
PERIODS = [(date(2026, 9, 1), date(2027, 8, 31), 280 * 60)]
WORKERS = 50


def seed(app: Flask) -> tuple[UUID, list[UUID]]:
    """A trainee with two placements; return the account's id and theirs."""
    with app.app_context(), transaction() as session:
        enrolment = make_enrolment(session)
        placements = [
            make_placement(session, enrolment=enrolment, periods=PERIODS) for _ in range(2)
        ]
        person = session.get_one(Person, enrolment.person_id)
        account = make_account(session, Role.TRAINEE, person=person)
        return account.id, [placement.id for placement in placements]


def post(
    app: Flask, account_id: UUID, placement_id: UUID, day: hours.LoggedDay, client_id: UUID
) -> UUID | Rule:
    """Log a day as one request does: its own context, session and connection."""
    with app.app_context():
        session = db.session()
        placement = session.get_one(Placement, placement_id)
        actor = session.get_one(Account, account_id)
        try:
            with transaction() as writing:
                entry = hours.log(
                    writing, placement, day, actor=actor, client_id=client_id, now=NOW
                )
                return entry.id
        except RuleViolation as violation:
            return violation.rule


def at_once(jobs: list[Callable[[], UUID | Rule]]) -> list[UUID | Rule]:
    """Run the jobs in threads that start together, as many at a time as there are workers."""
    start = Barrier(min(WORKERS, len(jobs)))

    def run(job: tuple[int, Callable[[], UUID | Rule]]) -> UUID | Rule:
        number, act = job
        if number < start.parties:
            start.wait(timeout=30)
        return act()

    with ThreadPoolExecutor(start.parties) as pool:
        return list(pool.map(run, enumerate(jobs)))


def rows(app: Flask) -> list[HoursEntry]:
    with app.app_context():
        session: Session = db.session()
        return list(session.execute(select(HoursEntry)).scalars())


def test_fifty_posts_of_one_client_id_are_one_row(app: Flask) -> None:
    account_id, (placement_id, _other) = seed(app)
    client_id, day = uuid4(), hours.LoggedDay(DAY, HoursKind.GROUP, minutes=420)
    answers = at_once([lambda: post(app, account_id, placement_id, day, client_id)] * 50)
    (row,) = rows(app)
    assert answers == [row.id] * 50


def test_two_overlapping_posts_at_once_are_one_row(app: Flask) -> None:
    account_id, (first, second) = seed(app)
    early = hours.LoggedDay(DAY, HoursKind.GROUP, start=time(8), end=time(12))
    late = hours.LoggedDay(DAY, HoursKind.GROUP, start=time(10), end=time(14))
    answers = at_once(
        [
            lambda: post(app, account_id, first, early, uuid4()),
            lambda: post(app, account_id, second, late, uuid4()),
        ]
    )
    (row,) = rows(app)
    assert sorted(answers, key=str) == sorted([row.id, Rule.HOURS_OVERLAP], key=str)


def test_posts_to_two_placements_never_pass_the_daily_limit_together(app: Flask) -> None:
    account_id, placements = seed(app)
    day = hours.LoggedDay(DAY, HoursKind.GROUP, minutes=240)
    answers = at_once(
        [
            partial(post, app, account_id, placements[number % 2], day, uuid4())
            for number in range(8)
        ]
    )
    kept = sum(row.minutes for row in rows(app))
    assert kept == 480  # a third day of four hours would need confirming at 12 h
    assert answers.count(Rule.HOURS_WARNING_UNCONFIRMED) == 6


def test_two_people_do_not_wait_for_one_another_in_vain(app: Flask) -> None:
    seeds = [seed(app) for _ in range(6)]
    days = [hours.LoggedDay(DAY - timedelta(days=n), HoursKind.GROUP, minutes=60) for n in range(3)]
    jobs: list[Callable[[], UUID | Rule]] = [
        partial(post, app, account, placement, day, uuid4())
        for account, (placement, _other) in seeds
        for day in days
    ]
    assert all(isinstance(answer, UUID) for answer in at_once(jobs))
    assert len(rows(app)) == 18
