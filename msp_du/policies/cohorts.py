"""Cohorts and who is enrolled in them: who may do what."""

from msp_du.domain.vocabulary import Role
from msp_du.models import Account, Cohort, Enrolment, Institution
from msp_du.policies.grants import has_role, holds_cohort, is_self
from msp_du.policies.institutions import can_import_curriculum


def can_open_cohort(actor: Account, institution: Institution) -> bool:
    """Coordinators of the whole institution."""
    return can_import_curriculum(actor, institution)


def can_read_cohort(actor: Account, cohort: Cohort) -> bool:
    """Its coordinators, and the registrar's office."""
    return holds_cohort(actor, cohort, Role.COORDINATOR, Role.REGISTRAR)


def can_manage_cohort(actor: Account, cohort: Cohort) -> bool:
    """Its coordinators."""
    return holds_cohort(actor, cohort, Role.COORDINATOR)


def can_read_enrolment(actor: Account, enrolment: Enrolment) -> bool:
    """The person enrolled, and whoever reads the cohort."""
    own = is_self(actor, enrolment.person_id)
    return own or can_read_cohort(actor, enrolment.cohort)


def can_manage_enrolment(actor: Account, enrolment: Enrolment) -> bool:
    """Coordinators of the cohort."""
    return can_manage_cohort(actor, enrolment.cohort)


def is_enrolled(actor: Account, enrolment: Enrolment) -> bool:
    """Tell whether the enrolment is the actor's own."""
    own = is_self(actor, enrolment.person_id)
    return own and has_role(actor, Role.TRAINEE)
