"""Papers as rows: found, locked, the one in force and the one under way."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload, selectinload

from msp_du.domain import agreement_terms, frozen_facts
from msp_du.domain.agreement_terms import AgreementFacts
from msp_du.domain.agreements import AgreementAct, AgreementState, after
from msp_du.domain.errors import Rule, RuleViolation
from msp_du.models import Agreement, AgreementSigner, Placement
from msp_du.services import agreement_papers, audit


def find(session: Session, agreement_id: UUID) -> Agreement | None:
    """Return a paper with its signers and its placement."""
    options = [selectinload(Agreement.signers), joinedload(Agreement.placement)]
    return session.get(Agreement, agreement_id, options=options)


def of_placement(session: Session, placement: Placement) -> list[Agreement]:
    """List the papers of a placement with their signers, the last first; two statements."""
    statement = (
        select(Agreement)
        .where(Agreement.placement_id == placement.id)
        .options(selectinload(Agreement.signers))
        .order_by(Agreement.number.desc(), Agreement.edition.desc())
    )
    return list(session.execute(statement).scalars())


def facts_of(agreement: Agreement) -> AgreementFacts | None:
    """Return what a paper says; None for one signed before this register.

    Raises UnreadableFacts if its text is not what was written.
    """
    if agreement.facts is None:
        return None
    return agreement_terms.read(frozen_facts.unchanged(agreement.facts, agreement.facts_digest))


def in_force(papers: list[Agreement]) -> Agreement | None:
    """Return the paper that binds, of those of a placement, the last first."""
    return next((each for each in papers if each.state is AgreementState.SIGNED), None)


def under_way(papers: list[Agreement]) -> Agreement | None:
    """Return the paper that is prepared or awaits signatures."""
    states = {AgreementState.DRAFT, AgreementState.AWAITING_SIGNATURES}
    return next((each for each in papers if each.state in states), None)


def lock(session: Session, agreement: Agreement) -> Agreement:
    """Lock a paper until the transaction ends; return it and its signers as they are then."""
    statement = (
        select(Agreement)
        .where(Agreement.id == agreement.id)
        .options(selectinload(Agreement.signers))
        .with_for_update(of=Agreement)
        .execution_options(populate_existing=True)
    )
    found = session.execute(statement).scalar_one_or_none()
    if found is None:
        raise RuleViolation(Rule.STALE_VERSION)
    return found


def awaited(agreement: Agreement) -> list[AgreementSigner]:
    """List who has not signed a paper yet."""
    return [each for each in agreement.signers if each.signed_at is None]


def put_in_force(session: Session, agreement: Agreement, *, now: datetime) -> None:
    """Once all have signed: it binds, and the editions that it corrects no longer do."""
    if awaited(agreement):
        return
    agreement.state = after(AgreementAct.SIGN_LAST, agreement.state)
    agreement.signed_at = now
    earlier = select(Agreement).where(
        Agreement.placement_id == agreement.placement_id,
        Agreement.number == agreement.number,
        Agreement.edition < agreement.edition,
        Agreement.state == AgreementState.SIGNED,
    )
    for former in session.execute(earlier).scalars():
        former.state, former.replaced_at = after(AgreementAct.REPLACE, former.state), now
    session.flush()
    audit.record(session, "agreements:put-in-force", agreement, actor=None)
    agreement_papers.queue(session, agreement)
