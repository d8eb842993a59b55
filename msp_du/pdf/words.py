"""How documents say days, numbers, hours and results in French."""

from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from typing import Final

from babel.dates import format_date
from babel.numbers import format_currency, format_decimal
from jinja2 import Environment

from msp_du.domain.attendance_papers import SheetClass
from msp_du.domain.placement_lengths import Length
from msp_du.domain.vocabulary import LegalForm, ResultCode

GENERIC_TITLE: Final = "Diplôme d’université"
UNIT_RESULTS: Final = {
    ResultCode.PASSED: "acquise",
    ResultCode.PASSED_BY_BOARD: "acquise (jury)",
    ResultCode.COMPENSATED: "compensée",
    ResultCode.FAILED: "non acquise",
    ResultCode.DEFAULTED: "défaillance",
    ResultCode.EXEMPT: "dispense",
    ResultCode.PENDING: "en attente",
}
YEAR_RESULTS: Final = UNIT_RESULTS | {
    ResultCode.PASSED: "validée",
    ResultCode.PASSED_BY_BOARD: "validée (jury)",
    ResultCode.FAILED: "non validée",
}
LEGEND: Final = {
    ResultCode.PASSED: "acquise ou validée",
    ResultCode.PASSED_BY_BOARD: "par décision du jury",
    ResultCode.COMPENSATED: "acquise par compensation",
    ResultCode.FAILED: "non acquise ou non validée",
    ResultCode.DEFAULTED: "défaillance",
    ResultCode.EXEMPT: "dispense",
    ResultCode.PENDING: "en attente",
}
DECISIONS: Final = {
    ResultCode.PASSED: "Admission",
    ResultCode.PASSED_BY_BOARD: "Admission par le jury",
    ResultCode.FAILED: "Ajournement",
    ResultCode.DEFAULTED: "Défaillance",
    ResultCode.PENDING: "En attente",
}
LEGAL_FORMS: Final = {
    LegalForm.ASSOCIATION_1901: "Association loi 1901",
    LegalForm.PUBLIC_HOSPITAL: "Établissement public de santé",
    LegalForm.PRIVATE_NONPROFIT: "Privé à but non lucratif",
    LegalForm.PUBLIC_OTHER: "Autre organisme public",
}
_YEARS: Final = {1: "un an", 2: "deux ans", 3: "trois ans", 4: "quatre ans"}
_ORDINALS: Final = {1: "Première année", 2: "Deuxième année", 3: "Troisième année"}


def long_day(value: date) -> str:
    r"""Return the day in words.

    >>> long_day(date(2026, 7, 1)), long_day(date(2026, 7, 14))
    ('1er\xa0juillet\xa02026', '14\xa0juillet\xa02026')
    """
    words = format_date(value, "d'er' MMMM y" if value.day == 1 else "d MMMM y", locale="fr")
    return words.replace(" ", "\u00a0")


def week_day(value: date) -> str:
    r"""Return the day in words with that of the week.

    >>> week_day(date(2026, 11, 30))
    'lundi\xa030\xa0novembre\xa02026'
    """
    return f"{format_date(value, 'EEEE', locale='fr')}\u00a0{long_day(value)}"


def short_day(value: date) -> str:
    r"""Return the day in short, without its year.

    >>> short_day(date(2026, 11, 30)), short_day(date(2026, 10, 1))
    ('lun.\xa030\xa0nov.', 'jeu.\xa01er\xa0oct.')
    """
    pattern = "EEE d'er' MMM" if value.day == 1 else "EEE d MMM"
    return format_date(value, pattern, locale="fr").replace(" ", "\u00a0")


def month_name(value: date) -> str:
    r"""Return the month of a day in words.

    >>> month_name(date(2026, 11, 1))
    'novembre\xa02026'
    """
    return format_date(value, "MMMM y", locale="fr").replace(" ", "\u00a0")


def modules(classes: Iterable[SheetClass]) -> list[tuple[str, str]]:
    """Return code and title of the modules of classes, each once."""
    return list(dict.fromkeys((each.module_code, each.module_title) for each in classes))


