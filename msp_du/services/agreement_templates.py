"""The texts that agreements are made of: shipped for each regime, adapted by the coordination."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from msp_du.domain.agreement_text import faults
from msp_du.domain.errors import Rule, RuleViolation
from msp_du.domain.vocabulary import Regime
from msp_du.files import agreement_texts
from msp_du.models import Account, AgreementTemplate, Institution
from msp_du.services import audit, document_facts


def versions(session: Session, institution_id: UUID, regime: Regime) -> list[AgreementTemplate]:
    """List the versions of a text, the last first, with who wrote them; one statement."""
    statement = (
        select(AgreementTemplate)
        .where(
            AgreementTemplate.institution_id == institution_id, AgreementTemplate.regime == regime
        )
        .options(joinedload(AgreementTemplate.account))
        .order_by(AgreementTemplate.number.desc())
    )
    return list(session.execute(statement).scalars())


def current(session: Session, institution_id: UUID, regime: Regime) -> str:
    """Return the text that a new paper of a regime is made of."""
    found = versions(session, institution_id, regime)
    return found[0].text if found else agreement_texts.default_template(regime)


def save(
    session: Session,
    institution: Institution,
    regime: Regime,
    text: str,
    *,
    seen: int,
    actor: Account,
    now: datetime,
) -> AgreementTemplate:
    """Keep a new version of a text; papers that were sent keep theirs.

    Locks the institution. Raises RuleViolation AGREEMENT_TEXT (details ``line``, ``found``) for
    a placeholder that is not known, DOCUMENT_SIGN_MISSING, AGREEMENT_TEXT_SAME, and
    STALE_VERSION when another version than ``seen`` is the last.
    """
    check(text)
    session.execute(
        select(Institution.id).where(Institution.id == institution.id).with_for_update()
    )
    known = versions(session, institution.id, regime)
    last = known[0].number if known else 0
    if last != seen:
        raise RuleViolation(Rule.STALE_VERSION)
    if text.strip() == current(session, institution.id, regime).strip():
        raise RuleViolation(Rule.AGREEMENT_TEXT_SAME, field="text")
    template = AgreementTemplate(
        institution_id=institution.id,
        regime=regime,
        number=last + 1,
        text=text,
        account_id=actor.id,
        created_at=now,
    )
    session.add(template)
    session.flush()
    audit.record(
        session,
        "agreements:save-template",
        template,
        actor=actor,
        details={"regime": regime, "number": template.number},
    )
    return template


def check(text: str) -> None:
    """Refuse a text with places that stand for nothing (AGREEMENT_TEXT), or unprintable signs."""
    for fault in faults(text):
        raise RuleViolation(Rule.AGREEMENT_TEXT, field="text", line=fault.line, found=fault.found)
    document_facts.check_signs([text])
