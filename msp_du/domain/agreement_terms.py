"""What an agreement says (domain §3.3), and whose signature each part of it concerns."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, fields
from datetime import date, datetime
from enum import StrEnum
from types import MappingProxyType
from typing import Final

from msp_du.domain import frozen_facts
from msp_du.domain.agreements import SignedVia, SignerCapacity
from msp_du.domain.documents import Issuer
from msp_du.domain.hours import Period
from msp_du.domain.vocabulary import Regime

FORM: Final = "msp-du/agreement@1"


class TermsPart(StrEnum):
    """Parts of an agreement that change together."""

    PARTIES = "parties"
    COURSE = "course"
    DATES = "dates"
    RHYTHM = "rhythm"
    ALLOWANCE = "allowance"
    ACTIVITIES = "activities"
    HOST_SUPERVISOR = "host_supervisor"
    ACADEMIC_TUTOR = "academic_tutor"
    FOLLOW_UP = "follow_up"
    HOST_RULES = "host_rules"
    PROTECTION = "protection"


@dataclass(frozen=True, slots=True)
class TermsPeriod:
    """Days of the placement, both included, and the minutes planned for them."""

    starts_on: date
    ends_on: date
    planned_minutes: int


@dataclass(frozen=True, slots=True)
class Terms:
    """Everything that is agreed on; durations are whole minutes, a text may be empty."""

    regime: Regime
    trainee: str
    university: str
    host: str
    employer: str
    course_title: str
    course_minutes: int
    """Taught in the year, the placement left out."""
    cohort: str
    academic_year: str
    service: str
    host_supervisor: str
    academic_tutor: str
    competences: str
    activities: str
    periods: tuple[TermsPeriod, ...]
    weekly_minutes: int
    """As a rule; 0 when there is none."""
    unusual_hours: str
    interruptions: str
    leave_days: str
    follow_up: str
    allowance: str
    benefits: str
    social_protection: str
    absences: str
    suspension: str
    validation: str
    host_rules: str
    certificate: str
    confidentiality: str

    @property
    def planned_minutes(self) -> int:
        return sum(each.planned_minutes for each in self.periods)

    @property
    def signed_periods(self) -> tuple[Period, ...]:
        """The periods as the rules of hours know them."""
        return tuple(Period(p.starts_on, p.ends_on, p.planned_minutes) for p in self.periods)


@dataclass(frozen=True, slots=True)
class SignerLine:
    """Somebody who signs, as the paper names them."""

    capacity: SignerCapacity
    name: str
    quality: str


@dataclass(frozen=True, slots=True)
class AgreementFacts:
    """What is signed, whole: its digest is the digest of this text.

    ``number`` is 0 for the agreement, else the amendment's; ``template`` is the text with its
    placeholders as it was on the day of ``sent_on`` (None in a draft).
    """

    issuer: Issuer
    reference: str
    number: int
    edition: int
    terms: Terms
    signers: tuple[SignerLine, ...]
    template: str
    sent_on: date | None
    is_specimen: bool


@dataclass(frozen=True, slots=True)
class SignedLine:
    """A signer as the PDF shows them; what follows ``quality`` is None until they signed.

    ``at`` is the moment in the institution's time zone, ``on`` the day written on paper.
    """

    capacity: SignerCapacity
    name: str
    quality: str
    declared_name: str | None
    declared_capacity: str | None
    at: datetime | None
    on: date | None
    via: SignedVia | None


@dataclass(frozen=True, slots=True)
class PrintedAgreement:
    """All that a paper's PDF shows; ``digest`` is that of the facts, ``logo`` a PNG picture."""

    facts: AgreementFacts
    digest: str
    signers: tuple[SignedLine, ...]
    printed_on: date
    logo: bytes | None


