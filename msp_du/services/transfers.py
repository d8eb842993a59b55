"""Enrolments that go from one cohort to another, and back while nothing was recorded since."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session, joinedload

from msp_du.domain.errors import Rule, RuleViolation
from msp_du.domain.vocabulary import Role
from msp_du.models import (
    AcademicYear,
    Account,
    Cohort,
    CurriculumVersion,
    Enrolment,
    EnrolmentTransfer,
    EnrolmentYear,
)
from msp_du.policies import can_manage_cohort
from msp_du.services import (
    accounts,
    audit,
    decisions,
    enrolments,
    members,
    traces,
    unit_credits,
    version_parts,
)
from msp_du.services.accounts import Grant


@dataclass(frozen=True, slots=True)
class Consequence:
    """What becomes of an open year: where it would run, and whether its version can change."""

    year: EnrolmentYear
    academic_year: AcademicYear
    has_results: bool
    not_mapped: tuple[str, ...]


def targets(session: Session, enrolment: Enrolment, actor: Account) -> list[Cohort]:
    """List the cohorts to which the actor may transfer somebody, the latest first."""
    already = select(Enrolment.cohort_id).where(Enrolment.person_id == enrolment.person_id)
    statement = (
        select(Cohort)
        .where(
            Cohort.institution_id == enrolment.institution_id,
            Cohort.id.not_in(already),
        )
        .order_by(Cohort.created_at.desc(), Cohort.code)
    )
    found = session.execute(statement).scalars()
    return [cohort for cohort in found if can_manage_cohort(actor, cohort)]


def consequences(session: Session, enrolment: Enrolment, target: Cohort) -> list[Consequence]:
    """Tell what may become of the years on which the board has not decided."""
    return [
        Consequence(
            year,
            _runs_in(session, target, year),
            version_parts.has_results(session, [year.id]),
            tuple(version_parts.not_mapped(session, _scope(year), target.curriculum_version)),
        )
        for year in unit_credits.open_years(session, enrolment)
    ]


def transfer(
    session: Session,
    enrolment: Enrolment,
    target: Cohort,
    *,
    on: date,
    takes_calendar: bool,
    takes_version: bool,
    today: date,
    seen: str,
    actor: Account,
    now: datetime,
) -> EnrolmentTransfer:
    """Move an enrolment with its role, and its open years if they are to follow.

    Raises RuleViolation STALE_VERSION, ENROLMENT_DATE, ENROLMENT_EXISTS, NOT_AUTHORISED for a
    cohort of another institution, and as ``version_parts.lead_to`` does.
    """
    decisions.lock(session, [enrolment.id])
    session.refresh(enrolment)
    if enrolments.edition(enrolment) != seen:
        raise RuleViolation(Rule.STALE_VERSION)
    _check(session, enrolment, target, on=on, today=today)
    years = unit_credits.open_years(session, enrolment)
    former = [[year.id, year.curriculum_version_id, year.academic_year_id] for year in years]
    origin_id = enrolment.cohort_id
    if takes_calendar:
        for year in years:
            year.academic_year_id = _runs_in(session, target, year).id
        session.flush()
    if takes_version:
        _lead(session, years, target.curriculum_version)
    _move(session, enrolment, target.id, actor=actor)
    row = EnrolmentTransfer(
        institution_id=enrolment.institution_id,
        enrolment_id=enrolment.id,
        from_cohort_id=origin_id,
        to_cohort_id=target.id,
        on=on,
        former=json.dumps(former, default=str, separators=(",", ":")),
        digest=traces.digest(session, "enrolment", [enrolment.id]),
        account_id=actor.id,
        recorded_at=now,
    )
    session.add(row)
    session.flush()
    audit.record(session, "enrolments:transfer", enrolment, actor=actor, details=_details(row))
    return row


def last(session: Session, enrolment: Enrolment) -> EnrolmentTransfer | None:
    """Return the transfer by which somebody came to their cohort."""
    statement = (
        select(EnrolmentTransfer)
        .where(
            EnrolmentTransfer.enrolment_id == enrolment.id, EnrolmentTransfer.undone_at.is_(None)
        )
        .options(joinedload(EnrolmentTransfer.from_cohort), joinedload(EnrolmentTransfer.to_cohort))
        .order_by(EnrolmentTransfer.recorded_at.desc())
        .limit(1)
    )
    return session.execute(statement).scalar_one_or_none()


def can_be_undone(session: Session, row: EnrolmentTransfer) -> bool:
    """Tell whether nothing that hangs on the enrolment has changed since."""
    now = traces.digest(session, "enrolment", [row.enrolment_id])
    return row.undone_at is None and now == row.digest


def undo(session: Session, row: EnrolmentTransfer, *, actor: Account, now: datetime) -> None:
    """Put an enrolment back where it was, its open years too.

    Raises RuleViolation TRANSFER_CHANGED once anything was recorded in the new cohort.
    """
    decisions.lock(session, [row.enrolment_id])
    session.refresh(row)
    if not can_be_undone(session, row):
        raise RuleViolation(Rule.TRANSFER_CHANGED)
    enrolment = session.get_one(Enrolment, row.enrolment_id, populate_existing=True)
    for year_id, version_id, academic_year_id in json.loads(row.former):
        year = session.get_one(EnrolmentYear, UUID(year_id))
        year.academic_year_id = UUID(academic_year_id)
        session.flush()
        _lead(session, [year], session.get_one(CurriculumVersion, UUID(version_id)))
    _move(session, enrolment, row.from_cohort_id, actor=actor)
    row.undone_at = now
    session.flush()
    audit.record(session, "enrolments:undo-transfer", enrolment, actor=actor, details=_details(row))


def _check(
    session: Session, enrolment: Enrolment, target: Cohort, *, on: date, today: date
) -> None:
    if target.institution_id != enrolment.institution_id:
        raise RuleViolation(Rule.NOT_AUTHORISED)
    if not enrolment.state_since <= on <= today:
        raise RuleViolation(
            Rule.ENROLMENT_DATE, field="on", first_day=enrolment.state_since, last_day=today
        )
    taken = select(Enrolment.id).where(
        Enrolment.person_id == enrolment.person_id, Enrolment.cohort_id == target.id
    )
    if session.execute(taken).first() is not None:
        raise RuleViolation(Rule.ENROLMENT_EXISTS, field="cohort_id")


def _move(session: Session, enrolment: Enrolment, to_id: UUID, *, actor: Account) -> None:
    """Change the cohort, and give the role of trainee there instead of in the former one."""
    from_id, enrolment.cohort_id = enrolment.cohort_id, to_id
    session.flush()
    account = enrolments.account_of(session, enrolment)
    if account is None:
        return
    for grant in list(account.grants):
        if grant.role is Role.TRAINEE and grant.cohort_id == from_id:
            members.withdraw_role(session, account, grant, actor=actor)
    accounts.give_role(
        session, account, Grant(Role.TRAINEE, enrolment.institution_id, to_id), actor=actor
    )


def _lead(session: Session, years: Sequence[EnrolmentYear], version: CurriculumVersion) -> None:
    for year in years:
        if year.curriculum_version_id != version.id:
            version_parts.lead_to(session, _scope(year), version)


def _scope(year: EnrolmentYear) -> version_parts.Scope:
    return version_parts.Scope([year.id], year.year_number, [year.curriculum_version_id])


def _runs_in(session: Session, target: Cohort, year: EnrolmentYear) -> AcademicYear:
    """Return the academic year in which most of a cohort follow that year of the diploma.

    While nobody does, the first year is that of the cohort, and a later one stays where it is.
    """
    statement = (
        select(AcademicYear)
        .join(EnrolmentYear, EnrolmentYear.academic_year_id == AcademicYear.id)
        .join(Enrolment, Enrolment.id == EnrolmentYear.enrolment_id)
        .where(
            Enrolment.cohort_id == target.id,
            Enrolment.id != year.enrolment_id,
            EnrolmentYear.year_number == year.year_number,
        )
        .group_by(AcademicYear.id)
        .order_by(func.count().desc(), AcademicYear.starts_on.desc())
        .limit(1)
    )
    usual = session.execute(statement).scalar_one_or_none()
    if usual is not None:
        return usual
    return target.academic_year if year.year_number == 1 else year.academic_year


def _details(row: EnrolmentTransfer) -> dict[str, object]:
    return {"from": row.from_cohort_id, "to": row.to_cohort_id, "on": row.on}
