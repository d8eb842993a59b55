"""Versions are previewed without a trace, imported whole, and frozen by their cohorts' calendar."""

from datetime import UTC, date, datetime

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from msp_du.domain.curriculum import Curriculum
from msp_du.domain.curriculum_changes import Aspect
from msp_du.domain.errors import Rule, RuleViolation
from msp_du.domain.vocabulary import Role
from msp_du.extensions import db, transaction
from msp_du.files import curriculum_yaml
from msp_du.models import AuditEvent, CurriculumVersion, Module, TeachingWeek, Unit
from msp_du.services import curricula, curriculum_versions
from tests.factories import (
    SHIPPED_CURRICULUM,
    make_account,
    make_cohort,
    make_curriculum,
    make_institution,
)
from tests.support.statements import statements

NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)


def shipped() -> Curriculum:
    return curriculum_yaml.read(SHIPPED_CURRICULUM.read_bytes())


def with_change(old: str, new: str, *, version: str = "2027") -> Curriculum:
    """The shipped curriculum as another version, with one more change at its first place."""
    text = SHIPPED_CURRICULUM.read_text().replace('version: "2026"', f'version: "{version}"')
    assert old in text
    return curriculum_yaml.read(text.replace(old, new, 1).encode())


def test_a_version_is_kept_in_rows_and_as_the_text_of_its_file(session: Session) -> None:
    with transaction() as writing:
        institution = make_institution(writing)
        actor = make_account(writing, Role.COORDINATOR)
        version = curricula.import_version(writing, institution.id, shipped(), actor=actor)
    assert curricula.file_of(version) == SHIPPED_CURRICULUM.read_bytes()
    assert curricula.content_of(version) == shipped()
    counts = [session.execute(select(func.count(row.id))).scalar_one() for row in (Unit, Module)]
    assert counts == [10, 29]
    event = session.execute(
        select(AuditEvent).where(AuditEvent.act == "curriculum:import")
    ).scalar_one()
    assert (event.object_id, event.actor_id) == (version.id, actor.id)


def test_the_same_version_twice_is_refused_and_another_institution_may_have_it(
    session: Session,
) -> None:
    with transaction() as writing:
        make_curriculum(writing)
    with transaction() as writing, pytest.raises(RuleViolation) as refusal:
        curricula.import_version(
            writing, make_curriculum(writing).institution_id, shipped(), actor=None
        )
    assert refusal.value.rule is Rule.CURRICULUM_VERSION_EXISTS
    with transaction() as writing:
        make_curriculum(writing, institution=make_institution(writing))
    assert session.execute(select(func.count(CurriculumVersion.id))).scalar_one() == 2


def test_a_version_whose_label_says_too_much_is_refused(session: Session) -> None:
    content = with_change("years:", "years:", version="MSP-2027")
    with transaction() as writing, pytest.raises(RuleViolation) as refusal:
        curricula.preview(writing, make_institution(writing).id, content)
    assert refusal.value.rule is Rule.NAME_NOT_NEUTRAL


def test_a_preview_compares_with_the_last_version_and_writes_nothing(session: Session) -> None:
    with transaction() as writing:
        institution_id = make_curriculum(writing).institution_id
    with statements(db.engine) as sent:
        seen = curricula.preview(
            session, institution_id, with_change("coefficient: 3", "coefficient: 4")
        )
    assert [statement for statement in sent if not statement.startswith("SELECT")] == []
    (change,) = seen.changes
    assert (change.code, change.aspect) == ("UE1.1", Aspect.COEFFICIENT)
    assert curricula.preview(session, institution_id, seen.content).meaning == seen.meaning


def test_a_first_version_is_compared_with_nothing(session: Session) -> None:
    with transaction() as writing:
        institution = make_institution(writing)
    seen = curricula.preview(session, institution.id, shipped())
    assert (seen.former, seen.changes) == (None, ())


def test_a_confirmation_is_refused_when_another_version_came_meanwhile(session: Session) -> None:
    later = with_change("coefficient: 3", "coefficient: 4", version="2028")
    with transaction() as writing:
        institution = make_institution(writing)
    meaning = curricula.preview(session, institution.id, later).meaning
    with transaction() as writing:
        make_curriculum(writing, institution=institution)
    with transaction() as writing, pytest.raises(RuleViolation) as refusal:
        curricula.import_version(writing, institution.id, later, actor=None, meaning=meaning)
    assert refusal.value.rule is Rule.IMPORT_CHANGED
    assert session.execute(select(func.count(CurriculumVersion.id))).scalar_one() == 1


@pytest.mark.parametrize(
    ("mondays", "frozen_on", "is_frozen"),
    [
        pytest.param([], None, False, id="no-classes-yet"),
        pytest.param([date(2026, 10, 26)], date(2026, 11, 26), False, id="first-month"),
        pytest.param([date(2026, 10, 19)], date(2026, 11, 19), True, id="after-the-first-month"),
        pytest.param(
            [date(2026, 11, 2), date(2026, 9, 14)], date(2026, 10, 14), True, id="first-week-counts"
        ),
    ],
)
def test_a_version_freezes_after_the_first_month_of_classes(
    session: Session, mondays: list[date], frozen_on: date | None, is_frozen: bool
) -> None:
    with transaction() as writing:
        cohort = make_cohort(writing, code="P2026")
        for monday in mondays:
            writing.add(TeachingWeek(academic_year_id=cohort.academic_year_id, monday=monday))
    version = session.get_one(CurriculumVersion, cohort.curriculum_version_id)
    use = curriculum_versions.use_of(session, version, now=NOW)
    assert (use.cohort_codes, use.frozen_on, use.is_frozen) == (("P2026",), frozen_on, is_frozen)


def test_the_list_has_sums_and_asks_as_much_for_three_versions_as_for_one(
    session: Session,
) -> None:
    with transaction() as writing:
        institution = make_institution(writing, code="one")
        cohort = make_cohort(writing, institution=institution, code="P1")
    with statements(db.engine) as few:
        (row,) = curriculum_versions.list_versions(session, [institution.id], now=NOW)
    assert (row.version.id, row.use.cohort_codes) == (cohort.curriculum_version_id, ("P1",))
    assert (row.years, str(row.ects)) == (2, "60")
    assert (row.taught_minutes, row.placement_minutes) == (420 * 60, 700 * 60)
    with transaction() as writing:
        for label in ("2027", "2028"):
            content = with_change("years:", "years:", version=label)
            curricula.import_version(writing, institution.id, content, actor=None)
    with statements(db.engine) as many:
        rows = curriculum_versions.list_versions(session, [institution.id], now=NOW)
    assert [row.version.label for row in rows] == ["2028", "2027", "2026"]
    assert len(many) == len(few) <= 6
