"""Soft guard over free texts: what may point at a person, and what titles may not say.

It looks for patterns only, so it misses names and finds harmless words; people decide. What it
finds is as confidential as the text: show it to its author, never log or store it.
"""

import re
import unicodedata
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from msp_du.domain.names import fold


class IdentifyingKind(StrEnum):
    """What a fragment of a text looks like (domain §3.5)."""

    EMAIL = "email"
    NATIONAL_ID = "national_id"
    PHONE = "phone"
    DATE = "date"
    AGE = "age"
    INITIALS = "initials"
    TITLED_NAME = "titled_name"
    ROOM_OR_FILE = "room_or_file"


@dataclass(frozen=True, slots=True)
class Finding:
    """A fragment that may identify a person, as it stands in the text."""

    kind: IdentifyingKind
    excerpt: str


_MONTH: Final = (
    r"(?:janv(?:ier|\.)|f[ée]v(?:rier|\.)|mars|avr(?:il|\.)|mai|juin|juil(?:let|\.)|ao[ûu]t"
    r"|sept(?:embre|\.)|oct(?:obre|\.)|nov(?:embre|\.)|d[ée]c(?:embre|\.))"
)
_DAY: Final = r"(?:1er|0?[1-9]|[12]\d|3[01])"
_DAY_OR_MONTH: Final = r"(?:0?[1-9]|[12]\d|3[01])"
_BORN_OR_ADMITTED: Final = r"(?:née?s?|naissance|admise?s?|admission|entrée?s?|hospitalisée?s?)"

# Spans that look like a finding and are none; each is read before the findings of its kind.
_HARMLESS: Final = re.compile(
    r"\b(?:depuis|pendant|durant|il\s+y\s+a|en|sur|dans|dès|partir\s+de|(?:plus|moins)\s+de)"
    r"\s+\d{1,3}\s?ans\b"
    r"|\b\d{1,3}\s?(?:-|–|à)\s?\d{1,3}\s?ans\b|\bentre\s\d{1,3}\set\s\d{1,3}\s?ans\b"
    r"|\b\d{1,3}\s?ans\s+(?:d[’']exp|d[’']anc|de\s+(?:formation|m[ée]tier|pratique|service))",
    re.IGNORECASE,
)
_ACRONYMS: Final = re.compile(r"(?<![\w.])(?:(?:[A-Z]\.){3,}|N\.B\.|P\.S\.|C\.V\.|A\.G\.|D\.U\.)")

