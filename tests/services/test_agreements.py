"""An agreement prepared, sent, signed in any order, corrected and amended; an early end."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from msp_du.domain.agreement_terms import TermsPeriod
from msp_du.domain.agreements import AgreementState, HoursBar, SignedVia, SignerCapacity, state_on
from msp_du.domain.errors import Rule, RuleViolation
from msp_du.domain.vocabulary import HoursKind, JobKind, Role
from msp_du.models import Account, Agreement, AuditEvent, Job, Placement, PlacementPeriod
from msp_du.services import (
    agreement_days,
    agreement_rows,
    agreement_signing,
    agreements,
    hours,
    placement_life,
)
from msp_du.services.agreement_signing import Scan
from msp_du.services.hours import LoggedDay
from tests.factories import TODAY, make_account, make_placement
from tests.factories.agreements import (
    EDITION,
    make_draft,
    make_sent,
    make_sheet,
    sign,
    sign_all,
)

NOW = datetime.now(UTC)
SCAN = Scan(b"%PDF-1.7 signed", "application/pdf", TODAY)


@pytest.fixture
def placement(session: Session) -> Placement:
    return make_placement(session, is_signed=False, tutor=make_account(session, Role.TUTOR))


@pytest.fixture
def actor(session: Session) -> Account:
    return make_account(session, Role.COORDINATOR)


def refused(act: object, *arguments: object, **named: object) -> RuleViolation:
    with pytest.raises(RuleViolation) as refusal:
        act(*arguments, **named)  # type: ignore[operator]
    return refusal.value


def state(session: Session, placement: Placement, day: date = TODAY) -> AgreementState:
    return state_on(agreement_days.standings(session, [placement.id])[placement.id], day)


def log(session: Session, placement: Placement, day: date, actor: Account) -> None:
    hours.log(
        session,
        placement,
        LoggedDay(day, HoursKind.GROUP, minutes=60),
        actor=actor,
        client_id=uuid4(),
        now=NOW,
    )


def test_three_signers_one_on_paper_an_amendment_and_an_early_end(
    session: Session, placement: Placement, actor: Account
) -> None:
    yesterday = TODAY - timedelta(days=1)
    assert state(session, placement) is AgreementState.DRAFT
    refusal = refused(log, session, placement, yesterday, actor)
    assert refusal.rule is Rule.HOURS_UNSIGNED
    agreement = make_sent(session, placement, actor=actor)
    assert [each.capacity for each in agreement.signers] == [
        SignerCapacity.TRAINEE,
        SignerCapacity.HOST_SIGNATORY,
        SignerCapacity.UNIVERSITY,
    ]
    assert state(session, placement) is AgreementState.AWAITING_SIGNATURES
    trainee, host, university = agreement.signers
    sign(session, university)
    agreement_signing.sign_on_paper(
        session, agreement, [host.id], SCAN, actor=actor, now=NOW, today=TODAY
    )
    assert agreement_days.awaited(session, [placement.id]) == {
        placement.id: [SignerCapacity.TRAINEE]
    }
    assert refused(log, session, placement, yesterday, actor).rule is Rule.HOURS_UNSIGNED
    sign(session, trainee)
    assert (host.via, host.signed_on, host.recorded_by_id) == (SignedVia.PAPER, TODAY, actor.id)
    assert host.scan is not None
    assert host.scan.content == SCAN.content
    assert state(session, placement) is AgreementState.ACTIVE
    log(session, placement, yesterday, actor)

    later = TODAY + timedelta(days=40)
    placement.periods.append(
        PlacementPeriod(starts_on=later, ends_on=later + timedelta(days=9), planned_minutes=600)
    )
    session.flush()
    assert agreement_days.bar(session, placement, later) is HoursBar.UNSIGNED
    amendment = make_sent(session, placement, actor=actor)
    assert (amendment.number, amendment.amends_id) == (1, agreement.id)
    assert amendment.reference == agreement.reference
    assert state(session, placement) is AgreementState.ACTIVE
    sign_all(session, amendment)
    assert agreement_days.bar(session, placement, later) is None
    assert agreement.state is AgreementState.SIGNED

    ending = placement_life.end_early(
        session, placement, ended_on=TODAY, planned_minutes=None, actor=actor, now=NOW
    )
    kept = round(280 * 60 * 31 / 61)
    assert [each.planned_minutes for each in placement.periods] == [kept]
    assert (ending.former_minutes, ending.planned_minutes) == (280 * 60 + 600, kept)
    assert state(session, placement) is AgreementState.ACTIVE
    assert state(session, placement, TODAY + timedelta(days=1)) is AgreementState.TERMINATED
    assert agreement_days.bar(session, placement, later) is HoursBar.ENDED
    placement_life.take_back_end(session, placement, actor=actor)
    assert [each.planned_minutes for each in placement.periods] == [280 * 60, 600]
    printed = session.scalars(
        select(Job.key).where(Job.kind == JobKind.AGREEMENT_RENDER).order_by(Job.key)
    ).all()
    assert sorted(key.split(":", 1)[1] for key in printed) == sorted(
        f"{each.id}:{stage}" for each in (agreement, amendment) for stage in ("sent", "signed")
    )
    acts = session.scalars(select(AuditEvent.act).where(AuditEvent.act.like("agreements:%"))).all()
    assert acts.count("agreements:sign") == 5
    assert acts.count("agreements:put-in-force") == 2


@pytest.mark.parametrize(
    ("typed", "again"),
    [
        pytest.param({"course_title": "Diplôme"}, ["university"], id="a title: the university"),
        pytest.param(
            {"allowance": "4,50 € l’heure"},
            ["trainee", "host_signatory", "university"],
            id="the allowance: everybody",
        ),
    ],
)
def test_a_correction_is_signed_again_by_those_it_concerns(
    session: Session,
    placement: Placement,
    actor: Account,
    typed: dict[str, str],
    again: list[str],
) -> None:
    first = make_sent(session, placement, actor=actor)
    sign_all(session, first)
    sheet = make_sheet(session, placement, **typed)
    fixed = agreements.correct(
        session, first, sheet, actor=actor, edition=EDITION, version=first.version
    )
    assert (fixed.number, fixed.edition, fixed.corrects_id) == (0, 2, first.id)
    assert [each.capacity.value for each in agreement_rows.awaited(fixed)] == again
    kept = [each for each in fixed.signers if each.signed_at]
    assert {each.digest for each in kept} <= {first.facts_digest}
    assert first.state is AgreementState.SIGNED
    assert state(session, placement) is AgreementState.ACTIVE
    sign_all(session, fixed)
    assert (first.state, fixed.state) == (AgreementState.REPLACED, AgreementState.SIGNED)


def test_a_correction_before_the_last_signature_replaces_at_once(
    session: Session, placement: Placement, actor: Account
) -> None:
    first = make_sent(session, placement, actor=actor)
    sign(session, first.signers[0])
    same = make_sheet(session, placement)
    correct: dict[str, Any] = {"actor": actor, "edition": EDITION}
    with session.begin_nested() as attempt:
        refusal = refused(
            agreements.correct, session, first, same, version=first.version, **correct
        )
        attempt.rollback()
    assert refusal.rule is Rule.AGREEMENT_SAME
    sheet = make_sheet(session, placement, course_title="Diplôme")
    stale = refused(agreements.correct, session, first, sheet, version=99, **correct)
    assert stale.rule is Rule.STALE_VERSION
    fixed = agreements.correct(session, first, sheet, version=first.version, **correct)
    assert first.state is AgreementState.REPLACED
    assert [each.capacity for each in agreement_rows.awaited(fixed)] == [
        SignerCapacity.HOST_SIGNATORY,
        SignerCapacity.UNIVERSITY,
    ]
    refusal = refused(sign, session, first.signers[1])
    assert refusal.rule is Rule.AGREEMENT_STATE


def test_another_text_than_was_shown_is_not_signed(
    session: Session, placement: Placement, actor: Account
) -> None:
    agreement = make_sent(session, placement, actor=actor)
    signer = agreement.signers[0]
    assert refused(sign, session, signer, digest="0" * 64).rule is Rule.AGREEMENT_CHANGED
    assert signer.signed_at is None
    sign(session, signer)
    assert refused(sign, session, signer).rule is Rule.AGREEMENT_SIGNED_ALREADY
    early = replace(SCAN, signed_on=TODAY - timedelta(days=1))
    paper: dict[str, Any] = {"actor": actor, "now": NOW, "today": TODAY}
    on_paper = agreement_signing.sign_on_paper
    host = [agreement.signers[1].id]
    assert refused(on_paper, session, agreement, host, early, **paper).field == "signed_on"
    nobody = refused(on_paper, session, agreement, [uuid4()], SCAN, **paper)
    assert nobody.rule is Rule.AGREEMENT_SIGNERS
    again = refused(on_paper, session, agreement, [signer.id], SCAN, **paper)
    assert again.rule is Rule.AGREEMENT_SIGNED_ALREADY


def test_a_draft_is_changed_and_dropped_until_it_is_sent(
    session: Session, placement: Placement, actor: Account
) -> None:
    draft = make_draft(session, placement, actor=actor, others=[("Lou Martin", "Présidence")])
    assert draft.signers[-1].name == "Lou Martin"
    refusal = refused(make_draft, session, placement, actor=actor)
    assert refusal.rule is Rule.STALE_VERSION
    sheet = make_sheet(session, placement, activities="- Accueil")
    write: dict[str, Any] = {"actor": actor, "edition": EDITION}
    draft = agreements.prepare(session, placement, sheet, version=draft.version, **write)
    facts = agreement_rows.facts_of(draft)
    assert facts is not None
    assert facts.terms.activities == "- Accueil"
    assert facts.terms.periods == (
        TermsPeriod(TODAY - timedelta(days=30), TODAY + timedelta(days=30), 280 * 60),
    )
    agreements.drop(session, draft, actor=actor)
    assert session.scalars(select(Agreement)).all() == []
    sent = make_sent(session, placement, actor=actor)
    assert refused(agreements.drop, session, sent, actor=actor).rule is Rule.AGREEMENT_STATE
    under_way = refused(agreements.prepare, session, placement, sheet, **write)
    assert under_way.rule is Rule.AGREEMENT_UNDER_WAY
