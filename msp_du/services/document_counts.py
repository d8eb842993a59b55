"""The documents of cohorts in numbers: to issue, being made, issued, given up."""

from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from msp_du.domain.vocabulary import DocumentState, EnrolmentState, Role
from msp_du.models import AcademicYear, Account, Cohort, Document, Enrolment
from msp_du.policies import cohort_scope
from msp_du.services import document_register, entitlements


@dataclass(frozen=True, slots=True)
class CohortDocuments:
    """A cohort: documents due that nobody asked for, being made, dated since a day.

    ``given_up`` are the documents that the worker could not print, by id and number; they are
    not counted as being made.
    """

    cohort_id: UUID
    cohort_code: str
    trainees: int
    ready: int
    pending: int
    issued: int
    given_up: tuple[tuple[UUID, str], ...]


@dataclass(frozen=True, slots=True)
class _Known:
    id: UUID
    number: str
    cohort_id: UUID
    state: DocumentState


def of_registrar(session: Session, actor: Account, *, since: date) -> list[CohortDocuments]:
    """List the cohorts whose documents the account issues, the latest first.

    As many statements for any number of cohorts and trainees.
    """
    cohorts = _cohorts(session, actor)
    ids = [cohort_id for cohort_id, _code in cohorts]
    people = entitlements.of_cohorts(session, ids)
    trainees = Counter(
        row.enrolment.cohort_id
        for row in people
        if row.enrolment.state is not EnrolmentState.WITHDRAWN
    )
    ready = Counter(
        row.enrolment.cohort_id for row in people for each in row.entitlements if each.is_ready
    )
    known = _known(session, ids, since)
    pending = [each for each in known if each.state is DocumentState.PENDING]
    given_up = document_register.given_up(session, [each.id for each in pending])
    being_made = Counter(each.cohort_id for each in pending if each.id not in given_up)
    issued = Counter(each.cohort_id for each in known if each.state is not DocumentState.PENDING)
    return [
        CohortDocuments(
            cohort_id=cohort_id,
            cohort_code=code,
            trainees=trainees[cohort_id],
            ready=ready[cohort_id],
            pending=being_made[cohort_id],
            issued=issued[cohort_id],
            given_up=tuple(
                (each.id, each.number)
                for each in pending
                if each.id in given_up and each.cohort_id == cohort_id
            ),
        )
        for cohort_id, code in cohorts
    ]


def _cohorts(session: Session, actor: Account) -> list[tuple[UUID, str]]:
    whole, single = cohort_scope(actor, Role.REGISTRAR)
    statement = (
        select(Cohort.id, Cohort.code)
        .join(AcademicYear, AcademicYear.id == Cohort.academic_year_id)
        .where(or_(Cohort.institution_id.in_(whole), Cohort.id.in_(single)))
        .order_by(AcademicYear.starts_on.desc(), Cohort.code)
    )
    return [(cohort_id, code) for cohort_id, code in session.execute(statement)]


def _known(session: Session, cohort_ids: Collection[UUID], since: date) -> list[_Known]:
    """List what is being made, and what is dated since that day."""
    statement = (
        select(Document.id, Document.number, Enrolment.cohort_id, Document.state)
        .join(Enrolment, Enrolment.id == Document.enrolment_id)
        .where(
            Enrolment.cohort_id.in_(cohort_ids),
            or_(Document.state == DocumentState.PENDING, Document.issued_on >= since),
        )
        .order_by(Document.number)
    )
    return [_Known(*row) for row in session.execute(statement)]
