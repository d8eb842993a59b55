"""What people type, read as days, times, durations and numbers.

Each function forgives how French keyboards and habits write the same thing, and raises
``ValueError`` with the sentence to show when the text cannot be understood.
"""

import re
from datetime import date, time
from decimal import ROUND_HALF_UP, Decimal

from msp_du.web.i18n import _, ngettext

_CLOCK = re.compile(r"(\d{1,2})\s*(?:[h:.]\s*(\d{1,2})?)?", re.IGNORECASE)
_CLOCK_FIGURES = re.compile(r"(\d{1,2})(\d{2})")
_HOURS_AND_MINUTES = re.compile(
    r"(\d{1,4})\s*(?:h(?:eures?)?\.?|:)\s*(?:(\d{1,2})\s*(?:min\w*\.?)?)?", re.IGNORECASE
)
_MINUTES_ONLY = re.compile(r"(\d{1,5})\s*min\w*\.?", re.IGNORECASE)
_DECIMAL_HOURS = re.compile(r"(\d{1,4})(?:[.,](\d{1,4}))?")
_NUMBER = re.compile(r"-?\d{1,12}(?:\.\d{1,6})?")
_WHOLE = re.compile(r"-?\d{1,12}")
_FIRST_YEAR, _LAST_YEAR = 1900, 2199


def plain(text: str) -> str:
    """Return the text trimmed, every kind of space made an ordinary one."""
    return " ".join(text.split())


def read_whole_number(text: str) -> int:
    """Return a whole number; spaces between thousands are forgiven."""
    figures = plain(text).replace(" ", "")
    if not (figures.isascii() and _WHOLE.fullmatch(figures)):
        raise ValueError(_("Écrivez un nombre entier, par exemple 12."))
    return int(figures)


def read_version(text: str) -> int:
    """Return the version that a hidden field carried, 0 when it is none."""
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else 0


def read_decimal(text: str) -> Decimal:
    """Return an exact number written with a comma or a point."""
    figures = plain(text).replace(" ", "").replace(",", ".")
    if not (figures.isascii() and _NUMBER.fullmatch(figures)):
        raise ValueError(_("Écrivez un nombre, par exemple 12,5."))
    return Decimal(figures)


def read_time(text: str) -> time:
    """Return a time of day: « 9 h 30 », « 9:30 », « 0930 » and « 9 » are understood."""
    typed = plain(text)
    found = _CLOCK.fullmatch(typed) or _CLOCK_FIGURES.fullmatch(typed)
    hour, minute = (int(found[1]), int(found[2] or 0)) if found else (24, 0)
    if not typed.isascii() or hour > 23 or minute > 59:
        raise ValueError(_("Écrivez une heure entre 00:00 et 23:59, par exemple 9:30."))
    return time(hour, minute)


def _minutes(typed: str) -> int | None:
    if found := _MINUTES_ONLY.fullmatch(typed):
        return int(found[1])
    if found := _HOURS_AND_MINUTES.fullmatch(typed):
        minute = int(found[2] or 0)
        return int(found[1]) * 60 + minute if minute < 60 else None
    if found := _DECIMAL_HOURS.fullmatch(typed):
        exact = Decimal(f"{found[1]}.{found[2] or 0}") * 60
        return int(exact.quantize(Decimal(1), ROUND_HALF_UP))
    return None


def read_duration(text: str, *, most_hours: int = 24) -> int:
    """Return minutes; « 7 h 30 », « 7:30 », « 7,5 », « 7 » (hours), « 45 min » are understood."""
    typed = plain(text)
    minutes = _minutes(typed) if typed.isascii() else None
    if minutes is None:
        raise ValueError(_("Écrivez une durée, par exemple 7 h 30 ou 7,5."))
    if minutes > most_hours * 60:
        raise ValueError(
            ngettext(
                "Écrivez une durée d’une heure au plus.",
                "Écrivez une durée de %(num)s heures au plus.",
                most_hours,
            )
        )
    return minutes


def read_day(day: str, month: str, year: str) -> date:
    """Return the day from its three parts, in figures."""
    parts = [plain(part) for part in (day, month, year)]
    missing = [name for name, part in zip(_part_names(), parts, strict=True) if not part]
    if missing:
        raise ValueError(_("Complétez la date : il manque %(parts)s.", parts=_listed(missing)))
    if not all(part.isascii() and part.isdigit() and len(part) <= 4 for part in parts):
        raise ValueError(_("Écrivez la date en chiffres, par exemple 22 11 2026."))
    number_of_day, number_of_month, number_of_year = (int(part) for part in parts)
    if not _FIRST_YEAR <= number_of_year <= _LAST_YEAR:
        raise ValueError(_("Écrivez l’année en quatre chiffres, par exemple 2026."))
    try:
        return date(number_of_year, number_of_month, number_of_day)
    except ValueError:
        raise ValueError(
            _("Le %(written)s n’existe pas dans le calendrier.", written="/".join(parts))
        ) from None


def _part_names() -> list[str]:
    return [_("le jour"), _("le mois"), _("l’année")]


def _listed(words: list[str]) -> str:
    """Return « a », « a et b »."""
    return (
        words[0] if len(words) == 1 else _("%(first)s et %(last)s", first=words[0], last=words[1])
    )
