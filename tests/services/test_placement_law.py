"""Allowances from signed hours; certificates and their signed copy."""

from datetime import UTC, date, datetime, timedelta

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from msp_du.domain import frozen_facts
from msp_du.domain import placement_certificates as papers
from msp_du.domain.agreements import SignerCapacity
from msp_du.domain.allowances import AllowanceState
from msp_du.domain.errors import Rule, RuleViolation
from msp_du.domain.placement_documents import PlacementPaper
from msp_du.domain.placement_limits import LegalFigures, Terms
from msp_du.domain.placement_presence import OddPresence
from msp_du.domain.vocabulary import GateState, HoursState, JobKind, Regime, Role, SignatureVia
from msp_du.extensions import transaction
from msp_du.jobs.worker import run_due
from msp_du.models import (
    HoursSignature,
    Job,
    Placement,
)
from msp_du.services import (
    gates,
    hours,
    hours_openings,
    placement_allowances,
    placement_certificates,
    placement_documents,
    placement_papers,
    placement_presence,
    placement_terms,
)
from tests.factories import (
    TODAY,
    make_account,
    make_cohort,
    make_enrolment,
    make_entry,
    make_placement,
)
from tests.factories.agreements import make_sent, sign
from tests.support.placement_office import FIRST, LAST, NOW, Desk, open_desk
from tests.support.statements import statements

FIGURES = LegalFigures()


def work(session: Session, placement: Placement, *days: tuple[date, int]) -> None:
    """Note days that the host signed."""
    signature = HoursSignature(
        placement_id=placement.id,
        contact_id=placement.contact_id,
        signed_at=NOW,
        declared_name="Amina Diallo",
        declared_capacity="Coordinatrice",
        minutes=sum(minutes for _day, minutes in days),
        digest="0" * 64,
        via=SignatureVia.ACCOUNT,
    )
    session.add(signature)
    session.flush()
    for day, minutes in days:
        entry = make_entry(session, placement=placement, worked_on=day, minutes=minutes)
        entry.state, entry.signature_id = HoursState.APPROVED, signature.id
    session.flush()


@pytest.fixture
def desk(session: Session) -> Desk:
    return open_desk(session, Regime.STUDENT_INTERNSHIP)


def test_309_hours_are_paid_from_the_first_one_by_month(desk: Desk) -> None:
    with transaction() as s:
        work(s, desk.placement, (date(2026, 1, 31), 154 * 60), (date(2026, 2, 1), 155 * 60))
        placement_terms.keep(s, desk.placement, Terms(signed_on=date(2025, 12, 20)))
    found = placement_allowances.of_placement(desk.session, desk.placement, FIGURES)
    assert (found.state, found.rate.cents, found.cents) == (AllowanceState.DUE, 435, 134_415)
    assert [(one.first_day.month, one.cents) for one in found.months] == [(1, 66_990), (2, 67_425)]
    with transaction() as s:
        placement_terms.keep(s, desk.placement, Terms(signed_on=date(2026, 1, 2)))
    found = placement_allowances.of_placement(desk.session, desk.placement, FIGURES)
    assert (found.rate.cents, found.cents) == (450, 139_050)


@pytest.mark.parametrize(
    ("regime", "planned", "state"),
    [
        (Regime.STUDENT_INTERNSHIP, 308, AllowanceState.BELOW),
        (Regime.CONTINUING_EDUCATION, 925, AllowanceState.NOT_BY_LAW),
        (Regime.EMPLOYMENT, 925, AllowanceState.PAID_WORK),
    ],
    ids=str,
)
def test_nothing_is_due_below_the_threshold_or_under_another_tie(
    session: Session, regime: Regime, planned: int, state: AllowanceState
) -> None:
    desk = open_desk(session, regime, planned)
    with transaction() as s:
        work(s, desk.placement, (FIRST, 308 * 60))
    found = placement_allowances.of_placement(session, desk.placement, FIGURES)
    assert (found.state, found.cents, found.minutes) == (state, 0, 308 * 60)


def test_the_rate_is_that_of_the_day_the_agreement_was_signed(session: Session) -> None:
    with transaction() as s:
        enrolment = make_enrolment(s, regime=Regime.STUDENT_INTERNSHIP)
        periods = [(FIRST, LAST, 309 * 60)]
        placement = make_placement(s, enrolment=enrolment, periods=periods, is_signed=False)
        work(s, placement, (FIRST, 309 * 60))
        placement_terms.keep(s, placement, Terms(signed_on=date(2026, 1, 2)))
        agreement = make_sent(s, placement, signers=[SignerCapacity.TRAINEE], others=[("Ana", "")])

    def cents() -> int:
        return placement_allowances.of_placement(session, placement, FIGURES).rate.cents

    first, last = agreement.signers
    for signer in (first, last):
        assert cents() == 450
        with transaction() as s:
            sign(s, signer)
            signer.signed_at = datetime(2025, 12, 31, 22, 59, tzinfo=UTC)
    assert cents() == 435
    with transaction():
        last.signed_at = datetime(2025, 12, 31, 23, 0, tzinfo=UTC)
    assert cents() == 450
    with transaction():
        last.signed_on = date(2025, 12, 31)
    assert cents() == 435


def test_hours_that_nobody_signed_are_not_paid(desk: Desk) -> None:
    with transaction() as s:
        make_entry(s, placement=desk.placement, worked_on=FIRST, state=HoursState.SUBMITTED)
    assert placement_allowances.of_placement(desk.session, desk.placement, FIGURES).months == ()