PARTS: Final[Mapping[str, TermsPart]] = MappingProxyType(
    {
        "regime": TermsPart.PARTIES,
        "trainee": TermsPart.PARTIES,
        "university": TermsPart.PARTIES,
        "host": TermsPart.PARTIES,
        "employer": TermsPart.PARTIES,
        "course_title": TermsPart.COURSE,
        "course_minutes": TermsPart.COURSE,
        "cohort": TermsPart.COURSE,
        "academic_year": TermsPart.COURSE,
        "service": TermsPart.HOST_RULES,
        "host_supervisor": TermsPart.HOST_SUPERVISOR,
        "academic_tutor": TermsPart.ACADEMIC_TUTOR,
        "competences": TermsPart.ACTIVITIES,
        "activities": TermsPart.ACTIVITIES,
        "periods": TermsPart.DATES,
        "weekly_minutes": TermsPart.RHYTHM,
        "unusual_hours": TermsPart.RHYTHM,
        "interruptions": TermsPart.DATES,
        "leave_days": TermsPart.RHYTHM,
        "follow_up": TermsPart.FOLLOW_UP,
        "allowance": TermsPart.ALLOWANCE,
        "benefits": TermsPart.ALLOWANCE,
        "social_protection": TermsPart.PROTECTION,
        "absences": TermsPart.PROTECTION,
        "suspension": TermsPart.PROTECTION,
        "validation": TermsPart.PROTECTION,
        "host_rules": TermsPart.HOST_RULES,
        "certificate": TermsPart.PROTECTION,
        "confidentiality": TermsPart.PROTECTION,
    }
)

_C = SignerCapacity
_ALL: Final = frozenset(SignerCapacity)
_PARTIES_AND_HOST: Final = frozenset({_C.TRAINEE, _C.HOST_SIGNATORY, _C.EMPLOYER, _C.UNIVERSITY})
CONCERNED: Final[Mapping[TermsPart, frozenset[SignerCapacity]]] = MappingProxyType(
    {
        TermsPart.PARTIES: _ALL,
        TermsPart.DATES: _ALL,
        TermsPart.RHYTHM: _ALL,
        TermsPart.ALLOWANCE: _ALL,
        TermsPart.PROTECTION: _PARTIES_AND_HOST,
        TermsPart.COURSE: frozenset({_C.UNIVERSITY}),
        TermsPart.ACTIVITIES: _PARTIES_AND_HOST | {_C.ACADEMIC_TUTOR, _C.HOST_SUPERVISOR},
        TermsPart.HOST_SUPERVISOR: _PARTIES_AND_HOST | {_C.HOST_SUPERVISOR},
        TermsPart.ACADEMIC_TUTOR: _PARTIES_AND_HOST | {_C.ACADEMIC_TUTOR},
        TermsPart.FOLLOW_UP: frozenset(
            {_C.TRAINEE, _C.UNIVERSITY, _C.ACADEMIC_TUTOR, _C.HOST_SUPERVISOR}
        ),
        TermsPart.HOST_RULES: _PARTIES_AND_HOST | {_C.HOST_SUPERVISOR},
    }
)
"""Who signs again when a part of a sent paper is corrected; the university signs each time."""

NEEDED: Final = ("activities", "competences", "course_title", "host_supervisor", "academic_tutor")
"""What should not be empty on a paper that is sent; it warns, it does not block."""


def write(facts: AgreementFacts) -> str:
    """Return the facts as canonical JSON."""
    return frozen_facts.write(facts, form=FORM)


def read(text: str) -> AgreementFacts:
    """Return the facts of a paper; raises UnreadableFacts for anything else."""
    return frozen_facts.read(AgreementFacts, text, form=FORM)


def changed_parts(former: Terms, terms: Terms) -> frozenset[TermsPart]:
    """Return the parts in which two versions differ."""
    return frozenset(
        PARTS[each.name]
        for each in fields(Terms)
        if getattr(former, each.name) != getattr(terms, each.name)
    )


def concerned(parts: Iterable[TermsPart]) -> frozenset[SignerCapacity]:
    """Return who signs again when these parts of a sent paper are corrected."""
    found: frozenset[SignerCapacity] = frozenset()
    return found.union(*(CONCERNED[part] for part in parts))


def missing(terms: Terms) -> tuple[str, ...]:
    """Return the names of the terms that should not stay empty and are."""
    return tuple(name for name in NEEDED if not getattr(terms, name))


def signs_again(
    line: SignerLine, former: Collection[SignerLine], parts: Iterable[TermsPart]
) -> bool:
    """Tell whether somebody's former signature does not stand for the corrected paper.

    Who was not on the former one signs, and whoever a change concerns.
    """
    return line not in former or line.capacity in concerned(parts)
