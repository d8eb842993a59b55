"""The law asked about placements: what stops them, what is let pass, who wins when two collide."""

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from datetime import date
from threading import Barrier
from typing import cast
from uuid import UUID

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from msp_du.domain.allowances import Rate
from msp_du.domain.attendance import HalfDay
from msp_du.domain.errors import Rule, RuleViolation
from msp_du.domain.hours import Period
from msp_du.domain.placement_lengths import YearStart
from msp_du.domain.placement_limits import Finding, LegalFigures, Limit, Terms
from msp_du.domain.vocabulary import Regime, Role
from msp_du.extensions import db, transaction
from msp_du.models import (
    Account,
    AuditEvent,
    Contact,
    EnrolmentYear,
    Institution,
    Module,
    Placement,
    PlacementOverride,
)
from msp_du.services import legal_figures, placement_checks, placement_terms, placements
from msp_du.services.placement_checks import LawAnswers
from msp_du.services.placements import PlacementSheet
from tests.factories import (
    make_account,
    make_contact,
    make_enrolment,
    make_organisation,
    module_id,
)
from tests.factories.attendance import make_class_session

FIRST, LAST = date(2026, 9, 1), date(2027, 6, 30)
STUDENT = Regime.STUDENT_INTERNSHIP
UNKNOWN = Limit.TAUGHT_PRESENT_UNKNOWN
REASON = "Accord écrit de l’université et de la structure."


@dataclass(frozen=True, slots=True)
class Desk:
    """A coordinator who opens placements of a trainee."""

    session: Session
    actor_id: UUID
    year_id: UUID
    contact_id: UUID

    def sheet(self, hours: int, law: LawAnswers | None, regime: Regime = STUDENT) -> PlacementSheet:
        year = self.session.get_one(EnrolmentYear, self.year_id)
        code = module_id(self.session, year.curriculum_version_id, "P151")
        return PlacementSheet(
            contact=self.session.get_one(Contact, self.contact_id),
            module=self.session.get_one(Module, code),
            regime=regime,
            periods=[Period(FIRST, LAST, hours * 60)],
            law=law,
        )

    def open(
        self,
        hours: int,
        law: LawAnswers | None = None,
        *,
        contact: Contact | None = None,
        regime: Regime = STUDENT,
        year_id: UUID | None = None,
    ) -> Placement:
        sheet = self.sheet(hours, law, regime)
        sheet = replace(sheet, contact=contact or sheet.contact)
        with transaction() as session:
            year = session.get_one(EnrolmentYear, year_id or self.year_id)
            return placements.create(session, year, sheet, actor=self.actor(session))

    def actor(self, session: Session) -> Account:
        return session.get_one(Account, self.actor_id)

    def overrides(self, placement: Placement) -> Sequence[PlacementOverride]:
        self.session.expire_all()
        return placement_checks.overrides(self.session, placement.id)


@pytest.fixture
def desk(session: Session) -> Desk:
    with transaction() as s:
        enrolment = make_enrolment(s, regime=STUDENT)
        contact = make_contact(s)
        actor = make_account(s, Role.COORDINATOR)
        return Desk(session, actor.id, enrolment.years[0].id, contact.id)


def refused(desk: Desk, hours: int, law: LawAnswers | None = None) -> tuple[Rule, list[Finding]]:
    with pytest.raises(RuleViolation) as refusal:
        desk.open(hours, law)
    found = cast("tuple[Finding, ...]", refusal.value.details["findings"])
    assert desk.session.execute(select(Placement)).scalars().all() == []
    return refusal.value.rule, list(found)


def answers(found: Sequence[Finding], reason: str | None = None) -> LawAnswers:
    """What the form says once these findings were read."""
    seen = frozenset((one.limit, one.figure) for one in found)
    return LawAnswers(seen=seen, confirmed=True, reason=reason)


