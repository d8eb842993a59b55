"""Signers who sign at once, real threads, both engines: the last one puts the paper in force."""

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from threading import Barrier
from uuid import UUID

import pytest
from flask import Flask
from sqlalchemy import func, select

from msp_du.domain.agreements import AgreementState
from msp_du.domain.errors import Rule, RuleViolation
from msp_du.domain.vocabulary import Role
from msp_du.extensions import db, transaction
from msp_du.models import Account, Agreement, AgreementSigner, AuditEvent, Placement
from msp_du.services import agreements
from tests.factories import make_account, make_placement
from tests.factories.agreements import EDITION, make_sent, make_sheet, sign


@pytest.fixture
def agreement_id(app: Flask) -> UUID:
    with app.app_context(), transaction() as session:
        placement = make_placement(session, is_signed=False)
        return make_sent(session, placement, others=[("Lou Martin", "")]).id


def sign_one(app: Flask, signer_id: UUID, digest: str) -> str:
    """Sign as one request does: its own context, session and connection."""
    with app.app_context():
        signer = db.session().get_one(AgreementSigner, signer_id)
        try:
            with transaction() as session:
                sign(session, signer, digest=digest)
        except RuleViolation as violation:
            return violation.rule.value
    return "signed"


def at_once(jobs: Sequence[Callable[[], str]]) -> list[str]:
    start = Barrier(len(jobs))

    def run(job: Callable[[], str]) -> str:
        start.wait(timeout=30)
        return job()

    with ThreadPoolExecutor(len(jobs)) as pool:
        return list(pool.map(run, jobs))


def test_all_who_sign_at_once_put_the_paper_in_force_once(app: Flask, agreement_id: UUID) -> None:
    with app.app_context():
        paper = db.session().get_one(Agreement, agreement_id)
        digest = paper.facts_digest or ""
        ids = [each.id for each in paper.signers]
    # Each signer clicks twice: four signatures and four refusals.
    answers = at_once([partial(sign_one, app, one, digest) for one in ids * 2])
    assert sorted(answers)[-4:] == ["signed"] * 4
    assert set(answers[:]) - {"signed"} <= {
        Rule.AGREEMENT_SIGNED_ALREADY.value,
        Rule.AGREEMENT_STATE.value,
    }
    assert answers.count("signed") == 4
    with app.app_context():
        paper = db.session().get_one(Agreement, agreement_id)
        assert paper.state is AgreementState.SIGNED
        acts = select(func.count()).where(AuditEvent.act == "agreements:put-in-force")
        assert db.session().scalar(acts) == 1


def test_two_drafts_of_one_placement_become_one(app: Flask) -> None:
    with app.app_context(), transaction() as session:
        placement_id = make_placement(session, is_signed=False).id
        actor_id = make_account(session, Role.COORDINATOR).id

    def prepare() -> str:
        with app.app_context():
            placement = db.session().get_one(Placement, placement_id)
            actor = db.session().get_one(Account, actor_id)
            sheet = make_sheet(db.session(), placement)
            try:
                with transaction() as session:
                    agreements.prepare(session, placement, sheet, actor=actor, edition=EDITION)
            except RuleViolation as violation:
                return violation.rule.value
        return "prepared"

    assert sorted(at_once([prepare] * 4)) == ["prepared", *[Rule.STALE_VERSION.value] * 3]
