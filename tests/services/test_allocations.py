"""A round from its wishes to its placements: what is kept, refused and made."""

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from msp_du.domain.agreements import AgreementState
from msp_du.domain.allocation import SideRule
from msp_du.domain.errors import Rule, RuleViolation
from msp_du.domain.vocabulary import EnrolmentState, OrganisationKind
from msp_du.extensions import transaction
from msp_du.models import (
    Agreement,
    Allocation,
    EnrolmentYear,
    Placement,
)
from msp_du.services import (
    agreement_rows,
    allocation_ground,
    allocations,
    campaigns,
    placement_offers,
    placements,
)
from msp_du.services.allocations import Confirmed
from tests.factories import (
    make_cohort,
    make_contact,
    make_enrolment,
    make_organisation,
    make_placement,
)
from tests.factories.agreements import EDITION
from tests.factories.allocation import (
    make_allocation,
    make_campaign,
    make_exclusion,
    make_wishes,
)
from tests.support.rounds import NOW, Round, acts, open_round


@pytest.fixture
def known(session: Session) -> Round:
    return open_round(session)


def keep(session: Session, known: Round, version: int = 0) -> Allocation:
    proposal = allocations.propose(session, known.campaign)
    with transaction():
        return allocations.keep(
            session, known.campaign, proposal, version=version, actor=known.coordinator, now=NOW
        )


def confirm(session: Session, known: Round, version: int) -> Confirmed:
    with transaction():
        return allocations.confirm(
            session,
            known.campaign,
            typed_code=known.code,
            version=version,
            actor=known.coordinator,
            edition=EDITION,
        )


def given(allocation: Allocation) -> dict[object, object]:
    return {row.enrolment_year_id: row.offer_id for row in allocation.rows}


def count(session: Session) -> int:
    return session.scalar(select(func.count()).select_from(Placement)) or 0


def test_a_proposal_becomes_placements_once(session: Session, known: Round) -> None:
    allocation = keep(session, known)
    first, second, third = known.years
    assert given(allocation) == {
        first.id: known.club.id, second.id: known.ward.id, third.id: None
    }  # fmt: skip
    assert confirm(session, known, allocation.version) == Confirmed(2, ())
    made = session.execute(select(Placement).where(Placement.enrolment_year_id == first.id))
    placement = made.scalar_one()
    (draft,) = agreement_rows.of_placement(session, placement)
    assert (draft.state, draft.number, bool(draft.signers)) == (AgreementState.DRAFT, 0, True)
    (period,) = placement.periods
    assert (placement.contact_id, placement.module.code, placement.regime) == (
        known.club.contact_id, "P151", first.enrolment.regime
    )  # fmt: skip
    assert (period.starts_on, period.ends_on, period.planned_minutes) == (
        known.club.starts_on, known.club.ends_on, known.club.planned_minutes
    )  # fmt: skip
    assert confirm(session, known, 1) == Confirmed(0, ())
    assert count(session) == 2
    assert acts(session, "allocations:%") == ["allocations:propose", "allocations:confirm"]
    told = known.mine(session, 0)
    assert (told.placement_id, told.stage.value) == (placement.id, "confirmed")
    assert known.mine(session, 2).placement_id is None


def test_the_same_round_gives_the_same_proposal(session: Session, known: Round) -> None:
    with transaction():
        known.club.capacity = 0
        make_wishes(session, known.campaign, known.years[2], [known.ward])
        known.years[2].enrolment.person.sort_key = "a"  # another order of rows
    first = allocations.propose(session, known.campaign)
    assert allocations.propose(session, known.campaign) == first
    winners = set()
    for seed in range(12):
        known.campaign.seed = seed
        proposal = allocations.propose(session, known.campaign).given
        winners |= {key for key, place in proposal.items() if place}
    assert winners == {str(year.id) for year in known.years}


def test_who_left_has_a_placement_or_repeats_elsewhere_takes_no_part(
    session: Session, known: Round
) -> None:
    with transaction():
        known.years[0].enrolment.state = EnrolmentState.SUSPENDED
        make_placement(session, enrolment=known.years[1].enrolment)
        repeated = make_enrolment(session, cohort=known.campaign.cohort)
        again = EnrolmentYear(
            institution_id=repeated.institution_id,
            enrolment_id=repeated.id,
            year_number=1,
            attempt=2,
            curriculum_version_id=repeated.cohort.curriculum_version_id,
            academic_year_id=repeated.cohort.academic_year_id,
        )
        session.add(again)
    members = campaigns.members(session, known.campaign)
    assert {year.id for year in members} == {known.years[2].id, again.id}


def test_nobody_gets_a_place_that_is_barred_even_after_the_proposal(
    session: Session, known: Round
) -> None:
    second = known.years[1]
    with transaction():
        make_exclusion(session, second.enrolment, known.ward.organisation)
        make_exclusion(session, known.years[2].enrolment, known.club.organisation)
    allocation = keep(session, known)
    assert given(allocation)[second.id] == known.club.id
    with transaction():
        make_exclusion(session, second.enrolment, known.club.organisation, by_trainee=True)
    version = allocation.version
    with pytest.raises(RuleViolation) as refusal:
        confirm(session, known, version)
    assert refusal.value.rule is Rule.ALLOCATION_EXCLUDED
    assert refusal.value.details["host"] == known.club.organisation.name
    assert count(session) == 0