def test_custom_is_asked_once_and_remembered(desk: Desk) -> None:
    rule, found = refused(desk, 420, LawAnswers(confirmed=True))
    assert rule is Rule.PLACEMENT_WARNING_UNCONFIRMED
    assert [one.limit for one in found] == [UNKNOWN, Limit.ALLOWANCE, Limit.LEAVE]
    placement = desk.open(420, answers(found))
    assert {row.kind for row in desk.overrides(placement)} == {one.limit for one in found}
    assert {row.reason for row in desk.overrides(placement)} == {None}
    unchanged = replace(desk.sheet(420, LawAnswers()), service="Accueil")
    with transaction() as s:
        placements.edit(s, placement, unchanged, actor=desk.actor(s), version=placement.version)
    more, actor = desk.sheet(421, LawAnswers()), desk.actor(desk.session)
    with pytest.raises(RuleViolation) as refusal, transaction() as s:
        placements.edit(s, placement, more, actor=actor, version=placement.version)
    left = cast("tuple[Finding, ...]", refusal.value.details["findings"])
    assert [one.limit for one in left] == [Limit.ALLOWANCE, Limit.LEAVE]


def test_what_is_forbidden_needs_a_reason_that_is_kept(desk: Desk) -> None:
    rule, found = refused(desk, 925, LawAnswers(confirmed=True, reason=REASON))
    assert rule is Rule.PLACEMENT_FORBIDDEN
    assert (found[0].limit, found[0].figure, found[0].article) == (
        Limit.HOST_YEAR,
        925 * 60,
        "L124-5",
    )
    assert refused(desk, 925, answers(found))[0] is Rule.PLACEMENT_FORBIDDEN
    placement = desk.open(925, answers(found, REASON))
    kept = [row for row in desk.overrides(placement) if row.is_forbidden]
    assert [(row.kind, row.reason, row.since, row.account_id) for row in kept] == [
        (Limit.HOST_YEAR, REASON, date(2026, 9, 1), desk.actor_id)
    ]
    acts = desk.session.scalars(select(AuditEvent.act).order_by(AuditEvent.sequence)).all()
    assert acts[-1] == "placements:create"
    assert acts.count("placements:override-limit") == 1


def test_without_a_form_only_the_forbidden_stops(desk: Desk) -> None:
    assert refused(desk, 925)[0] is Rule.PLACEMENT_FORBIDDEN
    placement = desk.open(924)
    assert desk.overrides(placement) == []
    found = placement_checks.findings(desk.session, placement)
    assert Limit.ALLOWANCE in {one.finding.limit for one in found}


def test_renewals_at_one_host_count_together_and_other_hosts_do_not(desk: Desk) -> None:
    desk.open(500)
    with transaction() as s:
        elsewhere = make_contact(s)
    desk.open(500, contact=elsewhere)
    desk.open(500, regime=Regime.EMPLOYMENT)
    with pytest.raises(RuleViolation) as refusal:
        desk.open(425)
    assert refusal.value.rule is Rule.PLACEMENT_FORBIDDEN
    desk.open(424)


def test_another_trainee_on_the_post_waits_for_a_third(desk: Desk) -> None:
    desk.open(140)
    with transaction() as s:
        year, actor = make_enrolment(s, regime=STUDENT).years[0], desk.actor(s)
    sheet = desk.sheet(140, LawAnswers(terms=Terms(is_same_post=True), confirmed=True))
    sheet = replace(sheet, periods=[Period(date(2027, 7, 1), date(2027, 8, 31), 140 * 60)])
    with pytest.raises(RuleViolation) as refusal, transaction() as s:
        placements.create(s, year, sheet, actor=actor)
    gap = cast("tuple[Finding, ...]", refusal.value.details["findings"])[0]
    assert (gap.limit, gap.figure, gap.bound, gap.since) == (Limit.GAP, 0, 101, LAST)
    with transaction() as s:
        away = replace(sheet, service="Autre lieu", law=None)
        placements.create(s, year, away, actor=actor)