_PATTERNS: Final = (
    (
        IdentifyingKind.EMAIL,
        re.compile(r"(?<![\w.+-])[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,8}"),
    ),
    (
        IdentifyingKind.NATIONAL_ID,
        re.compile(
            r"(?<!\d)[1-478][\s.-]?\d\d[\s.-]?\d\d[\s.-]?(?:\d\d|2[ABab])[\s.-]?\d{3}[\s.-]?\d{3}"
            r"(?:[\s.-]?\d\d)?(?!\d)"
        ),
    ),
    (
        IdentifyingKind.PHONE,
        re.compile(
            r"(?<![\d+])(?:(?:\+|00)33[\s.-]?(?:\(0\)\s?)?|0)[1-9](?:[\s./-]?\d\d){4}(?!\d)"
            r"|(?<!\d)\+\d{1,3}(?:[\s.-]?\d){7,12}(?!\d)"
        ),
    ),
    (
        IdentifyingKind.DATE,
        re.compile(
            rf"(?<![\w./-]){_DAY_OR_MONTH}([./-]){_DAY_OR_MONTH}\1(?:\d{{4}}|\d\d)(?!\d)"
            r"|(?<![\w./-])(?:19|20)\d\d-\d\d-\d\d(?!\d)"
            rf"|(?<!\w){_DAY}\s{_MONTH}\s(?:(?:19|20)\d\d(?!\d)|\d\d(?!\s?\w))"
            rf"|\b{_BORN_OR_ADMITTED}\s(?:le\s|du\s|au\s|en\s)"
            rf"(?:{_DAY}\s{_MONTH}|{_DAY_OR_MONTH}/{_DAY_OR_MONTH}|(?:{_MONTH}\s)?(?:19|20)\d\d)"
            r"(?!\w|/\d|\s(?:19|20)\d\d)",
            re.IGNORECASE,
        ),
    ),
    (
        IdentifyingKind.AGE,
        re.compile(
            r"(?<![\d.,])\d{1,3}\s?ans\b|(?<!\d)\d{1,3}[\s-]years?[\s-]old\b", re.IGNORECASE
        ),
    ),
    (
        IdentifyingKind.INITIALS,
        re.compile(
            r"(?<![\w.])[A-ZÀ-Ý]\.(?:[\s-]?[A-ZÀ-Ý]\.){1,3}(?!\w)"
            r"|\b(?!(?:Annexe|Atelier|B[âa]timent|Bloc|[ÉE]quipe|Groupe|H[ée]patite|Module|Niveau"
            r"|Option|Partie|Plan|Salle|Semaine|Service|Unit[ée]|Vitamine|Mme|Mlle|Mr|Dr|Pr)\b)"
            r"[A-ZÀ-Ý][a-zà-ÿ]{1,30}\s[A-ZÀ-Ý]\.(?!\w)"
        ),
    ),
    (
        IdentifyingKind.TITLED_NAME,
        re.compile(
            r"(?<![\w.])(?:MM?\.\s?|(?:(?i:mmes?|mlles?|mrs?|ms|dr)|Pr)\b\.?\s"
            r"|(?i:monsieur|madame|mademoiselle|miss|docteure?|professeure?)\s)"
            r"(?:(?:de|du|le|la)\s|d[’'])?[A-ZÀ-Ý](?:[\w’'-]{1,40}|\.)?"
        ),
    ),
    (
        IdentifyingKind.ROOM_OR_FILE,
        re.compile(
            r"\b(?:(?:chambre|dossier|ipp|room|file|chb?\.?|box)\s?(?:n\s?[°ºo]\.?\s?|num[ée]ro\s|#)?"
            r"|lit\s?(?:n\s?[°ºo]\.?\s?|num[ée]ro\s))[A-Z]?-?\d{1,12}\w?\b",
            re.IGNORECASE,
        ),
    ),
)

# Read in the plain letters of ``names.fold``: no accent, no capital, one space between words.
_TELLING: Final = (
    ("santé mentale", re.compile(r"\bsantes? ?mentales?\b")),
    ("psychiatr…", re.compile(r"psychiatr")),
    ("pair-aidance", re.compile(r"\bpaire?s? ?aidan")),
    ("pair", re.compile(r"\bpairs?\b(?! ?aidan)")),
    ("MSP", re.compile(r"(?<![a-z])(?:du)?msps?(?![a-z])")),
    ("rétablissement", re.compile(r"retablissement")),
)


def find_identifying(text: str) -> tuple[Finding, ...]:
    """Return what may point at a person, in the order of the text; () when nothing does.

    A warning to confirm, not a proof: single initials, bare names, addresses and numbers in
    words pass; dates of the work itself, and acronyms of two letters with dots, do not.

    >>> [found.excerpt for found in find_identifying("Entretien avec Mme Dupont, 34 ans.")]
    ['Mme Dupont', '34 ans']
    """
    rest = unicodedata.normalize("NFC", text)
    for harmless in (_HARMLESS, _ACRONYMS):
        rest = harmless.sub(_blank, rest)
    found: list[tuple[int, Finding]] = []
    for kind, pattern in _PATTERNS:
        found += [
            (match.start(), Finding(kind, match[0].strip())) for match in pattern.finditer(rest)
        ]
        rest = pattern.sub(_blank, rest)
    return tuple(finding for _start, finding in sorted(found, key=lambda pair: pair[0]))


def neutral_name_faults(text: str) -> tuple[str, ...]:
    """Return the telling words a title, host, product or file name holds; () when neutral.

    Whatever the accents, capitals and separators (ux T13), each once, as one would write it.

    >>> neutral_name_faults("Sante-Mentale.example")
    ('santé mentale',)
    """
    plain = fold(text)
    return tuple(word for word, pattern in _TELLING if pattern.search(plain))


def _blank(match: re.Match[str]) -> str:
    """Return as many marks as were matched, so that positions hold and nothing joins up."""
    return "\N{REPLACEMENT CHARACTER}" * len(match[0])
