"""The host’s desk: what a personal link opens, for how long, and what signing binds together."""

from datetime import timedelta
from enum import StrEnum

LINK_LASTS = timedelta(days=14)
RECEIPT_LASTS = timedelta(days=365)
OPEN_LASTS = timedelta(minutes=30)


class DeskPurpose(StrEnum):
    """What a link of a contact opens: the whole desk, or one receipt."""

    DESK = "desk"
    RECEIPT = "receipt"


class DeskAct(StrEnum):
    """What a form of the desk does, once."""

    APPROVE_HOURS = "approve_hours"
    RETURN_HOURS = "return_hours"
