"""An enrolment in another cohort and back; another version of the curriculum, before marks."""

from datetime import UTC, datetime

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from msp_du.domain.errors import Rule, RuleViolation
from msp_du.domain.vocabulary import Role
from msp_du.extensions import transaction
from msp_du.files import curriculum_yaml
from msp_du.models import (
    Account,
    Cohort,
    CurriculumVersion,
    Enrolment,
    EnrolmentTransfer,
    EnrolmentYear,
    Module,
    Placement,
    RoleGrant,
)
from msp_du.services import (
    curricula,
    enrolments,
    transfers,
    version_changes,
)
from tests.factories import (
    make_account,
    make_cohort,
    make_enrolment,
    make_mark,
    make_marker,
    make_person,
    make_placement,
    module_of,
    year_of,
)
from tests.factories.cohorts import shipped_curriculum
from tests.factories.moves import make_credit, trainee_cohorts

NOW = datetime.now(UTC)


@pytest.fixture
def cohort(session: Session) -> Cohort:
    with transaction() as writing:
        return make_cohort(writing, code="P1")


@pytest.fixture
def coordinator(session: Session, cohort: Cohort) -> Account:
    with transaction() as writing:
        return make_account(writing, Role.COORDINATOR)


def transfer(
    enrolment: Enrolment, target: Cohort, actor: Account, *, takes_version: bool = False
) -> EnrolmentTransfer:
    with transaction() as writing:
        here = writing.get_one(Enrolment, enrolment.id)
        return transfers.transfer(
            writing,
            here,
            writing.get_one(Cohort, target.id),
            on=NOW.date(),
            takes_calendar=True,
            takes_version=takes_version,
            today=NOW.date(),
            seen=enrolments.edition(here),
            actor=writing.get_one(Account, actor.id),
            now=datetime.now(UTC),
        )


def undo_transfer(row: EnrolmentTransfer, actor: Account) -> None:
    with transaction() as writing:
        found = writing.get_one(EnrolmentTransfer, row.id)
        transfers.undo(
            writing, found, actor=writing.get_one(Account, actor.id), now=datetime.now(UTC)
        )


def make_version(session: Session, label: str = "2027", *, without: str = "") -> CurriculumVersion:
    """The shipped curriculum under another label, perhaps without a module."""
    text = curriculum_yaml.write(shipped_curriculum()).decode()
    text = text.replace('version: "2026"', f'version: "{label}"').replace("2026", label, 1)
    if without:
        text = text.replace(without, f"{without}X")
    content = curriculum_yaml.read(text.encode())
    found = session.execute(select(CurriculumVersion)).scalars().first()
    assert found is not None
    return curricula.import_version(session, found.institution_id, content, actor=None)


def test_a_transfer_takes_role_calendar_and_version_along_and_back(
    session: Session, cohort: Cohort, coordinator: Account
) -> None:
    with transaction() as writing:
        version = make_version(writing)
        target = make_cohort(writing, code="P2")
        target.curriculum_version_id = version.id
        person = make_person(writing)
        enrolment = make_enrolment(writing, cohort=cohort, person=person)
        account = make_account(writing, Role.TRAINEE, cohort=cohort, person=person)
        placement = make_placement(writing, enrolment=enrolment)
        former_module = placement.module_id
        make_credit(writing, year_of(writing, enrolment), "UE1.4")
    row = transfer(enrolment, target, coordinator, takes_version=True)
    session.expire_all()
    assert enrolment.cohort_id == target.id
    assert trainee_cohorts(session, account) == {target.id}
    assert year_of(session, enrolment).curriculum_version_id == version.id
    module = session.get_one(Module, placement.module_id)
    assert module.id != former_module
    assert module.unit.curriculum_version_id == version.id
    undo_transfer(row, coordinator)
    session.expire_all()
    assert enrolment.cohort_id == cohort.id
    assert trainee_cohorts(session, account) == {cohort.id}
    assert year_of(session, enrolment).curriculum_version_id == cohort.curriculum_version_id
    assert placement.module_id == former_module
    with pytest.raises(RuleViolation) as refusal:
        undo_transfer(row, coordinator)
    assert refusal.value.rule is Rule.TRANSFER_CHANGED


def test_a_transfer_stays_once_anything_was_recorded_since(
    session: Session, cohort: Cohort, coordinator: Account
) -> None:
    with transaction() as writing:
        enrolment = make_enrolment(writing, cohort=cohort)
        target = make_cohort(writing, code="P2")
    row = transfer(enrolment, target, coordinator)
    with transaction() as writing:
        year = year_of(writing, writing.get_one(Enrolment, enrolment.id))
        make_mark(writing, year, "M111-CC", "12")
    with pytest.raises(RuleViolation) as refusal:
        undo_transfer(row, coordinator)
    assert refusal.value.rule is Rule.TRANSFER_CHANGED
    with pytest.raises(RuleViolation) as refusal:
        transfer(enrolment, target, coordinator)
    assert refusal.value.rule is Rule.ENROLMENT_EXISTS


def change_version(cohort: Cohort, version: CurriculumVersion, actor: Account) -> None:
    with transaction() as writing:
        here = writing.get_one(Cohort, cohort.id)
        there = writing.get_one(CurriculumVersion, version.id)
        seen = version_changes.preview(writing, here, 1, there).meaning
        version_changes.change(writing, here, 1, there, seen=seen, actor=actor)


def test_a_year_follows_another_version_before_its_first_mark(
    session: Session, cohort: Cohort, coordinator: Account
) -> None:
    with transaction() as writing:
        version, poorer = make_version(writing), make_version(writing, "2028", without="P151")
        enrolment = make_enrolment(writing, cohort=cohort)
        make_placement(writing, enrolment=enrolment)
        make_marker(writing, cohort, module_of(writing, cohort))
    with pytest.raises(RuleViolation) as refusal:
        change_version(cohort, poorer, coordinator)
    assert refusal.value.rule is Rule.VERSION_NOT_MAPPED
    assert refusal.value.details == {"codes": "P151"}
    change_version(cohort, version, coordinator)
    session.expire_all()
    named = [
        *session.execute(select(Placement.module_id)).scalars(),
        *session.execute(select(RoleGrant.module_id)).scalars(),
    ]
    modules = [session.get_one(Module, one) for one in named if one]
    assert {module.unit.curriculum_version_id for module in modules} == {version.id}
    assert cohort.curriculum_version_id == version.id
    with transaction() as writing:
        year = writing.execute(select(EnrolmentYear)).scalar_one()
        assert year.curriculum_version_id == version.id
        make_mark(writing, year, "M111-CC", "12")
    with pytest.raises(RuleViolation) as refusal:
        change_version(cohort, version, coordinator)
    assert refusal.value.rule is Rule.VERSION_HAS_MARKS
