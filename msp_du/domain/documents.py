"""What a certificate and a transcript print, frozen at issue, and its text in the register."""

import dataclasses
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Final

from msp_du.domain import frozen_facts
from msp_du.domain.vocabulary import ResultCode


@dataclass(frozen=True, slots=True)
class SignatoryLine:
    """Who signs, and as what (« La responsable de la formation »)."""

    name: str
    capacity: str


@dataclass(frozen=True, slots=True)
class Issuer:
    """The university as it presents itself on the day of issue."""

    name: str
    department: str | None
    contact: str | None
    signatories: tuple[SignatoryLine, ...]
    logo: str | None
    """SHA-256 of the picture, in small hexadecimal figures."""
    brand_colour: str
    accent_colour: str
    host: str
    """Where documents are verified, as printed: ``diplomes.exemple.fr``."""


@dataclass(frozen=True, slots=True)
class Holder:
    """Whose document it is."""

    civil_name: str
    """Given names, then the birth name in capitals."""
    usage_name: str | None
    """Only where it is another than the birth name."""
    birth_date: date | None
    birth_place: str | None
    student_number: str | None


@dataclass(frozen=True, slots=True)
class CertificateFacts:
    """Everything that the diploma prints; hours are whole or exact decimals."""

    number: str
    issued_on: date
    issuer: Issuer
    holder: Holder
    title: str
    curriculum_reference: str
    """Code and version: ``DU-MSP 2026``."""
    years: int
    ects: Decimal
    taught_hours: Decimal
    placement_hours: Decimal
    decided_on: date
    decision_reference: str
    honours: str | None
    """In words: « Assez bien »."""
    is_specimen: bool


@dataclass(frozen=True, slots=True)
class TranscriptModule:
    """A module: marked (coefficient, perhaps an average) or pass/fail (``passed``)."""

    code: str
    title: str
    taught_hours: Decimal
    coefficient: Decimal | None
    average: str | None
    """As shown, with a point: ``12.40``."""
    passed: bool | None


@dataclass(frozen=True, slots=True)
class TranscriptUnit:
    """A unit and its modules; ``ects`` are the credits obtained."""

    code: str
    title: str
    coefficient: Decimal
    ects: Decimal
    average: str | None
    result: ResultCode
    modules: tuple[TranscriptModule, ...]


@dataclass(frozen=True, slots=True)
class TranscriptYear:
    """A year as the board decided it; its placement hours in minutes."""

    number: int
    academic_year: str
    """Label: ``2026-2027``."""
    session: int
    decided_on: date
    reference: str
    average: str | None
    result: ResultCode
    ects: Decimal
    required_placement_minutes: int
    approved_placement_minutes: int
    units: tuple[TranscriptUnit, ...]


@dataclass(frozen=True, slots=True)
class DiplomaLine:
    """What became of the diploma, on the transcript of its last year."""

    awarded: bool
    average: str | None
    honours: str | None


@dataclass(frozen=True, slots=True)
class TranscriptFacts:
    """Everything that a transcript prints: the decided years, one or two."""

    number: str
    issued_on: date
    issuer: Issuer
    holder: Holder
    title: str
    curriculum_reference: str
    years: tuple[TranscriptYear, ...]
    diploma: DiplomaLine | None
    is_specimen: bool


_FORMS: Final = {
    CertificateFacts: "msp-du/certificate@1",
    TranscriptFacts: "msp-du/transcript@1",
}


def canonical(facts: CertificateFacts | TranscriptFacts) -> str:
    """Return the facts as canonical JSON; ``read_certificate`` or ``read_transcript`` reads it."""
    return frozen_facts.write(facts, form=_FORMS[type(facts)])


def read_certificate(text: str) -> CertificateFacts:
    """Return the facts of a certificate; raises UnreadableFacts for anything else."""
    return frozen_facts.read(CertificateFacts, text, form=_FORMS[CertificateFacts])


def read_transcript(text: str) -> TranscriptFacts:
    """Return the facts of a transcript; raises UnreadableFacts for anything else."""
    return frozen_facts.read(TranscriptFacts, text, form=_FORMS[TranscriptFacts])


def printed_texts(facts: CertificateFacts | TranscriptFacts) -> Iterator[str]:
    """Give every text of the facts: each must be printable whole (``pdf.fonts``)."""
    return _texts(dataclasses.astuple(facts))


def _texts(value: object) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, tuple):
        for part in value:
            yield from _texts(part)
