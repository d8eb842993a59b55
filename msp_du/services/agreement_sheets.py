"""What an agreement would say and who would sign it, read from the placement and its people."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from msp_du.domain.agreement_terms import SignerLine, Terms, TermsPeriod
from msp_du.domain.agreements import DEFAULT_SIGNERS, SignerCapacity
from msp_du.domain.vocabulary import ContactCapacity, Regime
from msp_du.files import agreement_texts
from msp_du.models import (
    Competency,
    Contact,
    CurriculumVersion,
    Enrolment,
    EnrolmentYear,
    Module,
    ModuleCompetency,
    Organisation,
    Placement,
    Unit,
)
from msp_du.services import frameworks, institutions

TYPED: Final = (
    "course_title",
    "course_minutes",
    "competences",
    "activities",
    "weekly_minutes",
    "unusual_hours",
    "interruptions",
    "leave_days",
    "follow_up",
    "allowance",
    "benefits",
    "social_protection",
    "absences",
    "suspension",
    "validation",
    "host_rules",
    "certificate",
    "confidentiality",
)
"""The terms that are typed; the others are read from the register."""
WEEKLY_MINUTES: Final = 35 * 60
MOST_COMPETENCES: Final = 8
EMPLOYER_ORDER: Final = (
    ContactCapacity.SIGNATORY,
    ContactCapacity.HUMAN_RESOURCES,
    ContactCapacity.LINE_MANAGER,
    ContactCapacity.HOST_SUPERVISOR,
)
"""Who signs for an employer, the first there is."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """Somebody who may sign; ``key`` names them in a form."""

    key: str
    line: SignerLine
    contact_id: UUID | None = None
    account_id: UUID | None = None


@dataclass(frozen=True, slots=True)
class AgreementSheet:
    """What a coordinator says of a paper: the typed terms, and who signs.

    ``others`` are people who sign on paper only, each a name and a quality.
    """

    typed: Mapping[str, str | int]
    signer_keys: Sequence[str]
    others: Sequence[tuple[str, str]] = ()


def first_terms(session: Session, placement: Placement) -> dict[str, str | int]:
    """Return what the typed terms say at first: the course as taught, usual clauses."""
    blank: dict[str, str | int] = dict.fromkeys(TYPED, "")
    year = placement.enrolment_year
    version = session.get_one(CurriculumVersion, year.curriculum_version_id)
    return {
        **blank,
        **agreement_texts.default_clauses(placement.regime),
        "course_title": version.title_fr,
        "course_minutes": _taught_minutes(session, year),
        "competences": "\n".join(f"- {each}" for each in _competences(session, placement)),
        "weekly_minutes": WEEKLY_MINUTES,
    }


def terms(placement: Placement, typed: Mapping[str, str | int]) -> Terms:
    """Return the terms of a placement as the register has it now, with what was typed."""
    year = placement.enrolment_year
    enrolment = year.enrolment
    return Terms(
        regime=placement.regime,
        trainee=enrolment.person.name.civil,
        university=enrolment.cohort.institution.name,
        host=_place(placement.organisation),
        employer=_place(enrolment.employer) if enrolment.employer else "",
        cohort=enrolment.cohort.code,
        academic_year=year.academic_year.label,
        service=placement.service or "",
        host_supervisor=_named(placement.contact.name, placement.contact.job_title),
        academic_tutor=placement.academic_tutor.display_name if placement.academic_tutor else "",
        periods=tuple(
            TermsPeriod(row.starts_on, row.ends_on, row.planned_minutes)
            for row in placement.periods
        ),
        **{name: typed[name] for name in TYPED},  # type: ignore[arg-type] # text or minutes each
    )


def candidates(session: Session, placement: Placement) -> list[Candidate]:
    """List who may sign for a placement, as its regime names them."""
    enrolment = placement.enrolment_year.enrolment
    found = [
        Candidate(
            SignerCapacity.TRAINEE,
            SignerLine(SignerCapacity.TRAINEE, enrolment.person.name.civil, ""),
        ),
        *_of_host(session, placement),
        *_of_employer(session, placement, enrolment),
        _of_university(session, enrolment),
    ]
    tutor = placement.academic_tutor
    if tutor is not None:
        line = SignerLine(SignerCapacity.ACADEMIC_TUTOR, tutor.display_name, "")
        found.append(Candidate(line.capacity, line, account_id=tutor.id))
    return found


def usual_keys(placement: Placement, among: Iterable[Candidate]) -> list[str]:
    """Return who signs as a rule under the regime: the first candidate of each capacity."""
    first: dict[SignerCapacity, str] = {}
    for candidate in among:
        first.setdefault(candidate.line.capacity, candidate.key)
    return [first[each] for each in DEFAULT_SIGNERS[placement.regime] if each in first]


def chosen(
    among: Collection[Candidate], keys: Collection[str], others: Iterable[tuple[str, str]]
) -> list[Candidate]:
    """Return who was chosen, in the order of the list, then those who sign on paper only."""
    known = [each for each in among if each.key in keys]
    named = [
        Candidate("", SignerLine(SignerCapacity.OTHER, name, quality)) for name, quality in others
    ]
    return [*known, *named]


def _of_host(session: Session, placement: Placement) -> Iterator[Candidate]:
    contacts = _contacts(session, placement.organisation_id)
    signs = [each for each in contacts if each.capacity is ContactCapacity.SIGNATORY]
    for contact in signs or [placement.contact]:
        yield _contact(SignerCapacity.HOST_SIGNATORY, contact)
    yield _contact(SignerCapacity.HOST_SUPERVISOR, placement.contact)
    for contact in contacts:
        if contact.capacity in {ContactCapacity.LINE_MANAGER, ContactCapacity.HUMAN_RESOURCES}:
            yield _contact(SignerCapacity.OTHER, contact)


def _of_employer(
    session: Session, placement: Placement, enrolment: Enrolment
) -> Iterator[Candidate]:
    if placement.regime not in {Regime.EMPLOYMENT, Regime.EXTERNAL_ASSIGNMENT}:
        return
    employer_id = enrolment.employer_id or placement.organisation_id
    for contact in sorted(_contacts(session, employer_id), key=_signs_for_employer):
        yield _contact(SignerCapacity.EMPLOYER, contact)


def _of_university(session: Session, enrolment: Enrolment) -> Candidate:
    institution = enrolment.cohort.institution
    signatories = institutions.signatories(session, institution)
    name, quality = (
        (signatories[0].name, signatories[0].capacity) if signatories else (institution.name, "")
    )
    line = SignerLine(SignerCapacity.UNIVERSITY, name, quality)
    return Candidate(SignerCapacity.UNIVERSITY, line)


def _signs_for_employer(contact: Contact) -> int:
    return EMPLOYER_ORDER.index(contact.capacity)


def _contact(capacity: SignerCapacity, contact: Contact) -> Candidate:
    line = SignerLine(capacity, contact.name, contact.job_title or "")
    return Candidate(f"{capacity}:{contact.id}", line, contact_id=contact.id)


def _contacts(session: Session, organisation_id: UUID) -> Sequence[Contact]:
    statement = (
        select(Contact).where(Contact.organisation_id == organisation_id).order_by(Contact.name)
    )
    return session.execute(statement).scalars().all()


def _taught_minutes(session: Session, year: EnrolmentYear) -> int:
    statement = (
        select(func.coalesce(func.sum(Module.taught_minutes), 0))
        .join(Unit)
        .where(
            Unit.curriculum_version_id == year.curriculum_version_id,
            Unit.year_number == year.year_number,
        )
    )
    return int(session.execute(statement).scalar_one())


def _competences(session: Session, placement: Placement) -> list[str]:
    """Name the competencies that the module assesses, else the core ones of the framework."""
    framework = frameworks.of_cohort(session, placement.enrolment_year.enrolment.cohort_id)
    if framework is None:
        return []
    content = frameworks.content_of(framework)
    linked = set(
        session.execute(
            select(Competency.code)
            .join(ModuleCompetency, ModuleCompetency.competency_id == Competency.id)
            .where(
                ModuleCompetency.module_id == placement.module_id,
                ModuleCompetency.framework_id == framework.id,
            )
        ).scalars()
    )
    assessed = [each for each in content.competencies if each.code in linked]
    return [each.title.fr for each in (assessed or content.core)[:MOST_COMPETENCES]]


def _place(organisation: Organisation) -> str:
    return ", ".join(part for part in (organisation.name, organisation.city) if part)


def _named(name: str, quality: str | None) -> str:
    return f"{name}, {quality}" if quality else name
