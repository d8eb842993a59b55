"""What is stored of a verification code: its digest under a key kept out of the database."""

from msp_du.services import tokens


def digest(key: str, code: str) -> str:
    """Return the digest of a normalised code (17 characters) under a code key."""
    return tokens.keyed_digest(key, f"code:{code}")
