"""Colours of an institution: how they are written, and how well they can be told apart."""

import re
from dataclasses import dataclass
from fractions import Fraction
from typing import Final

from msp_du.domain.errors import Rule, RuleViolation

WHITE: Final = "#ffffff"
BLACK: Final = "#000000"
LEAST_FOR_TEXT: Final = Fraction(9, 2)
"""White text on the brand colour (WCAG 2.2, 1.4.3, level AA)."""
LEAST_FOR_SIGNS: Final = Fraction(3)
"""Signs in the accent colour on the brand colour (WCAG 2.2, 1.4.11)."""

_HEXADECIMAL: Final = re.compile(r"#?([0-9a-f]{6}|[0-9a-f]{3})", re.IGNORECASE)


def normal_colour(text: str) -> str | None:
    """Return the colour as ``#rrggbb`` in small letters, or None when it is not one.

    >>> normal_colour(" 1F4 ")
    '#11ff44'
    """
    found = _HEXADECIMAL.fullmatch(text.strip())
    if found is None:
        return None
    figures = found[1].lower()
    return "#" + (figures if len(figures) == 6 else "".join(2 * figure for figure in figures))


def contrast(one: str, other: str) -> float:
    """Return the contrast of two colours written ``#rrggbb``, 1 to 21 (WCAG 2.2).

    >>> round(contrast("#1f4e4a", WHITE), 2)
    9.35
    """
    darker, lighter = sorted((_luminance(one), _luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


def check_colours(brand: str, accent: str) -> None:
    """Refuse a brand that white cannot be read on, or an accent that cannot be seen on it.

    COLOUR_CONTRAST: details ``against`` (a colour), ``ratio`` (cut, not rounded) and ``least``.
    """
    pairs = (
        ("brand_colour", brand, WHITE, LEAST_FOR_TEXT),
        ("accent_colour", accent, brand, LEAST_FOR_SIGNS),
    )
    for field, colour, against, least in pairs:
        ratio = contrast(colour, against)
        if ratio < least:
            raise RuleViolation(
                Rule.COLOUR_CONTRAST,
                field=field,
                against=against,
                ratio=int(ratio * 100) / 100,
                least=float(least),
            )


@dataclass(frozen=True, slots=True)
class Palette:
    """What the pages are coloured with, made of the two colours of an institution."""

    header: str
    """The brand as chosen, under white text."""
    brand: str
    """The brand as text, also readable on ``soft``."""
    deep: str
    soft: str
    accent: str


def palette(brand: str, accent: str) -> Palette:
    """Return the colours that go with a brand and an accent that ``check_colours`` lets through.

    >>> palette("#1f4e4a", "#e3a458").brand
    '#1f4e4a'
    """
    soft = _mixed(brand, WHITE, 0.1)
    text = brand
    while contrast(text, soft) < LEAST_FOR_TEXT:
        text = _mixed(text, BLACK, 0.95)
    return Palette(
        header=brand, brand=text, deep=_mixed(text, BLACK, 0.75), soft=soft, accent=accent
    )


def _mixed(one: str, other: str, share: float) -> str:
    """Return a mix that holds this share of the first colour."""
    pairs = ((int(one[i : i + 2], 16), int(other[i : i + 2], 16)) for i in (1, 3, 5))
    return "#" + "".join(f"{int(a * share + b * (1 - share)):02x}" for a, b in pairs)


def _luminance(colour: str) -> float:
    red, green, blue = (_linear(int(colour[i : i + 2], 16) / 255) for i in (1, 3, 5))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _linear(part: float) -> float:
    return part / 12.92 if part <= 0.04045 else float(((part + 0.055) / 1.055) ** 2.4)
