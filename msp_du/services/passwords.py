"""Passwords as argon2id hashes; made and checked outside any transaction, a few at a time."""

import unicodedata
from threading import BoundedSemaphore

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

MEMORY_KIB = 19 * 1024
_hasher = PasswordHasher(time_cost=2, memory_cost=MEMORY_KIB, parallelism=1)
_at_once = BoundedSemaphore(4)

HASH_OF_NOBODY = (
    "$argon2id$v=19$m=19456,t=2,p=1$"
    "y8YrtBHVz48cT15xZtzMiw$FEyeJ8ObyBAXgMIwjtvuVr+dV8y7eKY+caS4XTOAJyI"
)
"""Hash of random text that was thrown away: checked so that nobody takes as long as somebody."""


def hash_password(password: str) -> str:
    """Return the argon2id hash (19 MiB, t = 2, p = 1) of a password, whole however long."""
    with _at_once:
        return _hasher.hash(_same_however_typed(password))


def matches(password_hash: str | None, password: str) -> bool:
    """Tell whether the password is right; without a hash, say no after the same work."""
    with _at_once:
        try:
            _hasher.verify(password_hash or HASH_OF_NOBODY, _same_however_typed(password))
        except (VerificationError, InvalidHashError):
            return False
    return password_hash is not None


def renewed(password_hash: str, password: str) -> str | None:
    """Return a hash at today's costs for a password just proved; None when it has one already."""
    return hash_password(password) if _hasher.check_needs_rehash(password_hash) else None


def _same_however_typed(password: str) -> str:
    """Give the accents of every keyboard one form."""
    return unicodedata.normalize("NFC", password)
