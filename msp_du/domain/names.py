"""A person's names: what screens show, what documents print, how lists sort."""

import unicodedata
from dataclasses import dataclass
from typing import Final

LONGEST_SORT_KEY: Final = 300
"""Characters of a sort key at most; folding can lengthen a name."""

_PLAIN_LETTERS: Final = str.maketrans(
    {
        "œ": "oe",
        "æ": "ae",
        "ø": "o",
        "ł": "l",
        "đ": "d",
        "ð": "d",
        "þ": "th",
        "ħ": "h",
        "ı": "i",
    }
)
_DROPPED: Final = ("Mn", "Me", "Cf")  # accents and invisible marks
_BETWEEN_WORDS: Final = ("P", "Z", "S", "C")
_BETWEEN_NAMES: Final = "  "  # sorts before the single space inside a name


def fold(text: str) -> str:
    """Return the words of a text in plain lower-case letters, one space apart.

    Accents fall, ligatures open, apostrophes, hyphens and other signs part words.

    >>> fold("  L’Œuvre d’ÉLOÏSE-Łucja ")
    'l oeuvre d eloise lucja'
    """
    plain = unicodedata.normalize("NFKD", text.casefold()).casefold().translate(_PLAIN_LETTERS)
    kept = (
        " " if unicodedata.category(sign)[0] in _BETWEEN_WORDS else sign
        for sign in plain
        if unicodedata.category(sign) not in _DROPPED
    )
    return " ".join("".join(kept).split())


@dataclass(frozen=True, slots=True)
class Name:
    """What a person is called; an empty usage or chosen name counts as none."""

    birth_family_name: str
    usage_family_name: str | None
    given_names: str
    chosen_given_name: str | None

    @property
    def family_name(self) -> str:
        """The family name of every day: the usage name, else the birth name."""
        return self.usage_family_name or self.birth_family_name

    @property
    def given_name(self) -> str:
        """The given name of every day: the chosen one, else the first given name."""
        return self.chosen_given_name or _first(self.given_names)

    @property
    def display(self) -> str:
        """What screens and hosts see.

        >>> Name("Le Bihan", "Dupont", "Marie Claire", None).display
        'Marie Dupont'
        """
        return f"{self.given_name} {self.family_name}".strip()

    @property
    def civil(self) -> str:
        """All given names and the birth family name in capitals: the identity of civil status."""
        return f"{self.given_names} {self.birth_family_name.upper()}".strip()

    @property
    def official(self) -> str:
        """What French documents print: the civil identity, then the usage name if it is another.

        >>> Name("Le Bihan", "Dupont", "Marie Claire", None).official
        'Marie Claire LE BIHAN, nom d’usage DUPONT'
        """
        if fold(self.family_name) == fold(self.birth_family_name):
            return self.civil
        return f"{self.civil}, nom d’usage {self.family_name.upper()}"

    @property
    def sort_key(self) -> str:
        """What lists are ordered by, compared code point by code point (collation "C").

        Follows what is displayed, family name first, so that a list looks sorted to its reader.
        """
        key = fold(self.family_name) + _BETWEEN_NAMES + fold(self.given_name)
        return key[:LONGEST_SORT_KEY]


def _first(given_names: str) -> str:
    """Return the first of given names parted by commas, or else by spaces."""
    parts = given_names.split(",") if "," in given_names else given_names.split()
    return parts[0].strip() if parts else ""
