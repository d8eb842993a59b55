"""Messages that the application sends: who may follow them."""

from msp_du.models import Account, Institution
from msp_du.policies.institutions import can_set_calendar


def can_follow_messages(actor: Account, institution: Institution) -> bool:
    """Its administrators, and coordinators of the whole institution.

    A message names its reader and no cohort, so that a coordinator of one cohort reads none.
    """
    return can_set_calendar(actor, institution)
