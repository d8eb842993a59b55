"""What a document will print, gathered from the board's decisions and the day's identity."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from fractions import Fraction
from functools import lru_cache
from typing import Final
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from msp_du.domain import decisions as frozen
from msp_du.domain.curriculum import Curriculum
from msp_du.domain.diploma import DiplomaOutcome
from msp_du.domain.documents import (
    CertificateFacts,
    DiplomaLine,
    Holder,
    Issuer,
    SignatoryLine,
    TranscriptFacts,
    TranscriptModule,
    TranscriptUnit,
    TranscriptYear,
    printed_texts,
    read_certificate,
    read_transcript,
)
from msp_du.domain.errors import Rule, RuleViolation
from msp_du.domain.marks import shown
from msp_du.domain.names import fold
from msp_du.domain.vocabulary import DocumentKind
from msp_du.models import BoardDecision, Document, EnrolmentYear, Institution, Person, StoredFile
from msp_du.services import curricula, institutions

Facts = CertificateFacts | TranscriptFacts

HONOURS: Final = {"P": "Passable", "AB": "Assez bien", "B": "Bien", "TB": "Très bien"}
"""The usual bands in words, as a document says them; another prints as the curriculum names it."""


@dataclass(frozen=True, slots=True)
class Edition:
    """What all documents asked for at once have in common.

    ``today`` is the institution's day, ``host`` where documents are verified, as printed.
    """

    today: date
    host: str
    is_specimen: bool


@dataclass(frozen=True, slots=True)
class Decided:
    """A year and the decision on it that counts."""

    year: EnrolmentYear
    decision: BoardDecision

    @property
    def facts(self) -> frozen.DecisionFacts:
        """What the board had before it; raises UnreadableFacts if that was tampered with."""
        return _read(self.decision.facts)


DecidedYears = Mapping[int, Decided]
"""The years of one enrolment that are decided, by their number."""


def issuer_of(session: Session, institution: Institution, host: str) -> Issuer:
    """Return how the institution presents itself today; three statements.

    Raises RuleViolation DOCUMENT_UNSIGNED when nobody signs for it.
    """
    signatories = institutions.signatories(session, institution)
    if not signatories:
        raise RuleViolation(Rule.DOCUMENT_UNSIGNED)
    lines = tuple(SignatoryLine(each.name, each.capacity) for each in signatories)
    return replace(letterhead_of(session, institution), signatories=lines, host=host)


def letterhead_of(session: Session, institution: Institution) -> Issuer:
    """Return the same without signatories and without where documents are verified."""
    logo = institutions.logo(session, institution)
    return Issuer(
        name=institution.name,
        department=institution.department,
        contact=institution.contact_address,
        signatories=(),
        logo=logo.sha256 if logo else None,
        brand_colour=institution.brand_colour,
        accent_colour=institution.accent_colour,
        host="",
    )


def read(document: Document) -> Facts:
    """Return what a document prints; raises UnreadableFacts if its text is not that."""
    if document.kind is DocumentKind.CERTIFICATE:
        return read_certificate(document.facts)
    return read_transcript(document.facts)


def matching_names(person: Person) -> str:
    """Return the folded family names by which a document may be asked for, as a JSON array."""
    names = (person.birth_family_name, person.usage_family_name)
    return json.dumps(sorted({fold(name) for name in names if name} - {""}), ensure_ascii=False)


def logo_of(session: Session, institution_id: UUID, sha256: str | None) -> StoredFile | None:
    """Return the picture that facts name, though it may no longer be the logo."""
    statement = select(StoredFile).where(
        StoredFile.institution_id == institution_id, StoredFile.sha256 == sha256
    )
    return session.execute(statement).scalar_one_or_none()


def gather(
    kind: DocumentKind,
    number: str,
    issuer: Issuer,
    *,
    person: Person,
    years: DecidedYears,
    edition: Edition,
) -> Facts:
    """Return what a document prints.

    Raises RuleViolation DOCUMENT_SIGN_MISSING, detail ``signs``, for a text that the documents'
    font cannot print whole.
    """
    make = certificate if kind is DocumentKind.CERTIFICATE else transcript
    facts: Facts = make(number, issuer, person, years, edition)
    check_signs(printed_texts(facts))
    return facts


def check_signs(texts: Iterable[str]) -> None:
    """Refuse with DOCUMENT_SIGN_MISSING, detail ``signs``, what the font cannot print whole."""
    if signs := _missing_signs(" ".join(texts)):
        raise RuleViolation(Rule.DOCUMENT_SIGN_MISSING, signs=", ".join(map(sign_words, signs)))


def sign_words(sign: str) -> str:
    """Return a sign with its number in Unicode, by the number alone if it does not show.

    >>> sign_words("漢"), sign_words(chr(0x200B))
    ('漢 (U+6F22)', 'U+200B')
    """
    code = f"U+{ord(sign):04X}"
    return f"{sign} ({code})" if sign.isprintable() else code


def certificate(
    number: str, issuer: Issuer, person: Person, years: DecidedYears, edition: Edition
) -> CertificateFacts:
    """Return what the diploma prints; ``years`` are all those of the curriculum, all admitted."""
    last = years[max(years)]
    curriculum = curricula.content_of(last.year.curriculum_version)
    totals = curriculum.totals
    outcome = _diploma(curriculum, years)
    return CertificateFacts(
        number=number,
        issued_on=edition.today,
        issuer=issuer,
        holder=holder_of(person),
        title=curriculum.title.fr,
        curriculum_reference=_reference(curriculum),
        years=len(curriculum.years),
        ects=outcome.ects,
        taught_hours=totals.taught_hours,
        placement_hours=totals.placement_hours,
        decided_on=last.decision.decided_on,
        decision_reference=last.decision.reference,
        honours=honours_in_words(outcome),
        is_specimen=edition.is_specimen,
    )


def transcript(
    number: str, issuer: Issuer, person: Person, years: DecidedYears, edition: Edition
) -> TranscriptFacts:
    """Return what a transcript prints: these years, and the diploma after the last of all."""
    curriculum = curricula.content_of(years[max(years)].year.curriculum_version)
    is_last = max(years) == max(year.number for year in curriculum.years)
    outcome = _diploma(curriculum, years)
    return TranscriptFacts(
        number=number,
        issued_on=edition.today,
        issuer=issuer,
        holder=holder_of(person),
        title=curriculum.title.fr,
        curriculum_reference=_reference(curriculum),
        years=tuple(_year(years[key]) for key in sorted(years)),
        diploma=DiplomaLine(outcome.awarded, _shown(outcome.average), honours_in_words(outcome))
        if is_last
        else None,
        is_specimen=edition.is_specimen,
    )


def _missing_signs(text: str) -> tuple[str, ...]:
    # WeasyPrint comes with it: long to import, and only whoever issues needs it.
    from msp_du.pdf.fonts import missing_signs  # noqa: PLC0415

    return missing_signs(text)


def holder_of(person: Person) -> Holder:
    """Return whose document it is, by their civil identity."""
    usage = person.usage_family_name
    is_another = usage is not None and fold(usage) != fold(person.birth_family_name)
    return Holder(
        civil_name=person.name.civil,
        usage_name=usage.upper() if usage is not None and is_another else None,
        birth_date=person.birth_date,
        birth_place=person.birth_place,
        student_number=person.student_number,
    )


def _reference(curriculum: Curriculum) -> str:
    return f"{curriculum.code} {curriculum.version}"


def _diploma(curriculum: Curriculum, years: DecidedYears) -> DiplomaOutcome:
    return frozen.diploma_of(curriculum, {key: each.facts for key, each in years.items()})


def _shown(average: Fraction | None) -> str | None:
    return None if average is None else shown(average)


def honours_in_words(outcome: DiplomaOutcome) -> str | None:
    """Return the honours as documents say them."""
    return None if outcome.honours is None else HONOURS.get(outcome.honours, outcome.honours)


def _year(decided: Decided) -> TranscriptYear:
    facts = decided.facts
    return TranscriptYear(
        number=facts.year,
        academic_year=facts.academic_year,
        session=facts.session,
        decided_on=decided.decision.decided_on,
        reference=decided.decision.reference,
        average=_shown(facts.average),
        result=facts.result,
        ects=facts.ects,
        required_placement_minutes=facts.required_placement_minutes,
        approved_placement_minutes=facts.approved_placement_minutes,
        units=tuple(_unit(unit) for unit in facts.units),
    )


def _unit(unit: frozen.DecidedUnit) -> TranscriptUnit:
    return TranscriptUnit(
        code=unit.code,
        title=unit.title,
        coefficient=unit.coefficient,
        ects=unit.ects,
        average=_shown(unit.average),
        result=unit.result,
        modules=tuple(
            TranscriptModule(
                code=module.code,
                title=module.title,
                taught_hours=module.taught_hours,
                coefficient=module.coefficient,
                average=_shown(module.average),
                passed=module.passed,
            )
            for module in unit.modules
        ),
    )


@lru_cache(maxsize=256)
def _read(text: str) -> frozen.DecisionFacts:
    return frozen.read(text)