def number(value: Decimal | int) -> str:
    r"""Return an exact number with at most three decimals.

    >>> number(Decimal("1400")), number(Decimal("0.50")), number(Decimal("33.333"))
    ('1\xa0400', '0,5', '33,333')
    """
    return format_decimal(value, "#,##0.###", locale="fr").replace("\u202f", "\u00a0")


def average(value: str) -> str:
    """Return an average as it was shown, with a comma.

    >>> average("12.40")
    '12,40'
    """
    return value.replace(".", ",")


def duration(minutes: int) -> str:
    r"""Return hours and minutes.

    >>> duration(12870), duration(29400)
    ('214\xa0h\xa030', '490\xa0h')
    """
    hours, rest = divmod(minutes, 60)
    return f"{number(hours)}\u00a0h" + (f"\u00a0{rest:02d}" if rest else "")


def euros(cents: int) -> str:
    r"""Return an amount.

    >>> euros(134415)
    '1\xa0344,15\xa0€'
    """
    return format_currency(Decimal(cents) / 100, "EUR", locale="fr").replace("\u202f", "\u00a0")


def month(value: date) -> str:
    r"""Return the month in words.

    >>> month(date(2026, 11, 1))
    'novembre\xa02026'
    """
    return format_date(value, "MMMM y", locale="fr").replace(" ", "\u00a0")


def in_days_and_months(length: Length) -> str:
    r"""Return the duration in days, then in months and days.

    >>> in_days_and_months(Length(16800, 40, 1, 18, 0)), in_days_and_months(Length(420, 1, 0, 1, 0))
    ('40\xa0jours, soit 1\xa0mois et 18\xa0jours', '1\xa0jour')
    """
    days = _counted_days(length.days)
    if not length.months:
        return days
    rest = f" et {_counted_days(length.days_left)}" if length.days_left else ""
    return f"{days}, soit {length.months}\u00a0mois{rest}"


def legal_form(form: LegalForm) -> str:
    """Return the legal form of a structure."""
    return LEGAL_FORMS[form]


def siret(number: str) -> str:
    r"""Return the number of an establishment in its usual groups.

    >>> siret("73282932000074")
    '732\xa0829\xa0320\xa000074'
    """
    return "\u00a0".join((number[:3], number[3:6], number[6:9], number[9:]))


def length_in_years(years: int) -> str:
    """Return how long a course takes.

    >>> length_in_years(2), length_in_years(5)
    ('deux ans', '5 ans')
    """
    return _YEARS.get(years, f"{years} ans")


def ordinal_year(year: int) -> str:
    """Return which year of the course it is.

    >>> ordinal_year(2), ordinal_year(4)
    ('Deuxième année', 'Année 4')
    """
    return _ORDINALS.get(year, f"Année {year}")


def unit_result(code: ResultCode) -> str:
    """Return what became of a unit."""
    return UNIT_RESULTS[code]


def year_result(code: ResultCode) -> str:
    """Return what became of a year."""
    return YEAR_RESULTS[code]


def decision(code: ResultCode) -> str:
    """Return what a board decided, or what the rules alone gave."""
    return DECISIONS[code]


def own_title(title: str) -> str:
    """Return the title without the words that stand above it on every document.

    >>> own_title("Diplôme d’université Médiateur de santé-pair")
    'Médiateur de santé-pair'
    """
    for generic in (GENERIC_TITLE, GENERIC_TITLE.replace("’", "'")):
        rest = title[len(generic) :].lstrip(" :,–—-")
        if rest and title.casefold().startswith(generic.casefold()):
            return rest
    return title


def _counted_days(days: int) -> str:
    return f"{days}\u00a0{'jour' if days < 2 else 'jours'}"


def register(environment: Environment) -> None:
    """Make every function above a filter of the templates."""
    for function in (
        long_day,
        week_day,
        short_day,
        month_name,
        modules,
        number,
        average,
        duration,
        length_in_years,
        ordinal_year,
        unit_result,
        year_result,
        decision,
        own_title,
        euros,
        month,
        in_days_and_months,
        legal_form,
        siret,
    ):
        environment.filters[function.__name__] = function
