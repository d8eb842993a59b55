"""Marks: who may do what."""

from msp_du.domain.vocabulary import Role
from msp_du.models import Account, Cohort, EnrolmentYear, Module, RoleGrant
from msp_du.policies.cohorts import can_manage_cohort
from msp_du.policies.grants import active_grants, is_self


def can_read_marks(actor: Account, cohort: Cohort) -> bool:
    """Whoever marks something in the cohort, and its coordinators."""
    return can_manage_cohort(actor, cohort) or any(
        grant.module_id is not None and _covers(grant, cohort)
        for grant in active_grants(actor, Role.TUTOR)
    )


def can_mark(actor: Account, cohort: Cohort, module: Module) -> bool:
    """The tutors named for this module in the cohort, and the coordinators of the cohort."""
    return can_manage_cohort(actor, cohort) or any(
        grant.module_id == module.id and _covers(grant, cohort)
        for grant in active_grants(actor, Role.TUTOR)
    )


def can_ask_about(actor: Account, year: EnrolmentYear) -> bool:
    """Only the trainee, about their own marks."""
    return is_self(actor, year.enrolment.person_id)


def can_answer(actor: Account, year: EnrolmentYear, module: Module) -> bool:
    """Whoever marks the module in the cohort, about anybody's marks but their own."""
    return can_mark(actor, year.enrolment.cohort, module) and not can_ask_about(actor, year)


def can_read_explanation(actor: Account, year: EnrolmentYear, module: Module) -> bool:
    """Whoever marks the module, of anybody but themselves; one's own stands beside one's marks."""
    return can_answer(actor, year, module)


def can_read_whole_explanation(actor: Account, year: EnrolmentYear) -> bool:
    """The coordinators of the cohort, of anybody but themselves."""
    return can_manage_cohort(actor, year.enrolment.cohort) and not can_ask_about(actor, year)


def _covers(grant: RoleGrant, cohort: Cohort) -> bool:
    here = grant.institution_id == cohort.institution_id
    return here and grant.cohort_id in {None, cohort.id}
