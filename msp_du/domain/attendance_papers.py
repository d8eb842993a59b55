"""What sheets to sign and certificates of attendance print, and its text while they wait."""

from dataclasses import dataclass
from datetime import date
from typing import Final

from msp_du.domain import frozen_facts
from msp_du.domain.documents import Issuer

SHEET_FORM: Final = "msp-du/attendance-sheet@1"
CERTIFICATE_FORM: Final = "msp-du/attendance-certificate@1"
MOST_COLUMNS: Final = 12
"""Classes that one sheet has room for."""


@dataclass(frozen=True, slots=True)
class SheetClass:
    """A class to sign at; times as printed (« 9 h 00 »)."""

    held_on: date
    half_day: str
    starts_at: str
    ends_at: str
    module_code: str
    module_title: str
    instructor: str
    room: str | None


@dataclass(frozen=True, slots=True)
class SheetLine:
    """Somebody who is expected.

    Nothing of their arrangements: the sheet goes round the room, for everybody to read.
    """

    name: str
    student_number: str | None


@dataclass(frozen=True, slots=True)
class SheetFacts:
    """A sheet of one class, or of those of a week."""

    issuer: Issuer
    cohort_code: str
    title: str
    academic_year: str
    printed_on: date
    classes: tuple[SheetClass, ...]
    lines: tuple[SheetLine, ...]


@dataclass(frozen=True, slots=True)
class AttendedClass:
    """A class that was followed, wholly or from some point on; ``is_late`` says which."""

    held_on: date
    half_day: str
    minutes: int
    module_code: str
    module_title: str
    instructor: str
    is_late: bool


@dataclass(frozen=True, slots=True)
class AttendanceCertificateFacts:
    """What somebody followed between two days, both included."""

    issuer: Issuer
    reference: str
    """Tells papers of people with the same name apart; part of no register."""
    issued_on: date
    civil_name: str
    usage_name: str | None
    birth_date: date | None
    student_number: str | None
    title: str
    cohort_code: str
    starts_on: date
    ends_on: date
    taught_minutes: int
    """Of the classes that were held and noted, those excused too."""
    followed_minutes: int
    classes: tuple[AttendedClass, ...]
    is_specimen: bool


def canonical_sheet(facts: SheetFacts) -> str:
    """Return the text of a sheet."""
    return frozen_facts.write(facts, form=SHEET_FORM)


def read_sheet(text: str) -> SheetFacts:
    """Return the facts of a sheet's text; raises UnreadableFacts."""
    return frozen_facts.read(SheetFacts, text, form=SHEET_FORM)


def canonical_certificate(facts: AttendanceCertificateFacts) -> str:
    """Return the text of a certificate."""
    return frozen_facts.write(facts, form=CERTIFICATE_FORM)


def read_certificate(text: str) -> AttendanceCertificateFacts:
    """Return the facts of a certificate's text; raises UnreadableFacts."""
    return frozen_facts.read(AttendanceCertificateFacts, text, form=CERTIFICATE_FORM)
