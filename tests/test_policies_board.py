"""Who may do what with sittings of the board and their papers."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from uuid import UUID, uuid4

import pytest
from sqlalchemy.orm import Session

from msp_du import policies
from msp_du.domain.vocabulary import Role
from msp_du.extensions import transaction
from msp_du.models import (
    Account,
    BoardPaper,
    BoardSeat,
    BoardSitting,
    Cohort,
    Enrolment,
    EnrolmentYear,
    RoleGrant,
)
from tests.factories import (
    make_account,
    make_cohort,
    make_enrolment,
    make_institution,
    make_person,
)
from tests.factories.boards import make_decision
from tests.factories.issued import make_document
from tests.factories.sittings import make_member, make_published, make_sitting


@pytest.fixture
def cohort(session: Session) -> Cohort:
    with transaction() as s:
        return make_cohort(s)


def test_a_sitting_is_led_by_coordinators_and_by_the_account_that_presides(
    session: Session, cohort: Cohort
) -> None:
    with transaction() as s:
        president, other = make_member(s, cohort), make_member(s, cohort)
        coordinator = make_account(s, Role.COORDINATOR, cohort=cohort)
        elsewhere = make_account(s, Role.COORDINATOR, cohort=make_cohort(s))
        stranger = make_account(s, Role.BOARD_MEMBER, institution=make_institution(s))
        sitting = make_sitting(s, cohort, members=[president, other])
        foreign = make_sitting(s, cohort, members=[stranger])
    lead, read = policies.can_lead_sitting, policies.can_read_sitting
    assert [lead(each, sitting) for each in (president, other, coordinator, elsewhere)] == [
        True,
        False,
        True,
        False,
    ]
    assert [read(each, sitting) for each in (president, other, coordinator, elsewhere)] == [
        True,
        True,
        True,
        False,
    ]
    assert not lead(stranger, foreign)  # named, but of no board here
    assert [policies.can_sit(each, sitting) for each in (other, coordinator)] == [True, False]
    prepare = policies.can_prepare_sitting
    assert [prepare(each, sitting) for each in (president, coordinator)] == [False, True]
    assert policies.can_change_seat(coordinator, sitting.seats[0])
    assert not policies.can_prepare_board(elsewhere, cohort)


@pytest.fixture
def published(session: Session, cohort: Cohort) -> tuple[BoardPaper, BoardPaper, Account]:
    """The minutes, a letter, and whom it is about."""
    with transaction() as s:
        person = make_person(s)
        enrolment = make_enrolment(s, cohort=cohort, person=person)
        minutes, letter = make_published(s, cohort, enrolment)
        return minutes, letter, make_account(s, Role.TRAINEE, person=person)


def test_papers_are_for_the_board_and_ones_own_letter_for_oneself(
    session: Session, cohort: Cohort, published: tuple[BoardPaper, BoardPaper, Account]
) -> None:
    minutes, letter, trainee = published
    with transaction() as s:
        member = make_member(s, cohort)
        other = make_account(s, Role.TRAINEE, person=make_person(s))
        coordinator = make_account(s, Role.COORDINATOR, cohort=cohort)
    assert policies.can_read_board_paper(member, letter)
    assert not policies.can_read_board_paper(trainee, letter)
    own = policies.can_read_own_letter
    assert [own(each, letter) for each in (trainee, other, member)] == [True, False, False]
    assert not own(trainee, minutes)
    assert policies.can_sign_minutes(member, minutes)
    assert not policies.can_sign_minutes(coordinator, minutes)
    assert [policies.can_keep_scan(each, minutes) for each in (member, coordinator)] == [
        False,
        True,
    ]


@pytest.mark.parametrize(
    ("publish_at", "known"),
    [(timedelta(seconds=-1), True), (timedelta(minutes=5), False), (None, False)],
    ids=["published", "later", "closed"],
)
def test_a_trainee_knows_from_the_moment_of_publication(
    session: Session,
    published: tuple[BoardPaper, BoardPaper, Account],
    publish_at: timedelta | None,
    known: bool,
) -> None:
    _minutes, letter, trainee = published
    with transaction() as s:
        sitting = s.get_one(BoardSitting, letter.sitting_id)
        moment = datetime.now(UTC) + publish_at if publish_at is not None else None
        sitting.publish_at = moment
        sitting.state = type(sitting.state)("published" if moment else "closed")
        decision = letter.decision
        assert decision is not None
        enrolment = s.get_one(Enrolment, decision.enrolment_year.enrolment_id)
        document = make_document(s, enrolment=enrolment)
        document.decision_id = decision.id
    session.expire_all()
    assert policies.can_read_own_letter(trainee, letter) is known
    assert policies.holds_document(trainee, document) is known


def test_a_decision_of_before_is_known_to_its_trainee(session: Session, cohort: Cohort) -> None:
    with transaction() as s:
        assert policies.is_published(make_decision(s, enrolment=make_enrolment(s, cohort=cohort)))


def member_of(
    cohort: Cohort, role: Role = Role.BOARD_MEMBER, person_id: UUID | None = None
) -> Account:
    since = datetime.now(UTC) - timedelta(days=1)
    grant = RoleGrant(
        role=role, institution_id=cohort.institution_id, cohort_id=cohort.id, since=since
    )
    return Account(id=uuid4(), person_id=person_id, grants=[grant])


def test_one_steps_aside_alone_and_takes_part_again_by_whoever_leads() -> None:
    cohort = Cohort(id=uuid4(), institution_id=uuid4())
    year = EnrolmentYear(enrolment=Enrolment(person_id=uuid4(), cohort=cohort))
    elsewhere = Cohort(id=uuid4(), institution_id=uuid4())
    actors = {
        "member": member_of(cohort),
        "another member": member_of(cohort),
        "president": member_of(cohort),
        "coordinator": member_of(cohort, Role.COORDINATOR),
        "of no board here": member_of(elsewhere),
        "examined": member_of(cohort, person_id=year.enrolment.person_id),
        "coordinates, examined": member_of(
            cohort, Role.COORDINATOR, person_id=year.enrolment.person_id
        ),
    }
    sitting = BoardSitting(cohort=cohort)
    seats = {
        name: BoardSeat(account_id=actor.id, is_president=name == "president", sitting=sitting)
        for name, actor in actors.items()
        if "coordina" not in name
    }

    def who(seat: str, may: Callable[..., bool]) -> set[str]:
        return {name for name, actor in actors.items() if may(actor, seats[seat], year)}

    lead = {"president", "coordinator"}
    assert who("member", policies.can_recuse) == lead | {"member"}
    assert who("member", policies.can_take_part_again) == lead
    assert who("of no board here", policies.can_recuse) == lead  # not themselves
    assert who("examined", policies.can_recuse) == lead  # nor who is examined
