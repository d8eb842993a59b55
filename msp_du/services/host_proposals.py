"""Corrections that a contact proposes of their structure and of themselves, then the answer.

Nothing of the register changes before a coordinator accepts it, field by field.
"""

from collections.abc import Collection, Mapping
from datetime import datetime
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session, joinedload, selectinload

from msp_du.domain.email_address import normal_address
from msp_du.domain.errors import Rule, RuleViolation
from msp_du.domain.host_proposals import (
    NEEDED,
    OF_CONTACT,
    REACHES,
    HostField,
    ProposalState,
    decided_state,
)
from msp_du.files.register_numbers import normal_finess, normal_siret
from msp_du.models import Account, Contact, HostProposal, HostProposalChange, Organisation
from msp_du.services import audit, desk_links, host_names, organisations

_OF_CONTACT_PREFIX = "contact_"


def present(contact: Contact) -> dict[HostField, str]:
    """Return what stands in each field now; blank where nothing is known."""
    return {each: _present(contact.organisation, contact, each) for each in HostField}


def propose(
    session: Session, contact: Contact, values: Mapping[HostField, str], *, now: datetime
) -> HostProposal:
    """Keep what a contact proposes; one that they sent before and that waits is replaced.

    Raises RuleViolation PROPOSAL_EMPTY when nothing would change; SIRET_WRONG, FINESS_WRONG,
    ADDRESS_NOT_VALID under the field at fault.
    """
    lock = select(Contact.id).where(Contact.id == contact.id).with_for_update()
    session.execute(lock).scalar_one()
    wanted = {each: _normal(each, values[each]) for each in HostField if each in values}
    known = present(contact)
    changed = {
        each: text
        for each, text in wanted.items()
        if text != known[each] and (text or each not in NEEDED)
    }
    if not changed:
        raise RuleViolation(Rule.PROPOSAL_EMPTY)
    for row in _waiting_of(session, contact):
        row.state, row.decided_at = ProposalState.REPLACED, now
    proposal = HostProposal(
        institution_id=contact.institution_id,
        organisation_id=contact.organisation_id,
        contact_id=contact.id,
        proposed_at=now,
        changes=[
            HostProposalChange(position=position, field=each, old=known[each], new=text)
            for position, (each, text) in enumerate(changed.items(), start=1)
        ],
    )
    session.add(proposal)
    session.flush()
    details = {"fields": sorted(changed)}
    audit.record(session, "hosts:propose", proposal, actor=None, details=details)
    return proposal


def waiting(session: Session, institution_ids: Collection[UUID]) -> list[HostProposal]:
    """List the proposals that wait for an answer, the oldest first."""
    statement = (
        select(HostProposal)
        .where(
            HostProposal.institution_id.in_(institution_ids),
            HostProposal.state == ProposalState.WAITING,
        )
        .options(
            joinedload(HostProposal.organisation),
            joinedload(HostProposal.contact),
            selectinload(HostProposal.changes),
        )
        .order_by(HostProposal.proposed_at, HostProposal.id)
    )
    return list(session.execute(statement).scalars())


def count_waiting(session: Session, institution_ids: Collection[UUID]) -> int:
    """Count the proposals that wait for an answer."""
    statement = select(func.count(HostProposal.id)).where(
        HostProposal.institution_id.in_(institution_ids),
        HostProposal.state == ProposalState.WAITING,
    )
    return session.execute(statement).scalar_one()


def last_of(session: Session, contact: Contact) -> HostProposal | None:
    """Return what a contact proposed last, with its answer if there is one."""
    statement = (
        select(HostProposal)
        .where(HostProposal.contact_id == contact.id)
        .options(selectinload(HostProposal.changes))
        .order_by(HostProposal.proposed_at.desc())
        .limit(1)
    )
    return session.execute(statement).scalar_one_or_none()


def decide(
    session: Session,
    proposal: HostProposal,
    accepted: Collection[HostField],
    *,
    actor: Account,
    now: datetime,
) -> None:
    """Write the fields that are accepted, and close the proposal.

    Raises RuleViolation PROPOSAL_DECIDED when it is closed already, PROPOSAL_OVERTAKEN when an
    accepted field no longer stands as its author saw it; ORGANISATION_NAME_TAKEN, FINESS_TAKEN.
    Links that went to a former address or telephone open nothing any more.
    """
    host_names.lock_institution(session, proposal.institution_id)
    session.refresh(proposal, with_for_update=True)
    if proposal.state is not ProposalState.WAITING:
        raise RuleViolation(Rule.PROPOSAL_DECIDED)
    contact = session.get_one(Contact, proposal.contact_id)
    host = session.get_one(Organisation, proposal.organisation_id)
    session.refresh(contact, with_for_update=True)
    session.refresh(host, with_for_update=True)
    actor_id = actor.id
    taken = [change for change in proposal.changes if change.field in accepted]
    for change in taken:
        if _present(host, contact, change.field) != change.old:
            raise RuleViolation(Rule.PROPOSAL_OVERTAKEN)
    host_names.check_free(
        session,
        host.institution_id,
        name=_new(taken, HostField.NAME),
        finess=_new(taken, HostField.FINESS),
        but=host.id,
    )
    for change in proposal.changes:
        change.accepted = change.field in accepted
        if change.accepted:
            _write(host, contact, change.field, change.new)
    proposal.state = decided_state(accepted=len(taken), proposed=len(proposal.changes))
    proposal.decided_at, proposal.account_id = now, actor_id
    session.flush()
    if not REACHES.isdisjoint(change.field for change in taken):
        desk_links.revoke(session, contact, now=now, actor=actor)
    details = {"accepted": sorted(change.field for change in taken)}
    audit.record(session, "hosts:answer-proposal", proposal, actor=actor, details=details)


def _waiting_of(session: Session, contact: Contact) -> list[HostProposal]:
    statement = select(HostProposal).where(
        HostProposal.contact_id == contact.id, HostProposal.state == ProposalState.WAITING
    )
    return list(session.execute(statement).scalars())


def _present(host: Organisation, contact: Contact, each: HostField) -> str:
    subject = contact if each in OF_CONTACT else host
    return getattr(subject, each.value.removeprefix(_OF_CONTACT_PREFIX)) or ""


def _write(host: Organisation, contact: Contact, each: HostField, text: str) -> None:
    if each is HostField.NAME:
        organisations.rename(host, text)
        return
    subject = contact if each in OF_CONTACT else host
    setattr(subject, each.value.removeprefix(_OF_CONTACT_PREFIX), text or None)


def _new(changes: Collection[HostProposalChange], each: HostField) -> str | None:
    return next((change.new for change in changes if change.field is each and change.new), None)


def _normal(each: HostField, text: str) -> str:
    """Return a text in its one form; RuleViolation under its field when it has none."""
    if each not in _NORMAL or not text:
        return text
    normal, rule = _NORMAL[each]
    found = normal(text)
    if found is None:
        raise RuleViolation(rule, field=each.value)
    return found


_NORMAL = {
    HostField.SIRET: (normal_siret, Rule.SIRET_WRONG),
    HostField.FINESS: (normal_finess, Rule.FINESS_WRONG),
    HostField.CONTACT_EMAIL: (normal_address, Rule.ADDRESS_NOT_VALID),
}
