"""A contact signs what was shown, once, or sends a line back."""

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from msp_du.domain.errors import Rule, RuleViolation
from msp_du.domain.vocabulary import HoursState, Role, SignatureVia
from msp_du.extensions import transaction
from msp_du.models import Account, AuditEvent, Contact, HoursEntry, HoursSignature, Placement
from msp_du.services import approvals
from tests.factories import TODAY, make_account, make_contact, make_entry, make_placement

NOW = datetime(2026, 11, 19, 18, tzinfo=UTC)


@pytest.fixture
def supervisor(session: Session) -> Account:
    with transaction():
        return make_account(session, Role.SUPERVISOR)


@pytest.fixture
def placement(session: Session, supervisor: Account) -> Placement:
    with transaction():
        return make_placement(session, contact=make_contact(session, account=supervisor))


def sent(session: Session, placement: Placement, days_ago: int = 1) -> HoursEntry:
    day = TODAY - timedelta(days=days_ago)
    with transaction():
        return make_entry(session, placement=placement, worked_on=day, state=HoursState.SUBMITTED)


def approve(
    session: Session,
    placement: Placement,
    entries: list[HoursEntry],
    *,
    contact: Contact | None = None,
    digest: str | None = None,
    actor: Account | None = None,
    via: SignatureVia = SignatureVia.ACCOUNT,
) -> HoursSignature:
    shown = approvals.digest_of(entries) if digest is None else digest
    ids = [entry.id for entry in entries]
    with transaction():
        return approvals.approve(
            session,
            placement,
            actor=actor,
            contact=contact or placement.contact,
            entry_ids=ids,
            digest=shown,
            declared_name="Amina Diallo",
            declared_capacity="Coordinatrice",
            via=via,
            now=NOW,
        )


def test_the_list_that_was_shown_is_signed(
    session: Session, placement: Placement, supervisor: Account
) -> None:
    entries = [sent(session, placement), sent(session, placement, 2)]
    later = sent(session, placement, 3)
    signature = approve(session, placement, entries, actor=supervisor)
    assert (signature.minutes, signature.declared_name) == (840, "Amina Diallo")
    assert {entry.signature_id for entry in entries} == {signature.id}
    assert later.state is HoursState.SUBMITTED
    event = session.execute(
        select(AuditEvent).where(AuditEvent.act == "hours:approve")
    ).scalar_one()
    assert event.actor_id == supervisor.id
    assert event.detail is not None
    assert signature.digest in event.detail.text
    assert "Amina" not in event.detail.text


def test_a_signature_holds_until_an_hour_changes(session: Session, placement: Placement) -> None:
    entry = sent(session, placement)
    signature = approve(session, placement, [entry])
    session.expire_all()
    assert approvals.signature_holds(session, signature)
    with transaction():
        entry.minutes = 421
    assert not approvals.signature_holds(session, signature)


def test_signing_twice_gives_one_signature(session: Session, placement: Placement) -> None:
    entry = sent(session, placement)
    digest = approvals.digest_of([entry])
    first = approve(session, placement, [entry], digest=digest)
    again = approve(session, placement, [entry], digest=digest)
    assert again.id == first.id
    assert len(approvals.signatures(session, placement)) == 1


@pytest.mark.parametrize("change", ["minutes", "state", "nothing shown", "other list"])
def test_a_list_that_changed_is_not_signed(
    session: Session, placement: Placement, change: str
) -> None:
    entry, other = sent(session, placement), sent(session, placement, 2)
    digest = approvals.digest_of([entry])
    shown = [entry]
    with transaction():
        if change == "minutes":
            entry.minutes = 60
        elif change == "state":
            entry.state = HoursState.DRAFT
    if change == "nothing shown":
        shown = []
    elif change == "other list":
        shown = [entry, other]
    with pytest.raises(RuleViolation) as refused:
        approve(session, placement, shown, digest=digest)
    assert refused.value.rule is Rule.SIGNATURE_CHANGED
    assert approvals.signatures(session, placement) == []


def test_entries_of_another_placement_are_not_signed(
    session: Session, placement: Placement
) -> None:
    with transaction():
        foreign = make_entry(session, state=HoursState.SUBMITTED)
    with pytest.raises(RuleViolation) as refused:
        approve(session, placement, [foreign])
    assert refused.value.rule is Rule.SIGNATURE_CHANGED


def test_only_the_placements_contact_signs_or_returns(
    session: Session, placement: Placement
) -> None:
    entry = sent(session, placement)
    with transaction():
        colleague = make_contact(session, organisation=placement.organisation)
    with pytest.raises(RuleViolation) as signed:
        approve(session, placement, [entry], contact=colleague)
    with pytest.raises(RuleViolation) as returned, transaction():
        approvals.return_entry(
            session, entry, actor=None, contact=colleague, reason="Non", version=1
        )
    assert signed.value.rule is returned.value.rule is Rule.NOT_AUTHORISED


def test_a_personal_link_signs_without_an_account(session: Session, placement: Placement) -> None:
    entry = sent(session, placement)
    signature = approve(session, placement, [entry], via=SignatureVia.PERSONAL_LINK)
    assert signature.via is SignatureVia.PERSONAL_LINK
    assert entry.state is HoursState.APPROVED


def test_a_line_goes_back_with_its_reason(session: Session, placement: Placement) -> None:
    entry = sent(session, placement)
    with transaction():
        approvals.return_entry(
            session,
            entry,
            actor=None,
            contact=placement.contact,
            reason="La fin était à 16 h.",
            version=1,
        )
    assert (entry.state, entry.return_reason) == (HoursState.RETURNED, "La fin était à 16 h.")
    assert approvals.to_sign(session, placement) == []


@pytest.mark.parametrize(
    ("state", "version", "rule"),
    [
        pytest.param(HoursState.SUBMITTED, 4, Rule.SIGNATURE_CHANGED, id="another version"),
        pytest.param(HoursState.DRAFT, 1, Rule.HOURS_STATE, id="taken back"),
    ],
)
def test_a_line_that_changed_is_not_returned(
    session: Session, placement: Placement, state: HoursState, version: int, rule: Rule
) -> None:
    with transaction():
        entry = make_entry(session, placement=placement, state=state)
    with pytest.raises(RuleViolation) as refused, transaction():
        approvals.return_entry(
            session, entry, actor=None, contact=placement.contact, reason="Non", version=version
        )
    assert refused.value.rule is rule
