"""Rounds of wishes, allocations and exclusions: who may do what."""

from msp_du.models import (
    Account,
    Enrolment,
    PlacementCampaign,
    PlacementExclusion,
    PlacementOffer,
)
from msp_du.policies.cohorts import can_manage_cohort, is_enrolled
from msp_du.policies.grants import is_self


def can_allocate(actor: Account, campaign: PlacementCampaign) -> bool:
    """Coordinators of the cohort."""
    return can_manage_cohort(actor, campaign.cohort)


def can_change_offer(actor: Account, offer: PlacementOffer) -> bool:
    """Whoever allocates the places of its round."""
    return can_allocate(actor, offer.campaign)


def can_exclude(actor: Account, enrolment: Enrolment) -> bool:
    """Coordinators of the cohort, never for themselves; nobody else reads what is barred."""
    own = is_self(actor, enrolment.person_id)
    return can_manage_cohort(actor, enrolment.cohort) and not own


def can_lift_exclusion(actor: Account, exclusion: PlacementExclusion) -> bool:
    """Whoever may exclude, of what was not named by the trainee."""
    return not exclusion.by_trainee and can_exclude(actor, exclusion.enrolment)


def can_take_back_exclusion(actor: Account, exclusion: PlacementExclusion) -> bool:
    """The trainee, of what they named."""
    return exclusion.by_trainee and is_enrolled(actor, exclusion.enrolment)
