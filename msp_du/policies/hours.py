"""The hours log once it is written: who reads it, erases a text, opens a day again."""

from msp_du.models import Account, Enrolment, Placement
from msp_du.policies.cohorts import can_read_cohort
from msp_du.policies.placements import can_manage_placement, follows, is_trainee_of


def can_read_ledger(actor: Account, enrolment: Enrolment) -> bool:
    """Whoever reads its cohort; trainees have their own page."""
    return can_read_cohort(actor, enrolment.cohort)


def can_follow_log(actor: Account, placement: Placement) -> bool:
    """Its academic tutor, and the coordinators of the cohort: they also read what was written."""
    return follows(actor, placement) or can_manage_placement(actor, placement)


def can_read_entry(actor: Account, placement: Placement) -> bool:
    """Those, and the trainee: every version of a day, and who signed it."""
    return is_trainee_of(actor, placement) or can_follow_log(actor, placement)


def can_open_entry(actor: Account, placement: Placement) -> bool:
    """The coordinators of the cohort, never for themselves."""
    return can_manage_placement(actor, placement) and not is_trainee_of(actor, placement)
