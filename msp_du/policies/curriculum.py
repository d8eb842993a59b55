"""Versions of the curriculum: who may change them, and what each module is said to assess."""

from msp_du.domain.vocabulary import Role
from msp_du.models import Account, CurriculumVersion
from msp_du.policies.grants import cohort_scope


def can_edit_curriculum(actor: Account, version: CurriculumVersion) -> bool:
    """Coordinators of the whole institution; whether it is frozen is a rule of the version."""
    whole, _ = cohort_scope(actor, Role.COORDINATOR)
    return version.institution_id in whole
