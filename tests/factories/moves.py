"""Credits, and moves that can be taken back."""

from datetime import UTC, datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from msp_du.domain.credits import CreditKind
from msp_du.models import (
    Account,
    ClassListImport,
    Credit,
    Enrolment,
    EnrolmentTransfer,
    EnrolmentYear,
    Institution,
    PersonMerge,
    RoleGrant,
)
from msp_du.services import traces, unit_credits
from msp_du.services.unit_credits import CreditSheet
from tests.factories.cohorts import make_cohort
from tests.factories.marks import year_of
from tests.factories.people import TODAY, make_person

NEVER = "0" * 64
"""A digest that nothing has: what it stands for can no longer be taken back."""


def make_credit(
    session: Session,
    year: EnrolmentYear,
    code: str = "UE1.4",
    *,
    kind: CreditKind = CreditKind.EXEMPT,
    average: str = "",
) -> Credit:
    """A credit for prior learning, granted as a coordinator does."""
    sheet = CreditSheet(code, kind, average, "VAPP 2026-3", TODAY)
    return unit_credits.grant(session, year, sheet, actor=None, now=datetime.now(UTC))


def make_moves(session: Session, enrolment: Enrolment) -> dict[str, UUID]:
    """One of each thing that routes name, around an enrolment; the ids by route argument."""
    institution = session.get_one(Institution, enrolment.institution_id)
    year, now = year_of(session, enrolment), datetime.now(UTC)
    credit = Credit(
        institution_id=institution.id,
        enrolment_year_id=year.id,
        unit_id=year.curriculum_version.units[0].id,
        kind=CreditKind.EXEMPT,
        reference="VAPP 2026-3",
        decided_on=TODAY,
        recorded_at=now,
    )
    imported = ClassListImport(
        institution_id=institution.id,
        cohort_id=enrolment.cohort_id,
        enrolled=1,
        created=traces.written({"enrolment": [enrolment.id]}),
        imported_at=now,
    )
    transfer = EnrolmentTransfer(
        institution_id=institution.id,
        enrolment_id=enrolment.id,
        from_cohort_id=make_cohort(session, institution=institution).id,
        to_cohort_id=enrolment.cohort_id,
        on=TODAY,
        former="[]",
        digest=NEVER,
        recorded_at=now,
    )
    merge = PersonMerge(
        institution_id=institution.id,
        kept_id=make_person(session, institution=institution).id,
        gone_id=make_person(session, institution=institution).id,
        moved="{}",
        digest=NEVER,
        merged_at=now,
    )
    session.add_all([credit, imported, transfer, merge])
    session.flush()
    return {
        "credit": credit.id,
        "list_import": imported.id,
        "transfer": transfer.id,
        "merge": merge.id,
    }


def trainee_cohorts(session: Session, account: Account) -> set[UUID | None]:
    """The cohorts for which an account holds a role now."""
    grants = session.execute(select(RoleGrant).where(RoleGrant.account_id == account.id)).scalars()
    return {grant.cohort_id for grant in grants if grant.is_active(datetime.now(UTC))}
