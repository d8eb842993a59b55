"""A university with one cohort of any size, everybody with marks, hours, ratings and papers."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from uuid import UUID, uuid4

from sqlalchemy import select
from sqlalchemy.orm import Session

from msp_du.domain.vocabulary import (
    HoursKind,
    HoursState,
    Level,
    RaterRole,
    Role,
    SignatureVia,
)
from msp_du.models import (
    AcademicYear,
    Account,
    Assessment,
    Cohort,
    Competency,
    CompetencyRating,
    Contact,
    Document,
    Enrolment,
    EnrolmentYear,
    HoursEntry,
    HoursSignature,
    Institution,
    Mark,
    Module,
    Placement,
    Signatory,
    StoredFile,
    TeachingWeek,
    Unit,
)
from msp_du.services import hours_sums, verification_codes
from tests.factories import (
    TODAY,
    make_account,
    make_cohort,
    make_contact,
    make_enrolment,
    make_framework,
    make_institution,
    make_marker,
    make_organisation,
    make_person,
    make_placement,
    module_of,
    year_of,
)
from tests.factories.documents import make_transcript_facts
from tests.factories.issued import CODE_KEY, make_document

STAFF = (
    Role.SUPERVISOR,
    Role.TUTOR,
    Role.COORDINATOR,
    Role.REGISTRAR,
    Role.BOARD_MEMBER,
    Role.ADMINISTRATOR,
)
ENTRIES = 60
"""Days noted by the trainee whose pages are timed; the others noted a few."""
FEW_ENTRIES = 4
RATERS = (RaterRole.TUTOR, RaterRole.HOST, RaterRole.SELF)
HOLDER = "Lefèvre-Oüahdi"
"""Family name on every transcript."""


@dataclass(frozen=True, slots=True)
class Crowd:
    """The accounts by role, and what the addresses of their pages name."""

    accounts: dict[Role, Account]
    ids: dict[str, UUID]


@dataclass(frozen=True, slots=True)
class _Course:
    """What every trainee of the cohort shares."""

    institution: Institution
    cohort: Cohort
    staff: dict[Role, Account]
    assessments: list[UUID]
    competencies: list[UUID]


def make_crowd(session: Session, size: int) -> Crowd:
    """Fill a university of its own; a third of the trainees have a decision and a transcript."""
    course = _make_course(session)
    contact = make_contact(
        session,
        organisation=make_organisation(session, institution=course.institution),
        account=course.staff[Role.SUPERVISOR],
    )
    enrolments = [_make_trainee(session, course, contact, number) for number in range(size)]
    documents = [
        make_document(
            session, enrolment=each, facts=make_transcript_facts(), family_names=(HOLDER,)
        )
        for each in enrolments[::3]
    ]
    first, module = enrolments[0], module_of(session, course.cohort)
    make_marker(session, course.cohort, module, account=course.staff[Role.TUTOR])
    trainee = make_account(
        session, Role.TRAINEE, institution=course.institution, person=first.person
    )
    return Crowd(
        accounts=course.staff | {Role.TRAINEE: trainee},
        ids={
            "cohort": course.cohort.id,
            "enrolment": first.id,
            "module": module.id,
            "document": documents[0].id,
        },
    )


def stamp(session: Session, document_id: UUID, *, code: str, content: bytes) -> None:
    """Give a document this code and these bytes, as if it had been printed so."""
    document = session.get_one(Document, document_id)
    document.code_digest = verification_codes.digest(CODE_KEY, code)
    file = session.get_one(StoredFile, document.file_id)
    file.content, file.size = content, len(content)
    session.flush()


def _make_trainee(session: Session, course: _Course, contact: Contact, number: int) -> Enrolment:
    """Enrol, place, mark and rate one person; of the first there is more than of the others."""
    person = make_person(
        session, institution=course.institution, birth_family_name=f"Lefèvre {number:03}"
    )
    enrolment = make_enrolment(session, cohort=course.cohort, person=person)
    placement = make_placement(
        session, enrolment=enrolment, contact=contact, tutor=course.staff[Role.TUTOR]
    )
    year = year_of(session, enrolment)
    session.add_all(_mark(year, assessment) for assessment in course.assessments)
    raters, days = (RATERS[:1], FEW_ENTRIES) if number else (RATERS, ENTRIES)
    session.add_all(
        _rating(enrolment, item, rater) for item in course.competencies for rater in raters
    )
    signature = _signature(placement)
    session.add(signature)
    session.flush()
    session.add_all(_entry(placement, signature, ago) for ago in range(1, days + 1))
    hours_sums.keep(session, placement.id)
    return enrolment


def _make_course(session: Session) -> _Course:
    institution = make_institution(session)
    cohort = make_cohort(session, institution=institution)
    session.add(
        Signatory(institution_id=institution.id, position=1, name="Paul N.", capacity="Présidence")
    )
    framework = make_framework(session, cohort=cohort)
    year = session.get_one(AcademicYear, cohort.academic_year_id)
    monday = year.starts_on - timedelta(days=year.starts_on.weekday()) + timedelta(weeks=1)
    session.add_all(
        TeachingWeek(academic_year_id=year.id, monday=monday + timedelta(weeks=week))
        for week in range(30)
    )
    assessments = (
        select(Assessment.id)
        .join(Module)
        .join(Unit)
        .where(
            Unit.curriculum_version_id == cohort.curriculum_version_id,
            Unit.year_number == 1,
        )
    )
    competencies = select(Competency.id).where(
        Competency.framework_id == framework.id, Competency.is_core
    )
    return _Course(
        institution,
        cohort,
        {role: make_account(session, role, institution=institution) for role in STAFF},
        list(session.scalars(assessments)),
        list(session.scalars(competencies)),
    )


def _mark(year: EnrolmentYear, assessment_id: UUID) -> Mark:
    return Mark(
        institution_id=year.institution_id,
        enrolment_year_id=year.id,
        assessment_id=assessment_id,
        hundredths=1250,
    )


def _rating(enrolment: Enrolment, competency_id: UUID, rater: RaterRole) -> CompetencyRating:
    return CompetencyRating(
        institution_id=enrolment.institution_id,
        enrolment_id=enrolment.id,
        competency_id=competency_id,
        rater_role=rater,
        level=Level.COMPETENT,
        rated_at=datetime.now(UTC),
    )


def _signature(placement: Placement) -> HoursSignature:
    return HoursSignature(
        placement_id=placement.id,
        contact_id=placement.contact_id,
        signed_at=datetime.now(UTC),
        declared_name="Amina Diallo",
        declared_capacity="Coordinatrice",
        minutes=420,
        digest="0" * 64,
        via=SignatureVia.ACCOUNT,
    )


def _entry(placement: Placement, signature: HoursSignature, ago: int) -> HoursEntry:
    """Return a day's work: the last two days are drafts, the two before are sent."""
    is_approved = ago > 4
    state = HoursState.APPROVED if is_approved else HoursState.SUBMITTED
    return HoursEntry(
        placement_id=placement.id,
        client_id=uuid4(),
        worked_on=TODAY - timedelta(days=ago),
        minutes=420,
        kind=HoursKind.DIRECT_SUPPORT,
        state=HoursState.DRAFT if ago < 3 else state,
        logged_at=datetime.now(UTC) - timedelta(days=ago),
        submitted_at=datetime.now(UTC) if ago >= 3 else None,
        body_digest="0" * 64,
        signature_id=signature.id if is_approved else None,
    )
