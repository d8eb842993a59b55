"""How days, moments, durations and numbers are written on screens and in mails."""

from datetime import date, datetime
from decimal import Decimal
from fractions import Fraction
from functools import lru_cache

import flask_babel
from babel.dates import format_date
from babel.numbers import format_decimal
from flask import Flask

from msp_du.domain import marks
from msp_du.domain.calendar import PARIS
from msp_du.domain.vocabulary import Language
from msp_du.web.i18n import _, current_language
from msp_du.web.words import label


def day(value: date) -> str:
    """Return the day in figures.

    >>> day(date(2026, 11, 22))
    '22/11/2026'
    """
    return f"{value:%d/%m/%Y}"


def long_day(value: date) -> str:
    """Return the day in words, « dimanche 1er novembre 2026 » or "Sunday 1 November 2026"."""
    language = current_language()
    first = value.day == 1 and language is Language.FRENCH
    pattern = "EEEE d'er' MMMM y" if first else "EEEE d MMMM y"
    return _in_words(value, pattern, language)


def month(value: date) -> str:
    """Return the month in words, « novembre 2026 » or "November 2026"."""
    return _in_words(value, "MMMM y", current_language())


def hours(minutes: int) -> str:
    """Return a duration given in minutes (0 or more), « 7 h 30 » or « 7 h », unbroken."""
    whole, rest = divmod(minutes, 60)
    if rest:
        return _("%(whole)s\u00a0h\u00a0%(rest)s", whole=number(whole), rest=f"{rest:02d}")
    return _("%(whole)s\u00a0h", whole=number(whole))


def clock(value: datetime) -> str:
    """Return the time of day of an aware moment, where the reader is, « 18 h 12 » or "18:12"."""
    local = _local(value)
    return _("%(hour)s\u00a0h\u00a0%(minute)s", hour=local.hour, minute=f"{local.minute:02d}")


def moment(value: datetime) -> str:
    """Return an aware moment as it was where the reader is, « 22/11/2026 à 18 h 12 »."""
    return _("%(day)s à %(time)s", day=day(_local(value)), time=clock(value))


def number(value: float | Decimal) -> str:
    """Return a number with at most two decimals, « 12,5 » or "12.5"."""
    return _written(value, "#,##0.##", current_language())


def mark(value: Fraction | Decimal | None) -> str:
    """Return a mark or an average, rounded half up to two decimals: « 12,50 », « – » for none."""
    if value is None:
        return "–"
    return _written(Decimal(marks.shown(value)), "0.00", current_language())


@lru_cache(maxsize=2048, typed=True)
def _written(value: float | Decimal, pattern: str, language: Language) -> str:
    """Return a number by a pattern; kept, as pages write the same few again and again."""
    return format_decimal(value, pattern, locale=language.value)


@lru_cache(maxsize=2048)
def _in_words(value: date, pattern: str, language: Language) -> str:
    return format_date(value, pattern, locale=language.value)


def _local(value: datetime) -> datetime:
    """Return the moment by the clocks of the reader's institution; of Paris outside a page."""
    return value.astimezone(flask_babel.get_timezone() or PARIS)


def register(app: Flask) -> None:
    """Make every function of this module, and ``label``, a filter of the templates."""
    for function in (day, long_day, month, hours, clock, moment, number, mark, label):
        app.jinja_env.filters[function.__name__] = function
