"""Where a document that somebody may have stands for them, before and after it exists."""

from enum import StrEnum


class Standing(StrEnum):
    """One word for the registrar's table.

    ``READY``: due, and none holds. ``OUTDATED``: one holds, and the board has decided otherwise
    since. ``REVOKED``: the last one was, and none is due now.
    """

    NOT_YET = "not_yet"
    READY = "ready"
    PENDING = "pending"
    VALID = "valid"
    OUTDATED = "outdated"
    REVOKED = "revoked"
