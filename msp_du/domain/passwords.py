"""What a new password must be: long, and not among the first that anyone would try."""

from collections.abc import Collection, Iterable
from itertools import pairwise
from typing import Final

from msp_du.domain.errors import Rule, RuleViolation
from msp_du.domain.names import fold

SHORTEST: Final = 12
"""Characters a password has at least (CNIL 2022-100 asks for 50 bits where tries are limited)."""

LONGEST: Final = 1000
"""Characters a password has at most, so that hashing stays cheap; nothing is ever cut off."""

_DISTINCT: Final = 5
_UNFORESEEN: Final = 5
_LETTERS_OF_ITS_OWN: Final = 5
_SHORTEST_OWN_WORD: Final = 3
_DIGITS: Final = "0123456789"
_LOOKALIKE_SIGNS: Final = str.maketrans({"@": "a", "$": "s", "€": "e", "!": "i"})
_LOOKALIKE_DIGITS: Final = str.maketrans("013457", "oieast")
_TRACKS: Final = (
    "abcdefghijklmnopqrstuvwxyz",
    "01234567890",
    "azertyuiop",
    "qsdfghjklm",
    "wxcvbn",
    "qwertyuiop",
    "asdfghjkl",
    "zxcvbnm",
    "&é\"'(-è_çà)=",
    "!@#$%^&*()_+",
)
_FORESEEN: Final = frozenset(
    step
    for track in _TRACKS
    for one, other in pairwise(track)
    for step in (one + other, other + one)
)


def check_password(password: str, *, own_words: Collection[str], common: Collection[str]) -> None:
    """Refuse a password that is too short, too long or easily guessed; any characters will do.

    ``own_words`` are what an attacker knows of this person and this place: names,
    address, product name. ``common`` are the known passwords of the shipped list.
    """
    if len(password) > LONGEST:
        raise RuleViolation(Rule.PASSWORD_TOO_LONG, field="password", maximum=LONGEST)
    if len(password) < SHORTEST:
        raise RuleViolation(Rule.PASSWORD_TOO_SHORT, field="password", minimum=SHORTEST)
    if (
        _is_monotonous(password)
        or _is_listed(password, common)
        or _is_about_oneself(password, own_words)
    ):
        raise RuleViolation(Rule.PASSWORD_COMMON, field="password")


def _is_monotonous(password: str) -> bool:
    """Tell whether it holds few characters, repeats a short piece or follows rows of keys."""
    small = password.casefold()
    foreseen = sum(one == other or one + other in _FORESEEN for one, other in pairwise(small))
    return (
        len(set(small)) < _DISTINCT
        or _period(small) < SHORTEST
        or len(small) - foreseen < _UNFORESEEN
    )


def _period(text: str) -> int:
    """Return the length of the piece that the text repeats at least twice, else its own."""
    return next(
        (size for size in range(1, len(text) // 2 + 1) if text[size:] == text[:-size]),
        len(text),
    )


def _is_listed(password: str, common: Iterable[str]) -> bool:
    """Tell whether it is a listed one, but for case, signs, look-alikes and digits around it."""
    listed = {form for word in common for form in _forms(word)}
    return not listed.isdisjoint(_forms(password))


def _is_about_oneself(password: str, own_words: Iterable[str]) -> bool:
    """Tell whether hardly a letter is left once the words known of its owner are taken out."""
    known = {part for word in own_words for part in (*fold(word).split(), _squeezed(word))}
    long_first = sorted((w for w in known if len(w) >= _SHORTEST_OWN_WORD), key=len, reverse=True)
    return any(_is_made_of(form, long_first) for form in _forms(password))


def _is_made_of(form: str, words: Iterable[str]) -> bool:
    """Tell whether some of the words are in it and fewer than five other letters."""
    rest = form
    for word in words:
        rest = rest.replace(word, "")
    return rest != form and sum(sign not in _DIGITS for sign in rest) < _LETTERS_OF_ITS_OWN


def _forms(text: str) -> set[str]:
    """Return the plain forms of a password by which it is compared; never an empty one."""
    plain = _squeezed(text)
    stem = plain.strip(_DIGITS) or plain
    disguised = _squeezed(text.rstrip(_DIGITS + "!").translate(_LOOKALIKE_SIGNS))
    return {plain, stem, disguised.translate(_LOOKALIKE_DIGITS)} - {""}


def _squeezed(text: str) -> str:
    """Return the folded text without spaces."""
    return fold(text).replace(" ", "")
