"""What somebody at a structure may propose to correct, and what becomes of it."""

from enum import StrEnum


class HostField(StrEnum):
    """What a contact may propose to change: of the structure, then of their own record."""

    NAME = "name"
    CITY = "city"
    SIRET = "siret"
    FINESS = "finess"
    CONTACT_NAME = "contact_name"
    CONTACT_JOB_TITLE = "contact_job_title"
    CONTACT_EMAIL = "contact_email"
    CONTACT_PHONE = "contact_phone"


OF_CONTACT = frozenset(
    {
        HostField.CONTACT_NAME,
        HostField.CONTACT_JOB_TITLE,
        HostField.CONTACT_EMAIL,
        HostField.CONTACT_PHONE,
    }
)
REACHES = frozenset({HostField.CONTACT_EMAIL, HostField.CONTACT_PHONE})
"""Where links go: who takes them over takes the desk over."""
NEEDED = frozenset({HostField.NAME, HostField.CONTACT_NAME})
"""What cannot be left blank."""


class ProposalState(StrEnum):
    """Where a proposal stands; ``replaced`` when its author sent another one meanwhile."""

    WAITING = "waiting"
    ACCEPTED = "accepted"
    PARTLY = "partly"
    REFUSED = "refused"
    REPLACED = "replaced"


def decided_state(*, accepted: int, proposed: int) -> ProposalState:
    """Return what a proposal becomes when so many of its changes are accepted.

    >>> decided_state(accepted=1, proposed=3).value
    'partly'
    """
    if accepted == 0:
        return ProposalState.REFUSED
    return ProposalState.ACCEPTED if accepted == proposed else ProposalState.PARTLY
