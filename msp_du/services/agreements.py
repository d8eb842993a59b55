"""Papers of a placement: prepared, sent, corrected, amended, by its coordination."""

from collections.abc import Iterator
from dataclasses import astuple, dataclass, replace
from datetime import date, datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from msp_du.domain import agreement_terms, frozen_facts
from msp_du.domain.agreement_terms import AgreementFacts, SignerLine, changed_parts, signs_again
from msp_du.domain.agreements import AgreementAct, AgreementState, after
from msp_du.domain.errors import Rule, RuleViolation
from msp_du.models import Account, Agreement, AgreementSigner, Institution, Placement
from msp_du.services import (
    agreement_notices,
    agreement_papers,
    agreement_rows,
    agreement_sheets,
    agreement_templates,
    audit,
    document_facts,
)
from msp_du.services.agreement_sheets import AgreementSheet, Candidate


@dataclass(frozen=True, slots=True)
class Edition:
    """When a paper is written, and whether it is one of the demonstration."""

    now: datetime
    today: date
    is_specimen: bool


def prepare(
    session: Session,
    placement: Placement,
    sheet: AgreementSheet,
    *,
    actor: Account,
    edition: Edition,
    version: int = 0,
) -> Agreement:
    """Write the draft of a placement's agreement, or of an amendment once that is signed.

    Locks the placement. ``version`` is that of the draft when its page was read, 0 for none.
    Raises RuleViolation AGREEMENT_UNDER_WAY (another paper awaits signatures), STALE_VERSION,
    AGREEMENT_SIGNERS (nobody signs), DOCUMENT_SIGN_MISSING.
    """
    papers = _locked(session, placement)
    draft = agreement_rows.under_way(papers)
    if draft is not None and draft.state is not AgreementState.DRAFT:
        raise RuleViolation(Rule.AGREEMENT_UNDER_WAY)
    if (draft.version if draft else 0) != version:
        raise RuleViolation(Rule.STALE_VERSION)
    former = agreement_rows.in_force(papers)
    if draft is None:
        draft = Agreement(
            institution_id=placement.institution_id,
            placement_id=placement.id,
            number=former.number + 1 if former else 0,
            edition=1,
            amends_id=former.id if former else None,
            reference=(former.reference if former else None)
            or _next_reference(session, placement, edition),
            state=AgreementState.DRAFT,
            created_at=edition.now,
        )
    _write(session, placement, draft, sheet, edition=edition)
    session.add(draft)
    draft.version = version + 1
    session.flush()
    audit.record(session, "agreements:prepare", draft, actor=actor, details=_details(draft))
    return draft


def prepare_usual(
    session: Session, placement: Placement, *, actor: Account, edition: Edition
) -> Agreement:
    """Write the first draft of a placement with the usual terms and signers; as ``prepare``."""
    among = agreement_sheets.candidates(session, placement)
    sheet = AgreementSheet(
        agreement_sheets.first_terms(session, placement),
        agreement_sheets.usual_keys(placement, among),
    )
    return prepare(session, placement, sheet, actor=actor, edition=edition)


def drop(session: Session, agreement: Agreement, *, actor: Account) -> None:
    """Remove a draft; AGREEMENT_STATE for a paper that was sent."""
    agreement = agreement_rows.lock(session, agreement)
    after(AgreementAct.SEND, agreement.state)
    audit.record(session, "agreements:drop", agreement, actor=actor, details=_details(agreement))
    session.delete(agreement)
    session.flush()


def send(session: Session, agreement: Agreement, *, actor: Account, edition: Edition) -> None:
    """Have a draft signed as it stands now; its PDF is made by the worker.

    Raises RuleViolation AGREEMENT_STATE, AGREEMENT_SIGNERS.
    """
    agreement = agreement_rows.lock(session, agreement)
    agreement.state = after(AgreementAct.SEND, agreement.state)
    if not agreement.signers:
        raise RuleViolation(Rule.AGREEMENT_SIGNERS)
    facts = agreement_rows.facts_of(agreement)
    if facts is not None:
        _freeze(agreement, replace(facts, sent_on=edition.today))
    agreement.sent_at = edition.now
    session.flush()
    audit.record(session, "agreements:send", agreement, actor=actor, details=_details(agreement))
    agreement_papers.queue(session, agreement)
    agreement_notices.tell(session, agreement, now=edition.now)


