"""Legal figures, certificates and incidents of placements: who may do what."""

from msp_du.domain.vocabulary import Role
from msp_du.models import (
    Account,
    Cohort,
    IncidentNotice,
    Institution,
    Placement,
    PlacementCertificate,
)
from msp_du.policies.cohorts import can_manage_cohort, can_read_cohort
from msp_du.policies.grants import has_role
from msp_du.policies.institutions import can_set_calendar
from msp_du.policies.placements import can_manage_placement, is_trainee_of
from msp_du.policies.preparation import can_receive_document


def can_set_legal_figures(actor: Account, institution: Institution) -> bool:
    """Its administrators, and coordinators of the whole institution."""
    return can_set_calendar(actor, institution)


def can_read_certificate(actor: Account, certificate: PlacementCertificate) -> bool:
    """The trainee whom it is about, and whoever receives it signed."""
    return can_read_signed_copy(actor, certificate.placement)


def can_read_signed_copy(actor: Account, placement: Placement) -> bool:
    """The trainee whom it is about, and whoever receives it."""
    return is_trainee_of(actor, placement) or can_receive_document(actor, placement)


def can_read_allowances(actor: Account, cohort: Cohort) -> bool:
    """Its coordinators, and the registrar's office."""
    return can_read_cohort(actor, cohort)


def can_tell_incident(actor: Account, placement: Placement) -> bool:
    """The trainee, and coordinators of the cohort."""
    own = is_trainee_of(actor, placement) and has_role(actor, Role.TRAINEE)
    return own or can_manage_placement(actor, placement)


def can_follow_incidents(actor: Account, cohort: Cohort) -> bool:
    """Its coordinators."""
    return can_manage_cohort(actor, cohort)


def can_note_sending(actor: Account, notice: IncidentNotice) -> bool:
    """Coordinators of the cohort, never for themselves."""
    placement = notice.placement
    return can_manage_placement(actor, placement) and not is_trainee_of(actor, placement)
