"""The code printed on a document: 16 random characters and one that checks them (ux V1).

The alphabet is Crockford's base 32, so a code can be read aloud and typed from paper; the check
character is Luhn's, over that alphabet, and finds any single wrong character and nearly any swap
of two neighbours.
"""

import secrets
from collections.abc import Callable
from typing import Final

ALPHABET: Final = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
RANDOM_CHARACTERS: Final = 16
RANDOM_BITS: Final = 5 * RANDOM_CHARACTERS
LENGTH: Final = RANDOM_CHARACTERS + 1
GROUP: Final = 4

_BASE: Final = len(ALPHABET)
_VALUES: Final = {sign: value for value, sign in enumerate(ALPHABET)}
_READ_AS: Final = str.maketrans({"O": "0", "I": "1", "L": "1"})
_BETWEEN: Final = frozenset("-‐‑‒–—−")


class MalformedCode(ValueError):  # noqa: N818 - says what the text is
    """The text cannot be a code: wrong length, foreign characters or a slip of the hand."""


def new_code(draw: Callable[[int], int] = secrets.randbits) -> str:
    """Return a new code of 17 characters, 80 bits of it drawn at random.

    ``draw`` takes a number of bits and returns a whole number of at most that many.

    >>> printed(new_code(lambda bits: 0))
    '0000-0000-0000-0000-0'
    """
    left = draw(RANDOM_BITS)
    signs = []
    for _position in range(RANDOM_CHARACTERS):
        left, value = divmod(left, _BASE)
        signs.append(ALPHABET[value])
    body = "".join(signs)
    return body + check_character(body)


def check_character(body: str) -> str:
    """Return the character that completes these (of the alphabet).

    >>> check_character("7KQM2XZB9HTRC4WN")
    'E'
    """
    total = 0
    for place, sign in enumerate(reversed(body)):
        value = _VALUES[sign]
        total += value if place % 2 else sum(divmod(2 * value, _BASE))
    return ALPHABET[-total % _BASE]


def normalise(typed: str) -> str:
    """Return the 17 characters of a code as typed; raises MalformedCode for what cannot be one.

    Case, spaces and dashes do not count; O is read as 0, I and L as 1.

    >>> normalise(" 0000-0000-0000-oooo-o ")
    '00000000000000000'
    """
    signs = [sign for sign in typed.upper() if sign not in _BETWEEN and not sign.isspace()]
    code = "".join(signs).translate(_READ_AS)
    if len(code) != LENGTH or not _VALUES.keys() >= set(code):
        raise MalformedCode
    if check_character(code[:-1]) != code[-1]:
        raise MalformedCode
    return code


def printed(code: str) -> str:
    """Return a code as paper shows it, in groups of four.

    >>> printed("7KQM2XZB9HTRC4WNE")
    '7KQM-2XZB-9HTR-C4WN-E'
    """
    return "-".join(code[start : start + GROUP] for start in range(0, len(code), GROUP))
