"""The sums kept of a placement are those of its log, whatever is done to it."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from random import Random
from uuid import uuid4

from sqlalchemy import select
from sqlalchemy.orm import Session

from msp_du.domain.errors import RuleViolation
from msp_du.domain.hours import HoursWarning
from msp_du.domain.vocabulary import HoursState, Role, SignatureVia
from msp_du.extensions import transaction
from msp_du.models import Contact, HoursEntry, Person, Placement, PlacementTotal
from msp_du.services import approvals, hours, hours_corrections, hours_sums, own_placements
from tests.factories import make_account, make_contact, make_enrolment, make_entry, make_placement
from tests.support.hours import DAY, NOW, WHOLE_YEAR

ACTS = 60


def test_the_first_page_of_a_trainee_reads_what_is_kept(session: Session) -> None:
    with transaction():
        placement = make_placement(session)
        make_entry(session, placement=placement, state=HoursState.SUBMITTED)
        enrolment_id = placement.enrolment_year.enrolment_id
    (row,) = session.scalars(select(PlacementTotal))
    (own,) = own_placements.of_enrolment(session, enrolment_id)
    assert (own.submitted, own.drafts, own.totals.submitted) == (1, 0, 420)
    with transaction():
        row.minutes, row.entries = 421, 2
    (own,) = own_placements.of_enrolment(session, enrolment_id)
    assert (own.submitted, own.totals.submitted, own.usual_minutes) == (2, 421, 420)


class Life:
    """Random acts on the logs of two placements of one person, as pages do them."""

    def __init__(self, session: Session, seed: int) -> None:
        self.session, self.random, self.done = session, Random(seed), set[str]()  # noqa: S311 - dice
        with transaction():
            enrolment = make_enrolment(session)
            self.placements = [
                make_placement(
                    session,
                    enrolment=enrolment,
                    contact=make_contact(session, account=make_account(session, Role.SUPERVISOR)),
                    periods=WHOLE_YEAR,
                )
                for _ in range(2)
            ]
            person = session.get_one(Person, enrolment.person_id)
            self.trainee = make_account(session, Role.TRAINEE, person=person)

    def act(self) -> None:
        acts: list[Callable[[], object]] = [
            self.log, self.log, self.edit, self.delete, self.submit, self.submit, self.take_back,
            self.approve, self.approve, self.give_back, self.correct, self.correct, self.cancel,
        ]  # fmt: skip
        chosen = self.random.choice(acts)
        try:
            with transaction():
                if chosen() is not None:
                    self.done.add(chosen.__name__)
        except RuleViolation:
            pass

    def one(self, *states: HoursState) -> HoursEntry | None:
        rows = self.session.query(HoursEntry).where(HoursEntry.state.in_(states)).all()
        return self.random.choice(sorted(rows, key=lambda row: row.logged_at)) if rows else None

    def day(self) -> hours.LoggedDay:
        day = date(2026, 9, 7) + timedelta(days=self.random.randrange(60))
        return replace(DAY, worked_on=day, minutes=self.random.randrange(1, 500))

    def log(self) -> object:
        return hours.log(
            self.session,
            self.random.choice(self.placements),
            self.day(),
            actor=self.trainee,
            client_id=uuid4(),
            confirmed=set(HoursWarning),
            now=NOW,
        )

    def edit(self) -> object:
        entry = self.one(HoursState.DRAFT, HoursState.RETURNED)
        return entry and hours.edit(
            self.session,
            entry,
            self.day(),
            actor=self.trainee,
            version=entry.version,
            confirmed=set(HoursWarning),
            now=NOW,
        )

    def delete(self) -> object:
        entry = self.one(HoursState.DRAFT, HoursState.RETURNED)
        if entry is not None:
            hours.delete_draft(self.session, entry, actor=self.trainee, version=entry.version)
        return entry

    def submit(self) -> object:
        return hours.submit(
            self.session, self.random.choice(self.placements), actor=self.trainee, now=NOW
        )

    def take_back(self) -> object:
        entry = self.one(HoursState.SUBMITTED)
        return entry and hours.take_back(self.session, entry, actor=self.trainee)

    def approve(self) -> object:
        placement = self.random.choice(self.placements)
        rows = approvals.to_sign(self.session, placement)
        some = [row for row in rows if self.random.random() < 0.7]
        return approvals.approve(
            self.session,
            placement,
            actor=None,
            contact=self.session.get_one(Contact, placement.contact_id),
            entry_ids=[row.id for row in some],
            digest=approvals.digest_of(some),
            declared_name="Claire Morel",
            declared_capacity="Cadre",
            via=SignatureVia.ACCOUNT,
            now=NOW,
        )

    def give_back(self) -> object:
        entry = self.one(HoursState.SUBMITTED)
        return entry and approvals.return_entry(
            self.session,
            entry,
            actor=None,
            contact=self.session.get_one(Contact, entry.placement.contact_id),
            reason="La pause ?",
            version=entry.version,
        )

    def correct(self) -> object:
        entry = self.one(HoursState.APPROVED)
        return entry and hours_corrections.correct(
            self.session,
            entry,
            self.day(),
            actor=self.trainee,
            client_id=uuid4(),
            confirmed=set(HoursWarning),
            now=NOW,
        )

    def cancel(self) -> object:
        entry = self.one(HoursState.APPROVED)
        return entry and hours_corrections.cancel(
            self.session, entry, actor=self.trainee, client_id=uuid4(), now=NOW
        )


def test_after_random_acts_the_sums_kept_are_those_of_the_log(session: Session) -> None:
    life = Life(session, seed=5)
    for number in range(ACTS):
        life.act()
        if number % 5 == 0:
            assert hours_sums.differences(session) == []
    assert hours_sums.differences(session) == []
    assert life.done >= {"log", "edit", "delete", "submit", "approve", "give_back", "correct"}
    assert session.query(PlacementTotal).where(PlacementTotal.version > 1).count() > 2


def test_mending_what_is_right_changes_nothing(session: Session) -> None:
    with transaction():
        placement: Placement = make_placement(session)
        make_entry(session, placement=placement)
        assert not hours_sums.mend(session, placement.id)
