"""What each cell of a class list may hold, and how it is read."""

import re
from collections.abc import Mapping
from datetime import date
from types import MappingProxyType
from typing import Final

from msp_du.domain.email_address import LONGEST_ADDRESS, normal_address
from msp_du.domain.names import fold
from msp_du.domain.vocabulary import Regime
from msp_du.files.class_list_faults import CellRefused, Column, FaultKind
from msp_du.files.spreadsheet_text import clean, is_control

LONGEST: Final[Mapping[Column, int]] = MappingProxyType(
    {
        Column.FAMILY_NAME: 100,
        Column.USAGE_NAME: 100,
        Column.GIVEN_NAMES: 120,
        Column.CHOSEN_NAME: 60,
        Column.BIRTH_DATE: 40,
        Column.BIRTH_PLACE: 120,
        Column.EMAIL: LONGEST_ADDRESS,
        Column.STUDENT_NUMBER: 20,
        Column.INE: 20,
        Column.REGIME: 60,
        Column.EMPLOYER: 120,
    }
)
"""Characters of each cell at most, once cleaned."""

YOUNGEST: Final = 16
OLDEST: Final = 100

_REGIME_WORDS: Final = {
    Regime.STUDENT_INTERNSHIP: "student internship, stage, stage etudiant, convention de stage,"
    " etudiant, etudiante, etudiant e, formation initiale, fi, internship,"
    " initial education, student",
    Regime.CONTINUING_EDUCATION: "continuing education, formation continue, fc, formation"
    " professionnelle, formation professionnelle continue, stagiaire de la formation continue,"
    " stagiaire de la formation professionnelle, stagiaire fc, reprise d etudes",
    Regime.EMPLOYMENT: "employment, emploi, employe, employee, salarie, salariee, salarie e,"
    " employe e, en emploi, en poste, emploi alternance, contrat de travail, agent,"
    " agente, employed",
    Regime.EXTERNAL_ASSIGNMENT: "external assignment, mise a disposition, mission exterieure,"
    " mission, affectation exterieure, detachement, detache, detachee, detache e, secondment",
}
REGIME_WORDS: Final[Mapping[str, Regime]] = MappingProxyType(
    {fold(word): regime for regime, words in _REGIME_WORDS.items() for word in words.split(",")}
)
"""The folded words that name each regime."""

_DAY_FIRST: Final = re.compile(
    r"([0-9]{1,2})([/.\- ])([0-9]{1,2})\2([0-9]{2}|[0-9]{4})(?: 0?0:00(?::00)?)?"
)
_YEAR_FIRST: Final = re.compile(
    r"([0-9]{4})([/.\-])([0-9]{1,2})\2([0-9]{1,2})(?:[T ]00:00(?::00(?:\.0+)?)?Z?)?"
)
_IN_WORDS: Final = re.compile(r"(?:[a-z]+ )?([0-9]{1,2})(?:er)? ([a-z]+) ([0-9]{4})")
_SERIAL: Final = re.compile(r"[0-9]{5}(?:[.,]0+)?")
_MONTHS: Final = {
    word: number
    for number, words in enumerate(
        (
            "janvier janv january jan",
            "fevrier fevr fev february feb",
            "mars march mar",
            "avril avr april apr",
            "mai may",
            "juin june jun",
            "juillet juil july jul",
            "aout august aug",
            "septembre sept september sep",
            "octobre oct october",
            "novembre nov november",
            "decembre dec december",
        ),
        start=1,
    )
    for word in words.split()
}
_MANGLED: Final = re.compile(r"[0-9]+[.,][0-9]+(?:E\+?[0-9]+)?|[0-9]+E\+[0-9]+", re.IGNORECASE)
_STUDENT_NUMBER: Final = re.compile(r"[A-Za-z0-9]+(?:[/_-][A-Za-z0-9]+)*")
_INE: Final = re.compile(r"[0-9A-Z]{11}")
_ACCENT_BECAME_QUESTION_MARK: Final = re.compile(r"[^\W\d]\?+[^\W\d]")


def cell_text(raw: str, column: Column) -> str:
    """Return the cleaned text of a cell, after what is wrong in any column."""
    if any(map(is_control, raw)):
        raise CellRefused(FaultKind.CONTROL_CHARACTER)
    text = clean(raw)
    if text.startswith(("=", "+", "@")):
        raise CellRefused(FaultKind.FORMULA, value=_short(text))
    if "\ufffd" in text or _was_decoded_twice(raw):
        raise CellRefused(FaultKind.LOST_CHARACTERS, value=_short(text))
    if len(text) > LONGEST[column]:
        raise CellRefused(FaultKind.TOO_LONG, maximum=LONGEST[column], length=len(text))
    return text


