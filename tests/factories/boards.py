"""Decisions of the board, with facts as they are frozen, without marks in the database."""

import hashlib
from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal
from fractions import Fraction

from sqlalchemy import select
from sqlalchemy.orm import Session

from msp_du.domain import curriculum as rules
from msp_du.domain.curriculum import required_placement_minutes
from msp_du.domain.decisions import DecidedModule, DecidedUnit, DecisionFacts, canonical
from msp_du.domain.vocabulary import ResultCode
from msp_du.models import BoardDecision, Enrolment, EnrolmentYear
from msp_du.services import curricula, decisions
from tests.factories.people import TODAY

ADMITTED = frozenset({ResultCode.PASSED, ResultCode.PASSED_BY_BOARD})


def make_year(
    session: Session, *, enrolment: Enrolment, number: int = 1, attempt: int = 1
) -> EnrolmentYear:
    """An attempt at a year, unless it is there already."""
    found = session.execute(
        select(EnrolmentYear).where(
            EnrolmentYear.enrolment_id == enrolment.id,
            EnrolmentYear.year_number == number,
            EnrolmentYear.attempt == attempt,
        )
    ).scalar_one_or_none()
    if found is not None:
        return found
    year = EnrolmentYear(
        institution_id=enrolment.institution_id,
        enrolment_id=enrolment.id,
        year_number=number,
        attempt=attempt,
        curriculum_version_id=enrolment.cohort.curriculum_version_id,
        academic_year_id=enrolment.cohort.academic_year_id,
    )
    session.add(year)
    session.flush()
    return year


def make_decision(
    session: Session,
    *,
    enrolment: Enrolment,
    year: int = 1,
    attempt: int = 1,
    result: ResultCode = ResultCode.PASSED,
    average: str = "12.5",
    session_number: int = 1,
    decided_on: date = TODAY,
    reference: str = "PV 2026-14",
    may_progress: bool | None = None,
) -> BoardDecision:
    """A decision on a year, every average the same; it replaces the one that counted before."""
    row = make_year(session, enrolment=enrolment, number=year, attempt=attempt)
    former = decisions.current(session, [row.id]).get(row.id)
    facts = canonical(
        replace(_facts(row, result, Fraction(average), session_number), may_progress=may_progress)
    )
    decision = BoardDecision(
        institution_id=row.institution_id,
        enrolment_year_id=row.id,
        result=result,
        decided_on=decided_on,
        reference=reference,
        facts=facts,
        facts_digest=hashlib.sha256(facts.encode()).hexdigest(),
        recorded_at=datetime.now(UTC),
        replaces_id=former.id if former else None,
    )
    session.add(decision)
    session.flush()
    return decision


def make_graduate(session: Session, *, enrolment: Enrolment, average: str = "12.5") -> None:
    """Both years decided, both admitted."""
    for year in (1, 2):
        make_decision(session, enrolment=enrolment, year=year, average=average)


def _facts(
    row: EnrolmentYear, result: ResultCode, average: Fraction, session_number: int
) -> DecisionFacts:
    curriculum = curricula.content_of(row.curriculum_version)
    year = curriculum.year(row.year_number)
    units = tuple(_unit(unit, result, average) for unit in year.units)
    required = required_placement_minutes(year)
    return DecisionFacts(
        curriculum=curriculum.reference,
        year=row.year_number,
        attempt=row.attempt,
        academic_year=row.academic_year.label,
        session=session_number,
        average=average,
        computed=result,
        result=result,
        ects=sum((unit.ects for unit in units), Decimal(0)),
        causes=(),
        required_placement_minutes=required,
        approved_placement_minutes=required,
        core_competencies=None,
        acquired_competencies=None,
        units=units,
    )


def _unit(unit: rules.Unit, result: ResultCode, average: Fraction) -> DecidedUnit:
    is_credited = result in ADMITTED
    return DecidedUnit(
        code=unit.code,
        title=unit.title.fr,
        coefficient=unit.coefficient,
        ects=unit.ects if is_credited else Decimal(0),
        average=average,
        result=ResultCode.PASSED if is_credited else ResultCode.FAILED,
        modules=tuple(_module(module, average) for module in unit.modules),
    )


def _module(module: rules.Module, average: Fraction) -> DecidedModule:
    return DecidedModule(
        code=module.code,
        title=module.title.fr,
        taught_hours=module.taught_hours,
        coefficient=module.coefficient,
        average=average if module.is_marked else None,
        passed=None if module.is_marked else True,
        is_examined=True,
        is_defaulted=False,
    )
