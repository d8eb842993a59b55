"""Which column of a class list each header means, however French or English files spell it."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from typing import Final

from msp_du.domain.names import fold
from msp_du.files.class_list_faults import REQUIRED, Column, Fault, FaultKind, Note, NoteKind
from msp_du.files.spreadsheet_text import shown

_CLOSE_ENOUGH: Final = 0.85
_SHORTEST_GUESS: Final = 4
_LONGEST_HEADER: Final = 60
_REMARK: Final = re.compile(r"[(\[][^)\]]{2,}[)\]]")

_SPELLINGS: Final[Mapping[Column, str]] = {
    Column.FAMILY_NAME: "nom, nom de naissance, nom naissance, nom de famille, nom famille,"
    " nom patronymique, patronyme, nom de jeune fille, nom officiel, nom etat civil,"
    " family name, last name, surname, birth name, birth family name, name",
    Column.USAGE_NAME: "nom d usage, nom usage, nom usuel, nom marital, nom d epouse, nom d epoux,"
    " nom epouse, usage name, usage family name, married name, preferred last name",
    Column.GIVEN_NAMES: "prenom, prenoms, prenom s, prenom etat civil, prenoms etat civil,"
    " premier prenom, given name, given names, first name, first names, forename, forenames",
    Column.CHOSEN_NAME: "prenom d usage, prenom usage, prenom usuel, prenom choisi,"
    " prenom souhaite, chosen name, chosen given name, chosen first name, preferred name,"
    " preferred first name",
    Column.BIRTH_DATE: "date de naissance, date naissance, date naiss, date de naiss, ddn,"
    " ne le, nee le, ne e le, ne ou nee le, naissance, birth date, birthdate, date of birth, dob,"
    " birthday",
    Column.BIRTH_PLACE: "lieu de naissance, lieu naissance, lieu naiss, ville de naissance,"
    " ville naissance, commune de naissance, commune naissance, ne a, nee a, ne e a,"
    " birth place, birthplace, place of birth",
    Column.EMAIL: "mail, e mail, email, courriel, adresse mail, adresse e mail, adresse email,"
    " adresse courriel, adresse electronique, adresse de courriel, mel, adresse mel,"
    " mail etudiant, email etudiant, mail personnel, email personnel, courriel personnel,"
    " mail perso, email perso, email address, mail address",
    Column.STUDENT_NUMBER: "n etudiant, no etudiant, num etudiant, numero etudiant,"
    " numero d etudiant, numero de l etudiant, n d etudiant, num d etudiant, code etudiant,"
    " identifiant etudiant, matricule, n apogee, code apogee, numero apogee,"
    " student number, student no, student id, student",
    Column.INE: "ine, n ine, no ine, num ine, numero ine, code ine, ine ine a, ine bea, bea,"
    " identifiant national, identifiant national etudiant, numero national,"
    " national student number, national student id",
    Column.REGIME: "regime, regime d inscription, regime inscription, regime de formation, statut,"
    " type d inscription, regime stage, status",
    Column.EMPLOYER: "employeur, nom de l employeur, nom employeur, entreprise,"
    " structure employeuse, etablissement employeur, organisme employeur, employer,"
    " employer name, company",
}


def _squeezed(text: str) -> str:
    """Return the folded text without spaces."""
    return fold(text).replace(" ", "")[:_LONGEST_HEADER]


_COLUMNS: Final[Mapping[str, Column]] = {
    _squeezed(spelling): column
    for column, spellings in _SPELLINGS.items()
    for spelling in (column.value, *spellings.split(","))
}


@dataclass(frozen=True, slots=True)
class ColumnMatch:
    """A header of the file, its place (from 0) and the column it was read as."""

    index: int
    header: str
    column: Column
    guessed: bool = False


@dataclass(frozen=True, slots=True)
class Header:
    """How a whole header was understood; ``ignored`` are the places of unknown columns."""

    matches: tuple[ColumnMatch, ...]
    ignored: frozenset[int]
    faults: tuple[Fault, ...]
    notes: tuple[Note, ...]

    @property
    def places(self) -> dict[int, Column]:
        """The column at each place that has one."""
        return {match.index: match.column for match in self.matches}


def read_header(cells: Sequence[str]) -> Header:
    """Match each header by the table, then the rest by likeness to a column still wanted."""
    known: dict[Column, ColumnMatch] = {}
    unknown: list[tuple[int, str]] = []
    faults: list[Fault] = []
    for index, header in enumerate(map(shown, cells)):
        column = _listed(header)
        if not header:
            continue
        if column is None:
            unknown.append((index, header))
        elif column in known:
            both = {"first": known[column].header, "second": header}
            faults.append(Fault(FaultKind.COLUMN_TWICE, column, both))
        else:
            known[column] = ColumnMatch(index, header, column)
    notes = [_guess(index, header, known) for index, header in unknown]
    missing = [column for column in Column if column in REQUIRED and column not in known]
    faults += [Fault(FaultKind.COLUMN_MISSING, column) for column in missing]
    matches = sorted(known.values(), key=lambda match: match.index)
    ignored = {index for index, _ in unknown} - {match.index for match in matches}
    return Header(tuple(matches), frozenset(ignored), tuple(faults), tuple(notes))


def _listed(header: str) -> Column | None:
    """Return the column of a spelling in the table, with or without a remark in brackets."""
    bare = _REMARK.sub("", header)
    return _COLUMNS.get(_squeezed(header)) or _COLUMNS.get(_squeezed(bare))


def _guess(index: int, header: str, known: dict[Column, ColumnMatch]) -> Note:
    """Take a header for the wanted column it is closest to, or ignore it; say which."""
    key = _squeezed(_REMARK.sub("", header))
    wanted = [spelling for spelling, column in _COLUMNS.items() if column not in known]
    close = get_close_matches(key, wanted, 1, _CLOSE_ENOUGH) if len(key) >= _SHORTEST_GUESS else []
    if not close:
        return Note(NoteKind.COLUMN_IGNORED, header)
    column = _COLUMNS[close[0]]
    known[column] = ColumnMatch(index, header, column, guessed=True)
    return Note(NoteKind.COLUMN_GUESSED, header, column)
