"""Competencies: who may do what."""

from msp_du.domain.vocabulary import Role
from msp_du.models import Account, Enrolment, Placement
from msp_du.policies.cohorts import can_manage_cohort, is_enrolled
from msp_du.policies.grants import has_role, holds_cohort, is_self
from msp_du.policies.placements import can_approve_hours, follows, is_seen_by_host


def can_rate_as_host(actor: Account, placement: Placement) -> bool:
    """Whoever approves the hours of the placement, as long as its host sees the trainee."""
    return can_approve_hours(actor, placement) and is_seen_by_host(placement)


def can_rate_as_tutor(actor: Account, enrolment: Enrolment) -> bool:
    """The academic tutor of a placement of theirs, and the coordinators of the cohort.

    Nobody validates their own levels.
    """
    teaches = has_role(actor, Role.TUTOR) and any(
        follows(actor, placement) for year in enrolment.years for placement in year.placements
    )
    own = is_self(actor, enrolment.person_id)
    return not own and (teaches or can_manage_cohort(actor, enrolment.cohort))


def can_rate(actor: Account, enrolment: Enrolment) -> bool:
    """The trainee for themselves, and whoever validates the levels; hosts rate at their desk."""
    return is_enrolled(actor, enrolment) or can_rate_as_tutor(actor, enrolment)


def can_read_competencies(actor: Account, enrolment: Enrolment) -> bool:
    """The trainee, whoever validates the levels, and the board; hosts see them at their desk."""
    return (
        is_enrolled(actor, enrolment)
        or can_rate_as_tutor(actor, enrolment)
        or holds_cohort(actor, enrolment.cohort, Role.BOARD_MEMBER)
    )
