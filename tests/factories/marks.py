"""Marks, and who is named to give them."""

from datetime import UTC, datetime, timedelta
from decimal import Decimal
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from msp_du.domain.double_marking import ALONE, TWO, double_marked
from msp_du.domain.marks import to_hundredths
from msp_du.domain.vocabulary import MarkCode, Role
from msp_du.models import (
    Account,
    Assessment,
    Cohort,
    CurriculumVersion,
    Enrolment,
    EnrolmentYear,
    Mark,
    MarksSheet,
    Module,
    RoleGrant,
    Unit,
)
from msp_du.services import curricula
from tests.factories.people import make_account


def module_of(session: Session, cohort: Cohort, code: str = "M112") -> Module:
    """A module of the cohort's curriculum; M112 has two assessments."""
    statement = (
        select(Module)
        .join(Unit)
        .where(
            Unit.curriculum_version_id == cohort.curriculum_version_id,
            Module.code == code,
        )
    )
    return session.execute(statement).scalar_one()


def year_of(session: Session, enrolment: Enrolment) -> EnrolmentYear:
    """The first year of an enrolment, attempted once."""
    statement = select(EnrolmentYear).where(
        EnrolmentYear.enrolment_id == enrolment.id, EnrolmentYear.year_number == 1
    )
    return session.execute(statement).scalar_one()


def make_marker(
    session: Session,
    cohort: Cohort,
    module: Module,
    *,
    account: Account | None = None,
    display_name: str = "Dominique Bernard",
) -> Account:
    """A tutor who is named for a module in a cohort."""
    account = account or make_account(session, Role.TUTOR, display_name=display_name)
    account.grants.append(
        RoleGrant(
            role=Role.TUTOR,
            institution_id=cohort.institution_id,
            cohort_id=cohort.id,
            module_id=module.id,
            since=datetime.now(UTC) - timedelta(days=1),
        )
    )
    session.flush()
    return account


def make_mark(
    session: Session,
    year: EnrolmentYear,
    code: str,
    score: Decimal | str | MarkCode,
    *,
    session_number: int = 1,
    examiner: int = 1,
) -> Mark:
    """A mark (``"12.5"``) or a code, by the code of an assessment or of a module."""
    in_version = Unit.curriculum_version_id == year.curriculum_version_id
    assessment = session.execute(
        select(Assessment).join(Module).join(Unit).where(in_version, Assessment.code == code)
    ).scalar_one_or_none()
    module = session.execute(
        select(Module).join(Unit).where(in_version, Module.code == code)
    ).scalar_one_or_none()
    is_code = isinstance(score, MarkCode)
    mark = Mark(
        institution_id=year.institution_id,
        enrolment_year_id=year.id,
        assessment_id=assessment.id if assessment else None,
        module_id=module.id if module else None,
        session_number=session_number,
        examiner=examiner,
        hundredths=None if is_code else to_hundredths(Decimal(score)),
        code=score if is_code else None,
    )
    session.add(mark)
    session.flush()
    return mark


def mark_year(
    session: Session,
    year: EnrolmentYear,
    score: str,
    *,
    but: dict[str, str | MarkCode] | None = None,
) -> None:
    """Mark every assessment of a year and pass every pass/fail module; ``but`` by code.

    Where two examiners mark, they say the same.
    """
    version = session.get_one(CurriculumVersion, year.curriculum_version_id)
    apart = double_marked(curricula.content_of(version))
    modules = session.execute(
        select(Module)
        .join(Unit)
        .where(
            Unit.curriculum_version_id == year.curriculum_version_id,
            Unit.year_number == year.year_number,
        )
    ).scalars()
    for module in modules:
        for code in [each.code for each in module.assessments] or [module.code]:
            usual = score if module.assessments else MarkCode.PASS
            for examiner in TWO if code in apart else ALONE:
                make_mark(session, year, code, (but or {}).get(code, usual), examiner=examiner)


def finish_modules(session: Session, cohort: Cohort, number: int = 1) -> None:
    """Declare the first session of every module of a year finished."""
    modules = select(Module.id).join(Unit)
    followed = modules.where(
        Unit.curriculum_version_id == cohort.curriculum_version_id, Unit.year_number == number
    )
    session.add_all(
        make_sheet(cohort, module_id, finished_at=datetime.now(UTC))
        for module_id in session.scalars(followed)
    )
    session.flush()


def make_sheet(
    cohort: Cohort,
    module_id: UUID,
    *,
    session_number: int = 1,
    finished_at: datetime | None = None,
    anonymous_at: datetime | None = None,
) -> MarksSheet:
    """What was declared of a sheet of marks, to be added."""
    return MarksSheet(
        institution_id=cohort.institution_id,
        cohort_id=cohort.id,
        module_id=module_id,
        session_number=session_number,
        finished_at=finished_at,
        anonymous_at=anonymous_at,
    )