def correct(
    session: Session,
    agreement: Agreement,
    sheet: AgreementSheet,
    *,
    actor: Account,
    edition: Edition,
    version: int,
) -> Agreement:
    """Send a new edition of the last paper; only those whom a change concerns sign again.

    What everybody had signed stays in force until then. The new edition keeps the text it was
    first sent with. Raises RuleViolation AGREEMENT_STATE, AGREEMENT_NOT_LAST, STALE_VERSION,
    AGREEMENT_SAME (nothing changed), AGREEMENT_SIGNERS, DOCUMENT_SIGN_MISSING.
    """
    papers = _locked(session, agreement.placement)
    agreement = agreement_rows.lock(session, agreement)
    if agreement.version != version:
        raise RuleViolation(Rule.STALE_VERSION)
    former = agreement_rows.facts_of(agreement)
    if former is None or agreement.id != papers[0].id:
        raise RuleViolation(Rule.AGREEMENT_NOT_LAST)
    agreement.state = after(AgreementAct.CORRECT, agreement.state)
    if agreement.state is AgreementState.REPLACED:
        agreement.replaced_at = edition.now
    session.flush()
    paper = Agreement(
        institution_id=agreement.institution_id,
        placement_id=agreement.placement_id,
        number=agreement.number,
        edition=agreement.edition + 1,
        amends_id=agreement.amends_id,
        corrects_id=agreement.id,
        reference=agreement.reference,
        state=AgreementState.AWAITING_SIGNATURES,
        created_at=edition.now,
        sent_at=edition.now,
    )
    _write(session, agreement.placement, paper, sheet, edition=edition, template=former.template)
    facts = replace(agreement_terms.read(paper.facts or ""), sent_on=edition.today)
    if facts.terms == former.terms and facts.signers == former.signers:
        raise RuleViolation(Rule.AGREEMENT_SAME)
    _freeze(paper, facts)
    session.add(paper)
    carry_over(agreement, paper, former, facts)
    session.flush()
    audit.record(session, "agreements:correct", paper, actor=actor, details=_details(paper))
    if agreement_rows.awaited(paper):
        agreement_papers.queue(session, paper)
        agreement_notices.tell(session, paper, now=edition.now)
    else:
        agreement_rows.put_in_force(session, paper, now=edition.now)
    return paper


def carry_over(
    agreement: Agreement, paper: Agreement, former: AgreementFacts, facts: AgreementFacts
) -> None:
    """Let the signatures that no change concerns stand for the new edition."""
    parts = changed_parts(former.terms, facts.terms)
    before = {
        (each.capacity, each.name, each.quality, each.contact_id, each.account_id): each
        for each in agreement.signers
        if each.signed_at is not None
    }
    for signer in paper.signers:
        line = SignerLine(signer.capacity, signer.name, signer.quality)
        key = (*astuple(line), signer.contact_id, signer.account_id)
        signed = before.get(key)
        if signed is None or signs_again(line, former.signers, parts):
            continue
        for name in _SIGNATURE:
            setattr(signer, name, getattr(signed, name))


_SIGNATURE = (
    "signed_at",
    "signed_on",
    "declared_name",
    "declared_capacity",
    "via",
    "digest",
    "scan_id",
    "recorded_by_id",
)


def _locked(session: Session, placement: Placement) -> list[Agreement]:
    session.execute(select(Placement.id).where(Placement.id == placement.id).with_for_update())
    session.refresh(placement)
    return agreement_rows.of_placement(session, placement)


def _write(
    session: Session,
    placement: Placement,
    paper: Agreement,
    sheet: AgreementSheet,
    *,
    edition: Edition,
    template: str | None = None,
) -> None:
    """Write the facts and the signers of a paper that is not sent yet."""
    among = agreement_sheets.candidates(session, placement)
    signers = agreement_sheets.chosen(among, sheet.signer_keys, sheet.others)
    if not signers:
        raise RuleViolation(Rule.AGREEMENT_SIGNERS, field="signers")
    institution = placement.enrolment_year.enrolment.cohort.institution
    facts = AgreementFacts(
        issuer=document_facts.letterhead_of(session, institution),
        reference=paper.reference or "",
        number=paper.number,
        edition=paper.edition,
        terms=agreement_sheets.terms(placement, sheet.typed),
        signers=tuple(each.line for each in signers),
        template=template
        or agreement_templates.current(session, placement.institution_id, placement.regime),
        sent_on=None,
        is_specimen=edition.is_specimen,
    )
    document_facts.check_signs(_texts(astuple(facts)))
    _freeze(paper, facts)
    paper.signers = []
    session.flush()
    paper.signers = [_signer(place, each) for place, each in enumerate(signers, start=1)]


def _signer(position: int, candidate: Candidate) -> AgreementSigner:
    line = candidate.line
    return AgreementSigner(
        position=position,
        capacity=line.capacity,
        name=line.name,
        quality=line.quality,
        contact_id=candidate.contact_id,
        account_id=candidate.account_id,
    )


def _freeze(paper: Agreement, facts: AgreementFacts) -> None:
    paper.facts = agreement_terms.write(facts)
    paper.facts_digest = frozen_facts.digest(paper.facts)


def _next_reference(session: Session, placement: Placement, edition: Edition) -> str:
    """Return the next free reference of the institution, which is locked for it."""
    institution_id = placement.institution_id
    session.execute(
        select(Institution.id).where(Institution.id == institution_id).with_for_update()
    )
    start = f"CS-{edition.today.year}-"
    statement = select(func.max(Agreement.reference)).where(
        Agreement.institution_id == institution_id, Agreement.reference.startswith(start)
    )
    last = session.execute(statement).scalar_one_or_none()
    return f"{start}{int(last.removeprefix(start)) + 1 if last else 1:05}"


def _details(agreement: Agreement) -> dict[str, object]:
    return {
        "placement": agreement.placement_id,
        "number": agreement.number,
        "edition": agreement.edition,
        "digest": agreement.facts_digest,
    }


def _texts(value: object) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, tuple):
        for part in value:
            yield from _texts(part)
