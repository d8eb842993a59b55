"""Random secrets and their digests: what is stored never opens anything."""

import hashlib
import hmac
import secrets

SECRET_BYTES = 32


def new_secret() -> str:
    """Make 256 random bits, as text that fits in an address."""
    return secrets.token_urlsafe(SECRET_BYTES)


def digest(secret: str) -> str:
    """Return what is stored of a random secret; 256 bits need no slow hash."""
    return hashlib.sha256(secret.encode()).hexdigest()


def keyed_digest(key: str, text: str) -> str:
    """Return what is stored of a guessable text (an address): useless without the key."""
    return hmac.new(key.encode(), text.encode(), hashlib.sha256).hexdigest()