def test_classes_in_the_calendar_are_counted_once_a_half_day(desk: Desk) -> None:
    with transaction() as s:
        cohort = s.get_one(EnrolmentYear, desk.year_id).enrolment.cohort
        make_class_session(s, cohort=cohort, in_groups=True)
        make_class_session(s, cohort=cohort, in_groups=True, module="M112")
        make_class_session(s, cohort=cohort, half_day=HalfDay.AFTERNOON)
    rule, found = refused(desk, 140, LawAnswers())
    assert rule is Rule.PLACEMENT_FORBIDDEN
    assert found == [Finding(Limit.TAUGHT_PRESENT, 420, 3000)]


def test_a_fourth_trainee_of_one_contact_is_told(desk: Desk) -> None:
    with transaction() as s:
        years = [make_enrolment(s, regime=STUDENT).years[0].id for _ in range(3)]
    for year_id in years:
        desk.open(140, year_id=year_id)
    found = refused_now(desk, 140)
    assert [(one.limit, one.figure) for one in found] == [(UNKNOWN, 0), (Limit.SUPERVISED, 4)]


def refused_now(desk: Desk, hours: int) -> list[Finding]:
    with pytest.raises(RuleViolation) as refusal:
        desk.open(hours, LawAnswers())
    return list(cast("tuple[Finding, ...]", refusal.value.details["findings"]))


def test_what_is_stated_is_kept_with_the_placement(desk: Desk) -> None:
    terms = Terms(weekly_minutes=28 * 60, has_nights=True, signed_on=date(2026, 8, 20))
    law = LawAnswers(terms=terms, seen=frozenset({(UNKNOWN, 0)}), confirmed=True)
    placement = desk.open(140, law)
    assert placement_terms.of_placement(desk.session, placement.id) == terms


def test_the_institution_sets_its_figures_one_writer_at_a_time(desk: Desk) -> None:
    figures = LegalFigures(
        most_minutes=100 * 60,
        year_starts=YearStart(10, 1),
        rates=(Rate(date(2026, 1, 1), 450), Rate(date(2027, 1, 1), 460)),
    )
    with transaction() as s:
        institution = s.execute(select(Institution)).scalar_one()
        legal_figures.change(s, institution, figures, version=0, actor=desk.actor(s))
    found = legal_figures.in_force(desk.session, institution.id)
    assert found == legal_figures.InForce(figures, 1)
    with pytest.raises(RuleViolation) as refusal, transaction() as s:
        legal_figures.change(s, institution, figures, version=0, actor=desk.actor(s))
    assert refusal.value.rule is Rule.STALE_VERSION
    with transaction() as s:
        fewer = replace(figures, rates=figures.rates[1:])
        legal_figures.change(s, institution, fewer, version=1, actor=desk.actor(s))
    desk.session.expire_all()
    assert legal_figures.in_force(desk.session, institution.id).version == 2
    _rule, told = refused(desk, 112)  # 11 of them in September, of the year before
    assert [one.since for one in told] == [date(2026, 10, 1)]


def test_two_who_open_half_of_too_much_at_once_open_one(app: Flask) -> None:
    with app.app_context():
        with transaction() as s:
            contact = make_contact(s, organisation=make_organisation(s))
            enrolment = make_enrolment(s, regime=STUDENT)
            actor = make_account(s, Role.COORDINATOR)
            ids = actor.id, enrolment.years[0].id, contact.id
        db.session.remove()
    start = Barrier(2)

    def open_one(_turn: int) -> str:
        with app.app_context():
            desk = Desk(db.session(), *ids)
            start.wait()
            try:
                desk.open(500)
            except RuleViolation as violation:
                return violation.rule.value
            finally:
                db.session.remove()
            return "opened"

    with ThreadPoolExecutor(2) as threads:
        assert sorted(threads.map(open_one, range(2))) == ["opened", "placement-forbidden"]
