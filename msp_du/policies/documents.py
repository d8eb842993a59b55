"""Documents: who may do what."""

from msp_du.domain.vocabulary import Role
from msp_du.models import Account, Cohort, Document, Enrolment
from msp_du.policies.board import is_published
from msp_du.policies.grants import holds_cohort, is_self


def can_issue_documents(actor: Account, cohort: Cohort) -> bool:
    """The registrar's office."""
    return holds_cohort(actor, cohort, Role.REGISTRAR)


def can_issue_for(actor: Account, enrolment: Enrolment) -> bool:
    """The registrar's office, never for themselves."""
    own = is_self(actor, enrolment.person_id)
    return can_issue_documents(actor, enrolment.cohort) and not own


def can_end_document(actor: Account, document: Document) -> bool:
    """Whoever may issue it: replaced or revoked."""
    return can_issue_for(actor, document.enrolment)


def can_read_document(actor: Account, document: Document) -> bool:
    """Its holder, and the registrar's office."""
    return holds_document(actor, document) or can_issue_documents(actor, document.enrolment.cohort)


def holds_document(actor: Account, document: Document) -> bool:
    """Tell whether the document is about the actor, who knows what it rests on."""
    return is_self(actor, document.person_id) and is_published(document.decision)


def can_withdraw_document(actor: Account, document: Document) -> bool:
    """Its holder; the registrar's office when they ask for it there."""
    return can_read_document(actor, document)
