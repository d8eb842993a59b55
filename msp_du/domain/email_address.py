"""The one form in which e-mail addresses are stored and compared."""

import re
import unicodedata
from typing import Final

LONGEST_ADDRESS: Final = 254
"""Characters of the longest address a mail server has to accept (RFC 5321, erratum 1690)."""

_LOCAL_PART: Final = re.compile(r"[a-z0-9!#$%&'*+/=?^_`{|}~-]+(\.[a-z0-9!#$%&'*+/=?^_`{|}~-]+)*")
_LABEL: Final = re.compile(r"[^\W_]([^\W_]|-)*(?<!-)")
_WRAPPED: Final = re.compile(r"(?:mailto:)?<?([^<>]*)>?", re.IGNORECASE)


def normal_address(text: str) -> str | None:
    """Return the address trimmed and in small letters, or None when it cannot be one.

    ``mailto:`` and angle brackets around it are dropped. The domain may hold letters of
    any script; the part before the @ may not: mail rarely reaches such an address.

    >>> normal_address(" <Anne.Le-Bihan@Example.ORG> ")
    'anne.le-bihan@example.org'
    """
    wrapped = _WRAPPED.fullmatch(unicodedata.normalize("NFC", text).strip())
    if wrapped is None:
        return None
    address = wrapped[1].strip().casefold()
    local, _, domain = address.rpartition("@")
    if len(address) > LONGEST_ADDRESS or len(local) > 64:
        return None
    return address if _LOCAL_PART.fullmatch(local) and _is_domain(domain) else None


def _is_domain(domain: str) -> bool:
    """Tell whether a text reads as a host name with at least one dot."""
    labels = domain.split(".")
    return (
        len(labels) > 1
        and all(len(label) <= 63 and _LABEL.fullmatch(label) for label in labels)
        and not labels[-1].isdigit()
    )