def test_the_side_still_to_be_seen_is_kept_when_it_is_required(
    session: Session, known: Round
) -> None:
    first = known.years[0]
    with transaction():
        known.campaign.side_rule = SideRule.REQUIRED
        host = make_contact(
            session, organisation=make_organisation(session, kind=OrganisationKind.HOSPITAL_SERVICE)
        )
        make_placement(session, enrolment=first.enrolment, contact=host, module_code="P251")
    problem = allocation_ground.read(session, known.campaign).problem
    needs = {candidate.key: candidate.needs for candidate in problem.candidates}
    assert [needs[str(year.id)] for year in known.years] == ["community", None, None]
    assert given(keep(session, known))[first.id] == known.club.id


@pytest.mark.parametrize(
    ("seats", "rule"),
    [
        pytest.param(("ward", "ward"), Rule.ALLOCATION_FULL, id="one-too-many"),
        pytest.param(("club", "ward"), Rule.ALLOCATION_EXCLUDED, id="barred"),
    ],
)
def test_a_change_by_hand_keeps_the_hard_rules(
    session: Session, known: Round, seats: tuple[str, str], rule: Rule
) -> None:
    first, second, _third = known.years
    allocation = keep(session, known)
    before, version = given(allocation), allocation.version
    with transaction():
        make_exclusion(session, first.enrolment, known.club.organisation)
    wanted = {first.id: getattr(known, seats[0]).id, second.id: getattr(known, seats[1]).id}
    with pytest.raises(RuleViolation) as refusal, transaction():
        allocations.edit(session, known.campaign, wanted, version=version, actor=known.coordinator)
    assert refusal.value.rule is rule
    assert given(session.execute(select(Allocation)).scalar_one()) == before


def test_a_change_by_hand_is_told_from_the_proposal(session: Session, known: Round) -> None:
    allocation = keep(session, known)
    first, second, third = known.years
    wanted = {first.id: known.ward.id, second.id: None, third.id: known.club.id}
    with transaction():
        changed = allocations.edit(
            session, known.campaign, wanted, version=allocation.version, actor=known.coordinator
        )
    assert changed == 3
    assert all(row.is_by_hand for row in allocation.rows)
    assert given(allocation) == wanted
    with pytest.raises(RuleViolation) as refusal:
        confirm(session, known, 1)  # seen before the change
    assert refusal.value.rule is Rule.STALE_VERSION


def test_what_changed_since_it_was_looked_for_is_not_kept(session: Session, known: Round) -> None:
    proposal = allocations.propose(session, known.campaign)
    with transaction():
        known.ward.capacity = 2
    with pytest.raises(RuleViolation) as refusal, transaction():
        allocations.keep(
            session, known.campaign, proposal, version=0, actor=known.coordinator, now=NOW
        )
    assert refusal.value.rule is Rule.ALLOCATION_CHANGED


def test_all_placements_are_made_or_none(session: Session, known: Round) -> None:
    allocation = keep(session, known)
    original = placements.create

    def refuse_the_last(*args: object, **options: object) -> Placement:
        if count(session):
            raise RuleViolation(Rule.PERIOD_MISSING)
        return original(*args, **options)  # type: ignore[arg-type]

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(placements, "create", refuse_the_last)
        with pytest.raises(RuleViolation) as refusal:
            confirm(session, known, allocation.version)
    assert refusal.value.rule is Rule.ALLOCATION_PERSON
    assert count(session) == 0
    assert confirm(session, known, allocation.version) == Confirmed(2, ())


def test_a_draft_that_cannot_be_made_keeps_nobody_from_their_placement(
    session: Session, known: Round
) -> None:
    allocation = keep(session, known)
    with transaction():
        known.ward.organisation.name = "Le \u4e2d"
    done = confirm(session, known, allocation.version)
    assert (done.placements, [one.rule for one in done.undrafted]) == (
        2, [Rule.DOCUMENT_SIGN_MISSING]
    )  # fmt: skip
    assert count(session) == 2
    papers = session.execute(select(Agreement)).scalars().all()
    assert [paper.placement.organisation_id for paper in papers] == [known.club.organisation_id]


def test_nothing_of_a_confirmed_round_changes(session: Session, known: Round) -> None:
    confirm(session, known, keep(session, known).version)
    for act in (
        lambda: placement_offers.remove(session, known.club, actor=known.coordinator),
        lambda: campaigns.lock_open(session, known.campaign),
        lambda: allocations.edit(session, known.campaign, {}, version=2, actor=known.coordinator),
    ):
        with pytest.raises(RuleViolation) as refusal, transaction():
            act()
        assert refusal.value.rule is Rule.ALLOCATION_CONFIRMED


def test_a_proposal_of_nobody_is_not_kept(session: Session, known: Round) -> None:
    with transaction():
        other = make_campaign(session, cohort=make_cohort(session))
        make_allocation(session, other, {})
    with pytest.raises(RuleViolation) as refusal, transaction():
        allocations.confirm(
            session,
            other,
            typed_code=other.cohort.code,
            version=1,
            actor=known.coordinator,
            edition=EDITION,
        )
    assert refusal.value.rule is Rule.ALLOCATION_EMPTY
