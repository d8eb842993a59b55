"""Two phones correct the same signed day: one version, whichever comes first."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, datetime
from threading import Barrier
from uuid import UUID, uuid4

from flask import Flask
from sqlalchemy import select

from msp_du.domain.errors import Rule, RuleViolation
from msp_du.domain.vocabulary import HoursState, Role, SignatureVia
from msp_du.extensions import db, transaction
from msp_du.models import Account, HoursEntry, Person
from msp_du.services import approvals, hours_corrections, hours_sums
from tests.factories import make_account, make_entry, make_placement
from tests.support.hours import DAY, NOW, THURSDAY, WHOLE_YEAR

BOTH = 4


def seed(app: Flask) -> tuple[UUID, UUID]:
    with app.app_context(), transaction() as session:
        placement = make_placement(session, periods=WHOLE_YEAR)
        person = session.get_one(Person, placement.enrolment_year.enrolment.person_id)
        trainee = make_account(session, Role.TRAINEE, person=person)
        entry = make_entry(
            session, placement=placement, worked_on=THURSDAY, state=HoursState.SUBMITTED
        )
        approvals.approve(
            session,
            placement,
            actor=None,
            contact=placement.contact,
            entry_ids=[entry.id],
            digest=approvals.digest_of([entry]),
            declared_name="Claire Morel",
            declared_capacity="Cadre",
            via=SignatureVia.ACCOUNT,
            now=datetime.now(UTC),
        )
        return trainee.id, entry.id


def test_a_signed_day_gets_one_correction(app: Flask) -> None:
    trainee_id, entry_id = seed(app)
    start = Barrier(BOTH)

    def correct(number: int) -> Rule | None:
        with app.app_context():
            session = db.session()
            entry = session.get_one(HoursEntry, entry_id)
            actor = session.get_one(Account, trainee_id)
            session.rollback()
            start.wait()
            try:
                with transaction() as writing:
                    hours_corrections.correct(
                        writing,
                        entry,
                        replace(DAY, minutes=300 + number),
                        actor=actor,
                        client_id=uuid4(),
                        now=NOW,
                    )
            except RuleViolation as violation:
                return violation.rule
            return None

    with ThreadPoolExecutor(BOTH) as pool:
        answers = list(pool.map(correct, range(BOTH)))
    assert answers.count(None) == 1
    assert answers.count(Rule.HOURS_ALREADY_CORRECTED) == BOTH - 1
    with app.app_context():
        session = db.session()
        later = session.scalars(select(HoursEntry).where(HoursEntry.replaces_id == entry_id)).all()
        assert len(later) == 1
        assert hours_sums.differences(session) == []
