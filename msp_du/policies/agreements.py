"""Agreements of placements: who reads, prepares and signs them."""

from msp_du.domain.agreements import AgreementState, SignerCapacity
from msp_du.domain.vocabulary import Role
from msp_du.models import Account, Agreement, AgreementSigner, Institution, Placement
from msp_du.policies.cohorts import can_open_cohort, can_read_cohort
from msp_du.policies.grants import institution_ids
from msp_du.policies.placements import can_manage_placement, can_read_placement, is_trainee_of


def can_prepare_agreement(actor: Account, placement: Placement) -> bool:
    """Coordinators of the cohort, never for themselves."""
    return can_manage_placement(actor, placement) and not is_trainee_of(actor, placement)


def can_manage_agreement(actor: Account, agreement: Agreement) -> bool:
    """Whoever may prepare one for its placement."""
    return can_prepare_agreement(actor, agreement.placement)


def can_read_agreement(actor: Account, agreement: Agreement) -> bool:
    """Whoever reads the placement, a draft only whoever prepares it; the host has its own desk."""
    is_draft = agreement.state is AgreementState.DRAFT
    if is_draft:
        return can_manage_agreement(actor, agreement)
    return can_read_placement(actor, agreement.placement)


def can_note_paper(actor: Account, agreement: Agreement) -> bool:
    """The coordinators of the cohort and the registrar's office, never for themselves."""
    cohort = agreement.placement.enrolment_year.enrolment.cohort
    return can_read_cohort(actor, cohort) and not is_trainee_of(actor, agreement.placement)


def can_read_scan(actor: Account, signer: AgreementSigner) -> bool:
    """Whoever reads the paper."""
    return can_read_agreement(actor, signer.agreement)


def can_sign_agreement(actor: Account, signer: AgreementSigner) -> bool:
    """The trainee, the academic tutor whom the paper names, and for the university its staff.

    Nobody signs their own paper in another capacity. Contacts of the host and of the employer sign
    at their desk.
    """
    placement = signer.agreement.placement
    is_own = is_trainee_of(actor, placement)
    if is_own or signer.capacity is SignerCapacity.TRAINEE:
        return is_own and signer.capacity is SignerCapacity.TRAINEE
    if signer.capacity is SignerCapacity.UNIVERSITY:
        return can_note_paper(actor, signer.agreement)
    is_tutor = placement.institution_id in institution_ids(actor, Role.TUTOR)
    return is_tutor and signer.account_id == actor.id


def can_edit_agreement_texts(actor: Account, institution: Institution) -> bool:
    """Coordinators of the whole institution."""
    return can_open_cohort(actor, institution)
