"""Trainees before the board: marked, with their hours approved and their competencies rated."""

from datetime import UTC, date, datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from msp_du.domain.sittings import Choice
from msp_du.domain.vocabulary import (
    HoursState,
    Level,
    MarkCode,
    RaterRole,
    ResultCode,
    SignatureVia,
)
from msp_du.models import (
    BoardDecision,
    Cohort,
    Competency,
    CompetencyRating,
    Enrolment,
    EnrolmentYear,
    HoursSignature,
)
from msp_du.services import decisions, hours_sums, results
from msp_du.services.decisions import Basis
from tests.factories import (
    TODAY,
    make_enrolment,
    make_entry,
    make_framework,
    make_person,
    make_placement,
    make_placement_document,
    mark_year,
    year_of,
)

NOW = datetime.now(UTC)
BASIS = Basis(TODAY, "PV 2026-14", None)
REQUIRED = 280 * 60
"""Placement minutes of the shipped first year."""


def log_minutes(
    session: Session,
    enrolment: Enrolment,
    minutes: int = REQUIRED,
    state: HoursState = HoursState.APPROVED,
    *,
    is_documented: bool = True,
) -> UUID:
    """One entry of so many minutes; once it is approved, signed and with the host's document.

    Returns the id of its placement.
    """
    placement = make_placement(session, enrolment=enrolment)
    entry = make_entry(session, placement=placement, minutes=minutes, state=HoursState.SUBMITTED)
    if state is HoursState.APPROVED:
        signature = HoursSignature(
            placement_id=placement.id,
            contact_id=placement.contact_id,
            signed_at=entry.logged_at,
            declared_name="Amina Diallo",
            declared_capacity="Coordinatrice",
            minutes=minutes,
            digest="0" * 64,
            via=SignatureVia.ACCOUNT,
        )
        session.add(signature)
        session.flush()
        entry.signature_id, entry.state = signature.id, state
        hours_sums.keep(session, placement.id)
        if is_documented:
            make_placement_document(session, placement)
    return placement.id


def rate_core(session: Session, enrolment: Enrolment, level: Level, *, but: int = 0) -> None:
    """Rate every core item as the university, the last ``but`` of them left out."""
    framework = make_framework(session, cohort=session.get_one(Cohort, enrolment.cohort_id))
    core = (
        select(Competency.id)
        .where(Competency.framework_id == framework.id, Competency.is_core)
        .order_by(Competency.position)
    )
    items = session.execute(core).scalars().all()
    session.add_all(
        CompetencyRating(
            institution_id=enrolment.institution_id,
            enrolment_id=enrolment.id,
            competency_id=item,
            rater_role=RaterRole.TUTOR,
            level=level,
            reason="Pas de groupe" if level is Level.NOT_APPLICABLE else None,
            rated_at=datetime.now(UTC),
        )
        for item in items[: len(items) - but]
    )
    session.flush()


def make_candidate(
    session: Session,
    cohort: Cohort | None = None,
    *,
    family_name: str = "Lefèvre",
    score: str = "12.5",
    but: dict[str, str | MarkCode] | None = None,
    minutes: int = REQUIRED,
) -> EnrolmentYear:
    """A first year with every mark and, unless ``minutes`` says less, every hour."""
    person = None
    if cohort is not None:
        person = make_person(session, institution=cohort.institution, birth_family_name=family_name)
    enrolment = make_enrolment(session, cohort=cohort, person=person)
    year = year_of(session, enrolment)
    mark_year(session, year, score, but=but)
    if minutes:
        log_minutes(session, enrolment, minutes)
    return year


def decide_outside(
    session: Session,
    year: EnrolmentYear,
    result: ResultCode = ResultCode.PASSED,
    *,
    may_progress: bool = False,
    replaces: BoardDecision | None = None,
) -> BoardDecision:
    """A decision on today's results that no sitting took, as there were before sittings."""
    return decisions.keep(
        session,
        year,
        results.readings(session, [year])[year.id],
        Choice(result, may_progress=may_progress, derogation="Une raison."),
        BASIS,
        replaces=replaces.id if replaces else None,
        actor=None,
        now=NOW,
    )


def boxes(day: date, name: str = "decided_on") -> dict[str, str]:
    """A day as the three boxes of a form."""
    return {
        f"{name}-day": str(day.day),
        f"{name}-month": str(day.month),
        f"{name}-year": str(day.year),
    }
