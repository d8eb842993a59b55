"""Which signs the serif can print: it sets every name."""

import unicodedata
from functools import cache
from typing import Final

from fontTools.ttLib import TTFont

from msp_du.pdf.bundle import FONTS

_COLLAPSED: Final = frozenset("\t\n\r\f ")
"""White space that HTML makes one space."""


def missing_signs(text: str) -> tuple[str, ...]:
    """Return the signs that the documents' serif lacks, each once, in their order in the text.

    >>> missing_signs("Łukasz Şahin-Nguyễn 漢")
    ('漢',)
    """
    known = _signs()
    composed = unicodedata.normalize("NFC", text)
    return tuple(dict.fromkeys(sign for sign in composed if sign not in known))


@cache
def _signs() -> frozenset[str]:
    """Return what every face of the serif shows; invisible signs have no place in a document."""
    faces = [_mapped(path.name) for path in sorted(FONTS.glob("source-serif-4-*.ttf"))]
    shared = frozenset.intersection(*faces)
    return frozenset(sign for sign in shared if unicodedata.category(sign)[0] != "C") | _COLLAPSED


def _mapped(name: str) -> frozenset[str]:
    with TTFont(FONTS / name, lazy=True) as font:
        return frozenset(map(chr, font.getBestCmap() or ()))
