"""What makes a board ready, and the results that leave for elsewhere: who may do what."""

from msp_du.domain.vocabulary import Role
from msp_du.models import Account, Cohort, Enrolment, Placement
from msp_du.policies.cohorts import can_read_cohort
from msp_du.policies.grants import holds_cohort
from msp_du.policies.marks import can_read_marks
from msp_du.policies.placements import is_trainee_of


def can_read_preparation(actor: Account, cohort: Cohort) -> bool:
    """Its coordinators, the registrar's office and the members of its board."""
    return holds_cohort(actor, cohort, Role.COORDINATOR, Role.REGISTRAR, Role.BOARD_MEMBER)


def can_read_gate(actor: Account, enrolment: Enrolment) -> bool:
    """Whoever reads the preparation of the cohort's board."""
    return can_read_preparation(actor, enrolment.cohort)


def can_receive_documents(actor: Account, cohort: Cohort) -> bool:
    """Coordinators of the cohort, and the registrar's office."""
    return can_read_cohort(actor, cohort)


def can_receive_document(actor: Account, placement: Placement) -> bool:
    """Whoever receives documents of the cohort, never for themselves."""
    cohort = placement.enrolment_year.enrolment.cohort
    return can_receive_documents(actor, cohort) and not is_trainee_of(actor, placement)


def can_try_rules(actor: Account, cohort: Cohort) -> bool:
    """Coordinators of the cohort, and the members of its board."""
    return holds_cohort(actor, cohort, Role.COORDINATOR, Role.BOARD_MEMBER)


def can_export_results(actor: Account, cohort: Cohort) -> bool:
    """Whoever reads the preparation; tutors too, who get the columns of what they mark."""
    return can_read_preparation(actor, cohort) or can_read_marks(actor, cohort)