def read_text(text: str) -> str:
    """Read free text."""
    return text


def read_name(text: str) -> str:
    """Read a name: it has letters and no figures."""
    if _ACCENT_BECAME_QUESTION_MARK.search(text):
        raise CellRefused(FaultKind.LOST_CHARACTERS, value=_short(text))
    if not any(map(str.isalpha, text)) or any(map(str.isdigit, text)):
        raise CellRefused(FaultKind.BAD_NAME, value=_short(text))
    return text


def read_birth_date(text: str, *, today: date) -> date:
    """Read a date of birth, day first or ISO, of someone aged 16 to 100 years today."""
    born = _read_date(text)
    age = today.year - born.year - ((today.month, today.day) < (born.month, born.day))
    if age < YOUNGEST:
        raise CellRefused(FaultKind.TOO_YOUNG, value=text, minimum=YOUNGEST)
    if age > OLDEST:
        raise CellRefused(FaultKind.TOO_OLD, value=text, maximum=OLDEST)
    return born


def read_email(text: str) -> str:
    """Read an e-mail address in its stored form."""
    address = normal_address(text)
    if address is None:
        raise CellRefused(FaultKind.BAD_EMAIL, value=_short(text))
    return address


def read_student_number(text: str) -> str:
    """Read the university's number of a student: letters, figures, inner hyphens."""
    number = _unspaced(text)
    if _MANGLED.fullmatch(number):
        raise CellRefused(FaultKind.MANGLED_NUMBER, value=_short(text))
    if not _STUDENT_NUMBER.fullmatch(number):
        raise CellRefused(FaultKind.BAD_STUDENT_NUMBER, value=_short(text))
    return number


def read_ine(text: str) -> str:
    """Read the national number of a student: 11 letters and figures, in capitals."""
    number = _unspaced(text).upper()
    if _MANGLED.fullmatch(number):
        raise CellRefused(FaultKind.MANGLED_NUMBER, value=_short(text))
    if not _INE.fullmatch(number):
        raise CellRefused(FaultKind.BAD_INE, value=_short(text), length=len(number))
    return number


def read_regime(text: str, *, known: Mapping[str, Regime]) -> Regime:
    """Read a regime by any of its known words."""
    regime = known.get(fold(text))
    if regime is None:
        raise CellRefused(FaultKind.UNKNOWN_REGIME, value=_short(text))
    return regime


def _read_date(text: str) -> date:
    """Read a date as French spreadsheets show them."""
    if _SERIAL.fullmatch(text):
        raise CellRefused(FaultKind.DATE_AS_NUMBER, value=text)
    year, month, day = _date_parts(text)
    if len(year) == 2:
        raise CellRefused(FaultKind.TWO_DIGIT_YEAR, value=text)
    try:
        return date(int(year), month, int(day))
    except ValueError:
        raise CellRefused(FaultKind.IMPOSSIBLE_DATE, value=text) from None


def _date_parts(text: str) -> tuple[str, int, str]:
    """Return year, month and day as written, in figures or with the month's name."""
    if found := _DAY_FIRST.fullmatch(text):
        return found[4], int(found[3]), found[1]
    if found := _YEAR_FIRST.fullmatch(text):
        return found[1], int(found[3]), found[4]
    found = _IN_WORDS.fullmatch(fold(text))
    if found and found[2] in _MONTHS:
        return found[3], _MONTHS[found[2]], found[1]
    raise CellRefused(FaultKind.BAD_DATE, value=_short(text))


def _was_decoded_twice(text: str) -> bool:
    """Tell whether UTF-8 was once read as Windows-1252: « Ã© » where there was an « é »."""
    try:
        return not text.isascii() and bool(text.encode("windows-1252").decode("utf-8"))
    except UnicodeError:
        return False


def _unspaced(text: str) -> str:
    """Return a number without inner spaces or the apostrophe that marks it as text."""
    return text.replace(" ", "").removeprefix("'")


def _short(text: str) -> str:
    """Return enough of a cell to recognise it."""
    return text if len(text) <= 40 else text[:39] + "…"
