"""Phone numbers, in the one form that a gateway takes."""

import re
from typing import Final

_SIGNS: Final = re.compile(r"[\s.\-()/]")
_INTERNATIONAL: Final = re.compile(r"\+[1-9]\d{7,14}")
_FRENCH: Final = re.compile(r"0[1-9]\d{8}")


def international(text: str) -> str | None:
    """Return a number as E.164 writes it, a national one taken as French; None for no number.

    >>> international("06 12 34 56 78")
    '+33612345678'
    >>> international("+33 (0)6.12.34.56.78")
    '+33612345678'
    >>> international("0041 22 123 45 67")
    '+41221234567'
    >>> international("poste 12") is None
    True
    """
    digits = _SIGNS.sub("", text.replace("(0)", ""))
    if digits.startswith("00"):
        digits = f"+{digits[2:]}"
    if _FRENCH.fullmatch(digits):
        return f"+33{digits[1:]}"
    return digits if _INTERNATIONAL.fullmatch(digits) else None
