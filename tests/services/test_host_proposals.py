"""Corrections that a contact proposes: nothing changes before they are accepted."""

from datetime import UTC, datetime

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from msp_du.domain.errors import Rule, RuleViolation
from msp_du.domain.host_proposals import HostField, ProposalState
from msp_du.domain.vocabulary import Role
from msp_du.extensions import transaction
from msp_du.models import Account, AuditEvent, Contact, HostProposal
from msp_du.services import host_proposals
from tests.factories import make_account, make_contact, make_organisation

NOW = datetime(2026, 3, 2, 9, tzinfo=UTC)
CORRECTED = {
    HostField.NAME: "GEM Le Relais",
    HostField.CITY: "",
    HostField.FINESS: "75 071 218 4",
    HostField.CONTACT_NAME: "",
    HostField.CONTACT_EMAIL: "Amina@Example.org",
}


@pytest.fixture
def coordinator(session: Session) -> Account:
    with transaction():
        return make_account(session, Role.COORDINATOR)


@pytest.fixture
def contact(session: Session) -> Contact:
    with transaction():
        return make_contact(session, organisation=make_organisation(session, name="Le Relais"))


def propose(session: Session, contact: Contact, values: dict[HostField, str]) -> HostProposal:
    with transaction():
        return host_proposals.propose(session, contact, values, now=NOW)


def decide(
    session: Session, proposal: HostProposal, accepted: set[HostField], actor: Account
) -> None:
    with transaction():
        host_proposals.decide(session, proposal, accepted, actor=actor, now=NOW)


def test_what_is_proposed_changes_nothing_until_part_of_it_is_accepted(
    session: Session, contact: Contact, coordinator: Account
) -> None:
    email = contact.email
    proposal = propose(session, contact, CORRECTED)
    assert [(change.field, change.old, change.new) for change in proposal.changes] == [
        (HostField.NAME, "Le Relais", "GEM Le Relais"),
        (HostField.CITY, "Tours", ""),
        (HostField.FINESS, "", "750712184"),
        (HostField.CONTACT_EMAIL, email, "amina@example.org"),
    ]
    session.expire_all()
    assert (contact.organisation.name, contact.email) == ("Le Relais", email)
    decide(session, proposal, {HostField.NAME, HostField.CITY}, coordinator)
    session.expire_all()
    host = contact.organisation
    assert (host.name, host.sort_key, host.city, host.finess) == (
        "GEM Le Relais",
        "gem le relais",
        None,
        None,
    )
    assert contact.email == email
    assert proposal.state is ProposalState.PARTLY
    assert [change.accepted for change in proposal.changes] == [True, True, False, False]
    acts = session.execute(select(AuditEvent.act)).scalars().all()
    assert acts[-2:] == ["hosts:propose", "hosts:answer-proposal"]


@pytest.mark.parametrize(
    ("values", "rule"),
    [
        pytest.param({HostField.NAME: "Le Relais"}, Rule.PROPOSAL_EMPTY, id="the-same"),
        pytest.param({HostField.NAME: ""}, Rule.PROPOSAL_EMPTY, id="a-name-left-blank"),
        pytest.param({HostField.SIRET: "12"}, Rule.SIRET_WRONG, id="siret"),
        pytest.param({HostField.FINESS: "12"}, Rule.FINESS_WRONG, id="finess"),
        pytest.param({HostField.CONTACT_EMAIL: "moi"}, Rule.ADDRESS_NOT_VALID, id="address"),
    ],
)
def test_what_cannot_be_proposed_is_refused(
    session: Session, contact: Contact, values: dict[HostField, str], rule: Rule
) -> None:
    with pytest.raises(RuleViolation) as refused:
        propose(session, contact, values)
    assert refused.value.rule is rule
    assert session.execute(select(HostProposal)).first() is None


def test_a_second_proposal_replaces_the_one_that_waits(
    session: Session, contact: Contact, coordinator: Account
) -> None:
    first = propose(session, contact, {HostField.CITY: "Blois"})
    second = propose(session, contact, {HostField.CITY: "Vendôme"})
    mine = {contact.institution_id}
    assert [row.id for row in host_proposals.waiting(session, mine)] == [second.id]
    assert host_proposals.count_waiting(session, mine) == 1
    with pytest.raises(RuleViolation) as refused:
        decide(session, first, {HostField.CITY}, coordinator)
    assert refused.value.rule is Rule.PROPOSAL_DECIDED
    decide(session, second, set(), coordinator)
    assert second.state is ProposalState.REFUSED
    assert contact.organisation.city == "Tours"
    last = host_proposals.last_of(session, contact)
    assert last is not None


def test_a_field_that_changed_meanwhile_is_read_again_first(
    session: Session, contact: Contact, coordinator: Account
) -> None:
    proposal = propose(session, contact, {HostField.CITY: "Blois", HostField.SIRET: ""})
    with transaction():
        contact.organisation.city = "Orléans"
    with pytest.raises(RuleViolation) as refused:
        decide(session, proposal, {HostField.CITY}, coordinator)
    assert refused.value.rule is Rule.PROPOSAL_OVERTAKEN
    session.refresh(proposal)
    assert proposal.state is ProposalState.WAITING


def test_a_name_or_number_of_another_structure_is_not_accepted(
    session: Session, contact: Contact, coordinator: Account
) -> None:
    with transaction():
        make_organisation(session, name="GEM Le Relais").finess = "750712184"
    proposal = propose(session, contact, CORRECTED)
    for each, rule in (
        (HostField.NAME, Rule.ORGANISATION_NAME_TAKEN),
        (HostField.FINESS, Rule.FINESS_TAKEN),
    ):
        with pytest.raises(RuleViolation) as refused:
            decide(session, proposal, {each}, coordinator)
        assert refused.value.rule is rule
