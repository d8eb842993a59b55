"""The name by which a phone knows an account: it says nothing of whose it is."""

import hashlib
from typing import Final
from uuid import UUID

_FORM: Final = "device-alias/1"
"""Changes only with the way an alias is made: what phones keep is kept under theirs."""
_CHARACTERS: Final = 24


def alias_of(account_id: UUID) -> str:
    """Return the alias of an account: always the same, and no way back to the account.

    >>> alias_of(UUID(int=1)) == alias_of(UUID(int=1)) != alias_of(UUID(int=2))
    True
    """
    return hashlib.sha256(f"{_FORM}:{account_id}".encode()).hexdigest()[:_CHARACTERS]
