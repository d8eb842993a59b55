"""What the certificate of a placement prints, and its text while it waits (domain §3.7)."""

from dataclasses import dataclass
from datetime import date
from typing import Final

from msp_du.domain import frozen_facts
from msp_du.domain.allowances import AllowanceState
from msp_du.domain.documents import Issuer
from msp_du.domain.placement_documents import PlacementPaper
from msp_du.domain.placement_lengths import Length
from msp_du.domain.vocabulary import LegalForm

FORM: Final = "msp-du/placement-certificate@1"


@dataclass(frozen=True, slots=True)
class HostLine:
    """Where it was; the street, which the register has not, is filled in by hand."""

    name: str
    legal_form: LegalForm | None
    siret: str | None
    city: str | None
    service: str | None
    signer: str
    signer_capacity: str | None


@dataclass(frozen=True, slots=True)
class TraineeLine:
    """Whose placement it was; the sex, which nobody stores, is filled in by hand."""

    family_name: str
    given_names: str
    usage_name: str | None
    birth_date: date | None
    email: str | None
    student_number: str | None


@dataclass(frozen=True, slots=True)
class MonthLine:
    """A month: its first day, the minutes that were signed, the allowance in cents."""

    first_day: date
    minutes: int
    cents: int


@dataclass(frozen=True, slots=True)
class PlacementCertificateFacts:
    """Everything that the draft prints."""

    paper: PlacementPaper
    issuer: Issuer
    drafted_on: date
    host: HostLine
    trainee: TraineeLine
    title: str
    academic_year: str
    starts_on: date
    ends_on: date
    length: Length
    allowance: AllowanceState
    cents: int
    """The whole allowance."""
    cents_an_hour: int
    months: tuple[MonthLine, ...]


def canonical(facts: PlacementCertificateFacts) -> str:
    """Return the text of a draft."""
    return frozen_facts.write(facts, form=FORM)


def read(text: str) -> PlacementCertificateFacts:
    """Return the facts of a draft's text; raises UnreadableFacts."""
    return frozen_facts.read(PlacementCertificateFacts, text, form=FORM)
