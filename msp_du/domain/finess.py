"""Numbers of the public register of health establishments (domain §11)."""

import re
from typing import Final

_NUMBER: Final = re.compile(r"[0-9][0-9AB][0-9]{7}")
_LETTERS: Final = (("0", "0"), ("1", "2"))
"""What A and B count for: the register says nothing of it, and both readings are in use."""


def normal_finess(text: str) -> str | None:
    """Return a number in its one form, nine signs, or None when it cannot be one.

    Its last digit is a Luhn key. In Corsica (2A, 2B) the letter counts as nothing, or as its
    rank: a number that holds either way is taken.

    >>> normal_finess("75 071 218 4")
    '750712184'
    >>> normal_finess("750712185") is None
    True
    """
    number = re.sub(r"[\s.\u00a0\u202f-]", "", text).upper()
    if not _NUMBER.fullmatch(number) or number.startswith("00"):
        return None
    readings = {number.replace("A", of_a).replace("B", of_b) for of_a, of_b in _LETTERS}
    return number if any(luhn_sum(digits) % 10 == 0 for digits in readings) else None


def luhn_sum(digits: str) -> int:
    """Return the sum of digits, every second one from the right doubled, its own digits added.

    >>> luhn_sum("750712184")
    30
    """
    total = 0
    for place, digit in enumerate(reversed(digits)):
        value = int(digit) * (1 + place % 2)
        total += value - 9 if value > 9 else value
    return total
