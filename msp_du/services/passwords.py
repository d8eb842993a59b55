"""Passwords as argon2id hashes; made and checked outside any transaction, a few at a time."""

import unicodedata
from functools import cache
from threading import BoundedSemaphore

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

MEMORY_KIB = 19 * 1024
_hasher = PasswordHasher(time_cost=2, memory_cost=MEMORY_KIB, parallelism=1)
_at_once = BoundedSemaphore(4)


def hash_password(password: str) -> str:
    """Return the argon2id hash (19 MiB, t = 2, p = 1) of a password, whole however long."""
    with _at_once:
        return _hasher.hash(_same_however_typed(password))


def matches(password_hash: str | None, password: str) -> bool:
    """Tell whether the password is right; without a hash, say no after the same work."""
    with _at_once:
        try:
            _hasher.verify(password_hash or _hash_of_nobody(), _same_however_typed(password))
        except (VerificationError, InvalidHashError):
            return False
    return password_hash is not None


def _same_however_typed(password: str) -> str:
    """Give the accents of every keyboard one form."""
    return unicodedata.normalize("NFC", password)


@cache
def _hash_of_nobody() -> str:
    return _hasher.hash("the password of nobody, checked so that nobody takes as long as somebody")
