"""What sheets and certificates of attendance print, gathered from the calendar and the sheets."""

import dataclasses
from collections.abc import Iterator, Sequence
from datetime import date, time
from typing import Final

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from msp_du.domain.attendance import AttendanceState, HalfDay
from msp_du.domain.attendance_papers import (
    AttendanceCertificateFacts,
    AttendedClass,
    SheetClass,
    SheetFacts,
    SheetLine,
)
from msp_du.domain.documents import Issuer, SignatoryLine
from msp_du.domain.errors import Rule, RuleViolation
from msp_du.domain.names import fold
from msp_du.models import (
    AttendanceRecord,
    ClassSession,
    Cohort,
    Enrolment,
    EnrolmentYear,
    Institution,
    Person,
)
from msp_du.services import attendance_sheets, document_facts, institutions
from msp_du.services.class_sessions import WAS_THERE

HALF_DAYS: Final = {HalfDay.MORNING: "matin", HalfDay.AFTERNOON: "après-midi"}
"""As papers say them, in French."""


def sheet(
    session: Session, cohort: Cohort, rows: Sequence[ClassSession], *, today: date
) -> SheetFacts:
    """Return what the sheet of classes of a cohort prints; who is away on all days is left out."""
    lines: dict[str, SheetLine] = {}
    numbers = _numbers(session, cohort)
    for row in rows:
        for line in attendance_sheets.sheet(session, row).rows:
            if not line.is_away:
                number = numbers.get(str(line.person_id))
                lines[str(line.year_id)] = SheetLine(line.name, number)
    return SheetFacts(
        issuer=_issuer(session, cohort.institution),
        cohort_code=cohort.code,
        title=rows[0].module.unit.curriculum_version.title_fr,
        academic_year=rows[0].academic_year.label,
        printed_on=today,
        classes=tuple(_class(row) for row in rows),
        lines=tuple(lines.values()),
    )


def certificate(
    session: Session,
    enrolment: Enrolment,
    starts_on: date,
    ends_on: date,
    *,
    today: date,
    is_specimen: bool,
) -> AttendanceCertificateFacts:
    """Return what a certificate prints; raises RuleViolation ATTENDANCE_PERIOD, DOCUMENT_UNSIGNED.

    Only closed classes count.
    """
    statement = (
        select(ClassSession, AttendanceRecord.state)
        .join(AttendanceRecord, AttendanceRecord.class_session_id == ClassSession.id)
        .join(EnrolmentYear, EnrolmentYear.id == AttendanceRecord.enrolment_year_id)
        .where(
            EnrolmentYear.enrolment_id == enrolment.id,
            ClassSession.closed_at.is_not(None),
            ClassSession.held_on.between(starts_on, ends_on),
        )
        .order_by(ClassSession.held_on, ClassSession.starts_at, ClassSession.id)
        .options(joinedload(ClassSession.module), joinedload(ClassSession.instructor))
    )
    noted = [(row, state) for row, state in session.execute(statement)]
    if not noted:
        raise RuleViolation(Rule.ATTENDANCE_PERIOD, field="starts_on")
    issuer = _issuer(session, enrolment.cohort.institution)
    if not issuer.signatories:
        raise RuleViolation(Rule.DOCUMENT_UNSIGNED)
    person = enrolment.person
    followed = [(row, state) for row, state in noted if state in WAS_THERE]
    return AttendanceCertificateFacts(
        issuer=issuer,
        reference=enrolment.id.hex[:8].upper(),
        issued_on=today,
        civil_name=person.name.civil,
        usage_name=_usage_name(person),
        birth_date=person.birth_date,
        student_number=person.student_number,
        title=enrolment.cohort.curriculum_version.title_fr,
        cohort_code=enrolment.cohort.code,
        starts_on=starts_on,
        ends_on=ends_on,
        taught_minutes=sum(row.minutes for row, _state in noted),
        followed_minutes=sum(row.minutes for row, _state in followed),
        classes=tuple(_attended(row, state) for row, state in followed),
        is_specimen=is_specimen,
    )


def check_signs(facts: SheetFacts | AttendanceCertificateFacts) -> None:
    """Refuse with DOCUMENT_SIGN_MISSING (detail ``signs``) what the font cannot print whole."""
    # WeasyPrint comes with it: long to import, and only whoever prints needs it.
    from msp_du.pdf.fonts import missing_signs  # noqa: PLC0415

    if signs := missing_signs(" ".join(_texts(dataclasses.astuple(facts)))):
        words = ", ".join(map(document_facts.sign_words, signs))
        raise RuleViolation(Rule.DOCUMENT_SIGN_MISSING, signs=words)


def _texts(value: object) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, tuple):
        for part in value:
            yield from _texts(part)


def _issuer(session: Session, institution: Institution) -> Issuer:
    """Return how the institution presents itself today; nobody need sign a sheet for it."""
    logo = institutions.logo(session, institution)
    return Issuer(
        name=institution.name,
        department=institution.department,
        contact=institution.contact_address,
        signatories=tuple(
            SignatoryLine(each.name, each.capacity)
            for each in institutions.signatories(session, institution)
        ),
        logo=logo.sha256 if logo else None,
        brand_colour=institution.brand_colour,
        accent_colour=institution.accent_colour,
        host="",
    )


def _numbers(session: Session, cohort: Cohort) -> dict[str, str | None]:
    """Return the student numbers of a cohort, by person."""
    statement = (
        select(Person.id, Person.student_number)
        .join(Enrolment, Enrolment.person_id == Person.id)
        .where(Enrolment.cohort_id == cohort.id)
    )
    return {str(person_id): number for person_id, number in session.execute(statement)}


def _class(row: ClassSession) -> SheetClass:
    return SheetClass(
        held_on=row.held_on,
        half_day=HALF_DAYS[row.half_day],
        starts_at=_clock(row.starts_at),
        ends_at=_clock(row.ends_at),
        module_code=row.module.code,
        module_title=row.module.title_fr,
        instructor=row.instructor_label,
        room=row.room,
    )


def _attended(row: ClassSession, state: AttendanceState) -> AttendedClass:
    return AttendedClass(
        held_on=row.held_on,
        half_day=HALF_DAYS[row.half_day],
        minutes=row.minutes,
        module_code=row.module.code,
        module_title=row.module.title_fr,
        instructor=row.instructor_label,
        is_late=state is AttendanceState.LATE,
    )


def _clock(value: time) -> str:
    return f"{value.hour}\u00a0h\u00a0{value.minute:02d}"


def _usage_name(person: Person) -> str | None:
    usage = person.usage_family_name
    is_another = usage is not None and fold(usage) != fold(person.birth_family_name)
    return usage.upper() if usage is not None and is_another else None
