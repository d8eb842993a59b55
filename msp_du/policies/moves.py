"""Credits, moves and what is taken back: who may do what."""

from msp_du.domain.vocabulary import Role
from msp_du.models import (
    Account,
    ClassListImport,
    Credit,
    Enrolment,
    EnrolmentTransfer,
    Person,
    PersonMerge,
)
from msp_du.policies.cohorts import can_manage_cohort
from msp_du.policies.grants import cohort_scope, is_self


def can_credit(actor: Account, enrolment: Enrolment) -> bool:
    """Coordinators of the cohort, never for themselves."""
    own = is_self(actor, enrolment.person_id)
    return can_manage_cohort(actor, enrolment.cohort) and not own


def can_withdraw_credit(actor: Account, credit: Credit) -> bool:
    """Whoever may grant it."""
    return can_credit(actor, credit.enrolment_year.enrolment)


def can_undo_import(actor: Account, row: ClassListImport) -> bool:
    """Coordinators of the cohort."""
    return can_manage_cohort(actor, row.cohort)


def can_undo_transfer(actor: Account, row: EnrolmentTransfer) -> bool:
    """Whoever coordinates both cohorts."""
    return can_manage_cohort(actor, row.from_cohort) and can_manage_cohort(actor, row.to_cohort)


def can_merge(actor: Account, person: Person) -> bool:
    """Coordinators of the whole institution, never on themselves."""
    whole, _single = cohort_scope(actor, Role.COORDINATOR)
    return person.institution_id in whole and not is_self(actor, person.id)


def can_undo_merge(actor: Account, row: PersonMerge) -> bool:
    """Whoever may merge the two."""
    return can_merge(actor, row.kept) and can_merge(actor, row.gone)