def test_a_cohort_is_read_in_as_many_statements_for_any_number(session: Session) -> None:
    with transaction() as s:
        cohort = make_cohort(s)
        make_placement(s, enrolment=make_enrolment(s, cohort=cohort))

    def count() -> int:
        session.expire_all()
        assert cohort.code
        with statements(session.get_bind().engine) as sent:
            for one in placement_allowances.of_cohort(session, cohort):
                assert one.placement.enrolment_year.enrolment.person.name.display
        return len(sent)

    few = count()
    with transaction() as s:
        for _ in range(5):
            placement = make_placement(s, enrolment=make_enrolment(s, cohort=cohort))
            work(s, placement, (TODAY - timedelta(days=2), 420))
    assert count() == few
    assert len(placement_allowances.of_cohort(session, cohort)) == 6


def test_days_against_what_is_stated_are_listed(desk: Desk) -> None:
    sunday, holiday = date(2026, 3, 8), date(2026, 4, 6)
    with transaction() as s:
        work(s, desk.placement, (sunday, 60), (holiday, 60), (date(2026, 3, 9), 60))
        placement_terms.keep(s, desk.placement, Terms(has_sundays=True))
    zone = hours.zone_of(desk.placement)
    assert placement_presence.unstated_days(desk.session, desk.placement, zone) == [
        (holiday, OddPresence.HOLIDAY)
    ]


def test_a_draft_is_printed_once_for_the_same_facts(desk: Desk) -> None:
    with pytest.raises(RuleViolation) as refusal:
        desk.request()
    assert refusal.value.rule is Rule.CERTIFICATE_NO_HOURS
    with transaction() as s:
        work(s, desk.placement, (FIRST, 309 * 60))
    draft = desk.request()
    assert desk.request().id == draft.id
    assert desk.request(TODAY + timedelta(days=1)).id != draft.id
    facts = papers.read(frozen_facts.unchanged(draft.facts, draft.facts_digest))
    assert facts.paper is PlacementPaper.PLACEMENT_CERTIFICATE
    assert (facts.length.days, facts.cents, facts.trainee.email) == (44, 139_050, None)
    jobs = desk.session.scalars(select(Job).where(Job.kind == JobKind.PLACEMENT_CERTIFICATE)).all()
    assert len(jobs) == 2
    for content in (b"%PDF first", b"%PDF second"):
        with transaction() as s:
            placement_certificates.finish(s, draft.id, content, now=NOW)
    desk.session.expire_all()
    assert draft.file is not None
    assert draft.file.content == b"%PDF first"
    assert placement_certificates.prepare(desk.session, draft.id) is None


def test_the_worker_makes_the_employers_attestation(app: Flask, session: Session) -> None:
    desk = open_desk(session, Regime.EMPLOYMENT)
    with transaction() as s:
        work(s, desk.placement, (FIRST, 309 * 60))
        person = desk.placement.enrolment_year.enrolment.person
        make_account(s, Role.TRAINEE, person=person, email="stagiaire@example.org")
    draft = desk.request()
    assert run_due(app, now=NOW + timedelta(days=400)) == 1
    session.expire_all()
    facts = papers.read(draft.facts)
    assert (facts.paper, facts.cents_an_hour) == (PlacementPaper.EMPLOYER_CERTIFICATE, 0)
    assert facts.trainee.email == "stagiaire@example.org"
    assert draft.file is not None
    assert draft.file.content.startswith(b"%PDF-")
    assert not placement_certificates.is_given_up(session, draft)


def gate(desk: Desk) -> GateState | None:
    year_id = desk.placement.enrolment_year_id
    return gates.conditions_of_years(desk.session, [year_id])[year_id].papers.state


def keep_copy(desk: Desk, content: bytes, received_on: date) -> None:
    with transaction() as s:
        placement_certificates.keep_signed_copy(
            s,
            desk.placement,
            content,
            "application/pdf",
            received_on=received_on,
            actor=desk.actor,
            now=NOW,
        )


def test_the_signed_copy_takes_the_place_of_the_dated_tick(desk: Desk) -> None:
    with transaction() as s:
        work(s, desk.placement, (FIRST, 309 * 60))
    assert gate(desk) is GateState.PENDING
    assert not placement_certificates.is_signed(desk.session, desk.placement)
    with pytest.raises(RuleViolation) as refusal:
        keep_copy(desk, b"%PDF a", FIRST - timedelta(days=1))
    assert refusal.value.rule is Rule.PLACEMENT_DOCUMENT_TOO_EARLY
    assert not hours_openings.is_closed(desk.session, desk.placement)
    keep_copy(desk, b"%PDF a", LAST)
    assert gate(desk) is GateState.MET
    with pytest.raises(RuleViolation) as refusal:
        hours_openings.check(desk.session, desk.placement)
    assert refusal.value.rule is Rule.HOURS_CLOSED
    keep_copy(desk, b"%PDF b", TODAY)
    assert placement_certificates.is_signed(desk.session, desk.placement)
    found = placement_papers.of_placement(desk.session, desk.placement_id)
    assert found is not None
    assert found.scan is not None
    assert (found.received_on, found.scan.content) == (LAST, b"%PDF b")
    with transaction() as s:
        placement_documents.withdraw(s, desk.placement, actor=desk.actor)
    assert gate(desk) is GateState.PENDING
    hours_openings.check(desk.session, desk.placement)


def test_the_dated_tick_remains_enough(desk: Desk) -> None:
    with transaction() as s:
        placement_documents.receive(s, desk.placement, received_on=LAST, actor=desk.actor, now=NOW)
    assert placement_certificates.is_signed(desk.session, desk.placement)
    keep_copy(desk, b"%PDF later", TODAY)
    found = placement_papers.of_placement(desk.session, desk.placement_id)
    assert found is not None
    assert (found.received_on, found.scan_id is None) == (LAST, False)
