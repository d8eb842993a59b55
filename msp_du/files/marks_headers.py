"""Which column of a marks sheet each header means, however a spreadsheet or its owner spells it."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import StrEnum
from typing import Final

from msp_du.domain.names import fold
from msp_du.files.spreadsheet_text import shown

TRAINEE: Final = "trainee"
SECOND: Final = "@2"
_EXAMINER: Final = re.compile(r"#\s*(\d)\s*$")
_CLOSE_ENOUGH: Final = 0.85
_SHORTEST_GUESS: Final = 4
_LONGEST_HEADER: Final = 80

_TRAINEE_SPELLINGS: Final = (
    "trainee, stagiaire, apprenant, etudiant, student, n etudiant, no etudiant, num etudiant,"
    " numero etudiant, numero d etudiant, numero de l etudiant, n d etudiant, code etudiant,"
    " identifiant, identifiant etudiant, matricule, n apogee, code apogee, numero apogee, numero,"
    " student number, student no, student id, n anonyme, numero anonyme, numero d anonymat,"
    " anonymat, anonymous number, candidate number"
)
_NAME_SPELLINGS: Final = (
    "nom, prenom, prenoms, nom et prenom, nom prenom, nom de famille, nom de naissance,"
    " nom d usage, name, full name, first name, last name, given names, family name"
)


class HeaderFault(StrEnum):
    """What is wrong with the first row; the names in brackets are what its sentence fills in."""

    AMBIGUOUS = "ambiguous"  # [header]
    NO_MARK_COLUMN = "no-mark-column"
    NO_TRAINEE_COLUMN = "no-trainee-column"
    TWICE = "twice"  # [first, second, code]


@dataclass(frozen=True, slots=True)
class Wanted:
    """A column that a file may have: its code, its names in words.

    A code is ``M112-CC``, ``M112-CC@2`` in session 2, ``M112-CC#1`` of the first of two examiners.
    """

    code: str
    names: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class MatchedColumn:
    """A header, its place (from 0), the code it is read as; ``is_guessed`` when it is not it."""

    index: int
    header: str
    code: str
    is_guessed: bool = False


@dataclass(frozen=True, slots=True)
class ReadHeader:
    """How the first row was understood; ``trainee`` is the place of the column of trainees."""

    trainee: MatchedColumn | None
    columns: tuple[MatchedColumn, ...]
    ignored: tuple[str, ...]
    places: frozenset[int]
    faults: tuple[tuple[HeaderFault, Mapping[str, str]], ...]


def of_examiner(code: str, examiner: int) -> str:
    """Return the code of one examiner's column, where several mark.

    >>> of_examiner("M112-CC@2", 1)
    'M112-CC#1@2'
    """
    plain, at, number = code.partition("@")
    return f"{plain}#{examiner}{at}{number}"


def squeezed(text: str) -> str:
    """Return the folded text without spaces, ``#1`` and ``@2`` kept: how headers are compared.

    Letters that were read in the wrong encoding are mended first: ``Ã©tudiant``.
    """
    plain, at, number = _mended(text.strip()[:_LONGEST_HEADER]).partition("@")
    found = _EXAMINER.search(plain)
    examiner = f"#{found[1]}" if found else ""
    return fold(_EXAMINER.sub("", plain)).replace(" ", "") + examiner + at + number.strip()


def _figures(key: str) -> str:
    return "".join(sign for sign in key if sign.isdigit() or sign in "@#")


def _mended(text: str) -> str:
    try:
        return text.encode("windows-1252").decode("utf-8")
    except UnicodeError:
        return text


_TRAINEE_KEYS: Final = frozenset(squeezed(each) for each in _TRAINEE_SPELLINGS.split(","))
_NAME_KEYS: Final = frozenset(squeezed(each) for each in _NAME_SPELLINGS.split(","))


def read_header(cells: Sequence[str], wanted: Sequence[Wanted]) -> ReadHeader:
    """Match each header: by its code, by its name in words, then by likeness to either.

    The column of trainees is found likewise. What is like nothing is ignored and told.
    """
    return _HeaderReader(cells, wanted).read()


class _HeaderReader:
    """Matches headers from the surest to the least sure; what is taken is no longer guessed."""

    def __init__(self, cells: Sequence[str], wanted: Sequence[Wanted]) -> None:
        self._open = {index: shown(cell) for index, cell in enumerate(cells) if shown(cell)}
        self._keys: dict[str, set[str]] = {}
        for each in wanted:
            for spelling in (each.code, *each.names):
                self._keys.setdefault(squeezed(spelling), set()).add(each.code)
        self._codes = {squeezed(each.code): each.code for each in wanted}
        self._found: dict[str, MatchedColumn] = {}
        self._places = frozenset(self._open)
        self._faults: list[tuple[HeaderFault, Mapping[str, str]]] = []

    def read(self) -> ReadHeader:
        """Return how all of it is understood."""
        self._match(lambda key: {self._codes[key]} if key in self._codes else set())
        self._match(lambda key: {TRAINEE} if key in _TRAINEE_KEYS else set())
        self._match(lambda key: self._keys.get(key, set()))
        self._open = {i: text for i, text in self._open.items() if squeezed(text) not in _NAME_KEYS}
        self._match(self._alike)
        columns = [each for each in self._found.values() if each.code != TRAINEE]
        if TRAINEE not in self._found:
            self._faults.append((HeaderFault.NO_TRAINEE_COLUMN, {}))
        if not columns:
            self._faults.append((HeaderFault.NO_MARK_COLUMN, {}))
        return ReadHeader(
            self._found.get(TRAINEE),
            tuple(sorted(columns, key=lambda each: each.index)),
            tuple(self._open.values()),
            self._places,
            tuple(self._faults),
        )

    def _match(self, codes_of: Callable[[str], set[str]]) -> None:
        for index, header in list(self._open.items()):
            codes = codes_of(squeezed(header))
            if not codes:
                continue
            del self._open[index]
            if len(codes) > 1:
                self._faults.append((HeaderFault.AMBIGUOUS, {"header": header}))
                continue
            (code,) = codes
            if code in self._found:
                both = {"first": self._found[code].header, "second": header, "code": code}
                self._faults.append((HeaderFault.TWICE, both))
                continue
            is_guessed = code not in {header, TRAINEE} or (
                code == TRAINEE and squeezed(header) not in _TRAINEE_KEYS
            )
            self._found[code] = MatchedColumn(index, header, code, is_guessed)

    def _alike(self, key: str) -> set[str]:
        """Return the codes whose spellings are closest to a header, if any is close enough.

        What numbers and ``@`` say is never guessed.
        """
        if len(key) < _SHORTEST_GUESS:
            return set()
        best: tuple[float, set[str]] = (_CLOSE_ENOUGH, set())
        spellings = {**self._keys, **{each: {TRAINEE} for each in _TRAINEE_KEYS}}
        for spelling, codes in spellings.items():
            free = codes - set(self._found) if _figures(spelling) == _figures(key) else set()
            ratio = SequenceMatcher(None, key, spelling).ratio() if free else 0.0
            if ratio > best[0]:
                best = (ratio, set(free))
            elif ratio == best[0]:
                best[1].update(free)
        return best[1]
