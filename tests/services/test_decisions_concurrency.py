"""Two members of the board at once: one decision counts, real threads, both engines."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from threading import Barrier
from uuid import UUID

from flask import Flask
from sqlalchemy import select

from msp_du.domain.errors import Rule, RuleViolation
from msp_du.domain.vocabulary import ResultCode, Role
from msp_du.extensions import db, transaction
from msp_du.models import Account, BoardDecision, Cohort, EnrolmentYear
from msp_du.services import boards, decisions
from tests.factories import make_account, make_cohort
from tests.support.board import NOW, SITTING, make_candidate, seen_by

Answer = ResultCode | int | Rule


def seed(app: Flask, candidates: int) -> tuple[UUID, UUID, list[UUID], str]:
    """A member of the board, a cohort, its years that the rules admit, what a page shows."""
    with app.app_context():
        with transaction() as session:
            cohort = make_cohort(session)
            member = make_account(session, Role.BOARD_MEMBER)
            years = [make_candidate(session, cohort) for _ in range(candidates)]
        ids = [year.id for year in years]
        return member.id, cohort.id, ids, seen_by(db.session(), years[0])


def decide(
    app: Flask,
    member_id: UUID,
    year_id: UUID,
    digest: str,
    result: ResultCode = ResultCode.FAILED,
    *,
    replaces: UUID | None = None,
) -> Answer:
    """Decide as one request does: its own context, session and connection."""
    with app.app_context():
        session = db.session()
        year, member = session.get_one(EnrolmentYear, year_id), session.get_one(Account, member_id)
        try:
            with transaction() as writing:
                made = decisions.record(
                    writing,
                    year,
                    result,
                    SITTING,
                    seen=digest,
                    replaces=replaces,
                    actor=member,
                    now=NOW,
                )
                return made.result
        except RuleViolation as violation:
            return violation.rule


def admit(app: Flask, member_id: UUID, cohort_id: UUID, digest: str) -> Answer:
    with app.app_context():
        session = db.session()
        cohort, member = session.get_one(Cohort, cohort_id), session.get_one(Account, member_id)
        try:
            with transaction() as writing:
                return boards.admit_all(
                    writing, cohort, 1, SITTING, seen=digest, actor=member, now=NOW
                )
        except RuleViolation as violation:
            return violation.rule


def at_once(jobs: list[Callable[[], Answer]]) -> list[Answer]:
    start = Barrier(len(jobs))

    def run(act: Callable[[], Answer]) -> Answer:
        start.wait(timeout=30)
        return act()

    with ThreadPoolExecutor(len(jobs)) as pool:
        return list(pool.map(run, jobs))


def kept(app: Flask) -> list[BoardDecision]:
    with app.app_context():
        return list(db.session().execute(select(BoardDecision)).scalars())


def test_of_two_members_one_decides_and_the_other_is_told(app: Flask) -> None:
    member, _cohort, (year,), digest = seed(app, 1)
    wishes = [ResultCode.PASSED, ResultCode.FAILED]
    answers = at_once([partial(decide, app, member, year, digest, wish) for wish in wishes])
    (only,) = kept(app)
    assert sorted(answers) == sorted([only.result, Rule.DECISION_EXISTS])


def test_of_two_corrections_one_counts(app: Flask) -> None:
    member, _cohort, (year,), digest = seed(app, 1)
    decide(app, member, year, digest, ResultCode.PASSED)
    (first,) = kept(app)
    correct = partial(decide, app, member, year, digest, replaces=first.id)
    assert sorted(at_once([correct] * 4)) == sorted(["AJ"] + [Rule.DECISION_EXISTS] * 3)
    assert len(kept(app)) == 2


def test_two_who_admit_everybody_admit_each_once(app: Flask) -> None:
    member, cohort_id, years, _digest = seed(app, 6)
    with app.app_context():
        session = db.session()
        actor, cohort = session.get_one(Account, member), session.get_one(Cohort, cohort_id)
        digest = boards.edition(boards.admissible(boards.cohort_board(session, cohort, 1), actor))
    answers = at_once([partial(admit, app, member, cohort_id, digest)] * 2)
    assert sorted(answers, key=str) == sorted([6, Rule.DECISION_STALE], key=str)
    assert {each.enrolment_year_id for each in kept(app)} == set(years)
    assert len(kept(app)) == 6
