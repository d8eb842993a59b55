"""Several lists are signed at once, lines are questioned, and each form serves once."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from msp_du.domain.errors import Rule, RuleViolation
from msp_du.domain.vocabulary import HoursState, JobKind, Role, SignatureVia
from msp_du.extensions import transaction
from msp_du.models import (
    AuditEvent,
    Contact,
    DeskReceipt,
    DeskToken,
    HoursEntry,
    HoursSignature,
    Job,
    Placement,
)
from msp_du.services import approvals, desk_approvals, desk_lists, desk_receipts
from msp_du.services.desk_approvals import ShownList
from tests.factories import TODAY, make_account, make_contact, make_entry, make_placement
from tests.factories.desk import KEY, make_deputy, shown, signer

NOW = datetime.now(UTC)


@pytest.fixture
def contact(session: Session) -> Contact:
    with transaction():
        return make_contact(session)


def placed(session: Session, contact: Contact, days: int = 2) -> tuple[Placement, list[HoursEntry]]:
    with transaction():
        placement = make_placement(session, contact=contact)
        entries = [
            make_entry(
                session,
                placement=placement,
                worked_on=TODAY - timedelta(days=day + 1),
                state=HoursState.SUBMITTED,
            )
            for day in range(days)
        ]
    return placement, entries


def sign(session: Session, lists: Sequence[ShownList], *contacts: Contact) -> list[DeskReceipt]:
    with transaction():
        return desk_approvals.sign(session, lists, signer(*contacts), key=KEY, now=NOW)


def counted(session: Session, table: type) -> int:
    return session.execute(select(func.count()).select_from(table)).scalar_one()


def test_two_trainees_are_signed_at_once_on_one_receipt(session: Session, contact: Contact) -> None:
    lists = [shown(*placed(session, contact)) for _ in range(2)]
    (receipt,) = sign(session, lists, contact)
    held = desk_receipts.read(session, receipt)
    assert [len(one.lines) for one in held] == [2, 2]
    assert {one.signature.via for one in held} == {SignatureVia.PERSONAL_LINK}
    assert [one.signature.digest for one in held] == [one.digest for one in lists]
    acts = select(AuditEvent.act).where(AuditEvent.act.in_(["hours:approve", "desk:sign"]))
    assert sorted(session.execute(acts).scalars()) == [
        "desk:sign",
        "hours:approve",
        "hours:approve",
    ]
    copies = select(Job).where(Job.kind == JobKind.MAIL_DESK_COPY)
    (job,) = session.execute(copies).scalars()
    assert job.payload == {"receipt_id": str(receipt.id)}


def test_a_form_sent_twice_gives_the_first_receipt(session: Session, contact: Contact) -> None:
    one = shown(*placed(session, contact))
    (first,) = sign(session, [one], contact)
    assert [receipt.id for receipt in sign(session, [one], contact)] == [first.id]
    assert (counted(session, HoursSignature), counted(session, DeskToken)) == (1, 1)


def test_a_questioned_line_goes_back_and_the_others_are_signed(
    session: Session, contact: Contact
) -> None:
    placement, entries = placed(session, contact, days=3)
    one = replace(shown(placement, entries), questions={entries[1].id: "La fin était à 16 h."})
    (receipt,) = sign(session, [one], contact)
    session.expire_all()
    assert [entry.state for entry in entries] == [
        HoursState.APPROVED,
        HoursState.RETURNED,
        HoursState.APPROVED,
    ]
    assert entries[1].return_reason == "La fin était à 16 h."
    (held,) = desk_receipts.read(session, receipt)
    assert {line.id for line in held.lines} == {entries[0].id, entries[2].id}
    assert not held.is_void


def test_a_list_left_for_later_stays_and_its_questions_go_back(
    session: Session, contact: Contact
) -> None:
    placement, entries = placed(session, contact)
    one = replace(shown(placement, entries), is_signed=False, questions={entries[0].id: "Non"})
    assert sign(session, [one], contact) == []
    session.expire_all()
    states = [entry.state for entry in entries]
    assert states == [HoursState.RETURNED, HoursState.SUBMITTED]
    with pytest.raises(RuleViolation) as again:
        sign(session, [one], contact)
    assert again.value.rule is Rule.SIGNATURE_CHANGED


@pytest.mark.parametrize(
    ("change", "rule"),
    [
        ({"token": "made up"}, Rule.SIGNATURE_CHANGED),
        ({"digest": "0" * 64}, Rule.SIGNATURE_CHANGED),
        ({"entry_ids": ()}, Rule.SIGNATURE_CHANGED),
        ({"is_signed": False}, Rule.SIGNATURE_NOTHING),
    ],
    ids=lambda value: next(iter(value)) if isinstance(value, dict) else "",
)
def test_a_form_that_was_tampered_with_signs_nothing(
    session: Session, contact: Contact, change: dict[str, object], rule: Rule
) -> None:
    one = replace(shown(*placed(session, contact)), **change)  # type: ignore[arg-type]
    with pytest.raises(RuleViolation) as refused:
        sign(session, [one], contact)
    assert refused.value.rule is rule
    assert counted(session, HoursSignature) == 0


def test_one_list_that_changed_stops_them_all(session: Session, contact: Contact) -> None:
    kept, changed = placed(session, contact), placed(session, contact)
    lists = [shown(*kept), shown(*changed)]
    with transaction():
        changed[1][0].minutes += 1
    with pytest.raises(RuleViolation) as refused:
        sign(session, lists, contact)
    assert refused.value.rule is Rule.SIGNATURE_CHANGED
    assert counted(session, HoursSignature) == 0


def test_the_form_of_one_signer_does_not_serve_another(session: Session, contact: Contact) -> None:
    with transaction():
        other = make_contact(session)
    one = shown(*placed(session, contact))
    with pytest.raises(RuleViolation) as refused:
        sign(session, [one], other)
    assert refused.value.rule is Rule.NOT_AUTHORISED


@pytest.mark.parametrize(
    ("days", "signs"), [((0, 0), True), ((-2, -1), False), ((1, 2), False)], ids=str
)
def test_a_deputy_signs_between_two_days_and_the_receipt_says_for_whom(
    session: Session, contact: Contact, *, days: tuple[int, int], signs: bool
) -> None:
    placement, entries = placed(session, contact)
    with transaction():
        deputy = make_deputy(session, contact, days=days).deputy
    assert len(desk_lists.waiting(session, [deputy], TODAY, key=KEY)) == signs
    one = shown(placement, entries, deputy)
    if not signs:
        with pytest.raises(RuleViolation):
            sign(session, [one], deputy)
        return
    (receipt,) = sign(session, [one], deputy)
    (held,) = desk_receipts.read(session, receipt)
    assert held.in_place_of is not None
    assert (held.in_place_of.id, held.signature.contact_id) == (contact.id, deputy.id)


def test_a_correction_voids_the_signature_on_the_receipt(
    session: Session, contact: Contact
) -> None:
    kept, corrected = placed(session, contact), placed(session, contact)
    (receipt,) = sign(session, [shown(*kept), shown(*corrected)], contact)
    before = [line.minutes for line in desk_receipts.read(session, receipt)[1].lines]
    with transaction():
        corrected[1][0].minutes += 30
    held = desk_receipts.read(session, receipt)
    assert {one.signature.placement_id: one.is_void for one in held} == {
        kept[0].id: False,
        corrected[0].id: True,
    }
    assert [line.minutes for line in held[1].lines] == before == [420, 420]


def test_the_coordination_signs_for_an_absent_host_with_a_reason(
    session: Session, contact: Contact
) -> None:
    placement, entries = placed(session, contact)
    with transaction():
        actor = make_account(session, Role.COORDINATOR, display_name="Zoé Martin")
        receipt = desk_approvals.sign_on_behalf(
            session,
            placement,
            shown(placement, entries),
            actor=actor,
            capacity="Coordination",
            reason="Absence longue",
            now=NOW,
        )
    (held,) = desk_receipts.read(session, receipt)
    signature = held.signature
    assert (signature.via, signature.reason) == (SignatureVia.ON_BEHALF, "Absence longue")
    assert (signature.declared_name, signature.contact_id) == ("Zoé Martin", contact.id)
    assert approvals.to_sign(session, placement) == []
