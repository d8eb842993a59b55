"""The open extract of the register of health establishments, searched without being kept.

One text file ("cs1100502"), cells parted by ``;`` without quotes, Windows-1252 or UTF-8. Its first
line is a stamp (``finess;etalab;…;date``). Then one establishment a line, which begins with
``structureet``; the cells by index:

     1  number of the establishment (nine signs)   2  number of its legal entity
     3  short name      4  long name      5  complement of name    6  complement of distribution
     7  number in the street    8  kind of street    9  street    10  complement    11  place, box
    12  code of the commune    13  department    14  its name    15  postal line ("75014 PARIS")
    16  telephone    17  fax    18  code of the category    19  category    20  code of the group
    21  group    22  SIRET    23  APE    24, 25  tariff    26, 27  part in the public service
    28  opened on    29  authorised on    30  updated on    31  school number (may be absent)

Some files end with as many lines of positions, which begin with ``geolocalisation``: passed over.
The register's operator moves to other flows (JSON); only this module knows the present layout.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from msp_du.domain.names import fold
from msp_du.domain.vocabulary import OrganisationKind
from msp_du.files.host_rows import HostLine
from msp_du.files.register_numbers import normal_finess, normal_siret
from msp_du.files.spreadsheet_text import clean, shown

MAX_BYTES: Final = 64_000_000
MOST_SHOWN: Final = 100
_RECORD: Final = "structureet;"
_LEAST_CELLS: Final = 23
_POSTAL: Final = re.compile(r"\d{5}\s+")

_HOSPITAL = OrganisationKind.HOSPITAL_SERVICE
_MEDICO_SOCIAL = OrganisationKind.MEDICO_SOCIAL
CATEGORIES: Final[Mapping[str, OrganisationKind]] = {
    **dict.fromkeys(("101", "156", "292", "355", "366", "412", "425", "430"), _HOSPITAL),
    **dict.fromkeys(("165", "178", "197", "246", "255", "445", "446"), _MEDICO_SOCIAL),
}
"""Categories of the register that say which kind a structure is; others, a person decides."""


@dataclass(frozen=True, slots=True)
class Establishment:
    """One establishment of the extract, its cells cleaned; ``siret`` only when it is one."""

    finess: str
    name: str
    city: str
    department: str
    category_code: str
    category_label: str
    siret: str | None

    @property
    def kind(self) -> OrganisationKind | None:
        """The kind that its category says, if it says one."""
        return CATEGORIES.get(self.category_code)

    def as_line(self, kind: OrganisationKind) -> HostLine:
        """Return it as a row of a list of structures, of the kind that a person settled."""
        return HostLine(
            name=self.name,
            kind=kind,
            city=self.city or None,
            siret=self.siret,
            finess=self.finess,
            category_code=self.category_code or None,
            category_label=self.category_label or None,
        )


@dataclass(frozen=True, slots=True)
class Found:
    """The first matches, the lines they stood on, and how many matches there are."""

    establishments: tuple[Establishment, ...]
    text: bytes
    total: int


def is_extract(data: bytes) -> bool:
    """Tell the extract from a list of structures by the beginning of its first line."""
    start = data[:40].removeprefix(b"\xef\xbb\xbf").lstrip().lower()
    return start.startswith((b"finess;", b"structureet;"))


def search(data: bytes, *, wanted: str = "", department: str = "") -> Found:
    """Find establishments by name, town or number, and department; nothing asked finds all.

    At most ``MOST_SHOWN`` are returned. A line that is too short, or whose number is none, is
    passed over.
    """
    words, number = fold(wanted), normal_finess(wanted)
    place = department.strip().upper()
    kept: list[Establishment] = []
    lines: list[str] = []
    total = 0
    for line in _records(data):
        cells = line.split(";")
        if len(cells) < _LEAST_CELLS or (place and cells[13].strip().upper() != place):
            continue
        if not _matches(cells, words, number):
            continue
        one = _establishment(cells)
        if one is not None:
            total += 1
            if total <= MOST_SHOWN:
                kept.append(one)
                lines.append(line)
    return Found(tuple(kept), "\n".join(lines).encode(), total)


def _records(data: bytes) -> Iterator[str]:
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = data.decode("windows-1252", errors="replace")
    return (line for line in text.splitlines() if line.startswith(_RECORD))


def _matches(cells: list[str], words: str, number: str | None) -> bool:
    if number is not None:
        return cells[1].strip().upper() == number
    return not words or words in fold(f"{cells[3]};{cells[4]};{cells[15]}")


def _establishment(cells: list[str]) -> Establishment | None:
    finess = normal_finess(cells[1])
    name = _capped(cells[4], 120) or _capped(cells[3], 120)
    if finess is None or not name:
        return None
    return Establishment(
        finess=finess,
        name=name,
        city=_capped(_POSTAL.sub("", cells[15].strip(), count=1), 80),
        department=shown(cells[13]),
        category_code=_capped(cells[18], 10),
        category_label=_capped(cells[19], 160),
        siret=normal_siret(cells[22]),
    )


def _capped(cell: str, longest: int) -> str:
    return clean(cell)[:longest].strip()
