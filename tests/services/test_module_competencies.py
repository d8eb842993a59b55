"""What modules assess: two people's changes are both kept, and only what is there is linked."""

from datetime import UTC, datetime

import pytest
from sqlalchemy import func, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from msp_du.domain.competency_matrix import Link
from msp_du.domain.curriculum_edits import without_module
from msp_du.domain.errors import Rule, RuleViolation
from msp_du.domain.vocabulary import Role
from msp_du.extensions import db, transaction
from msp_du.models import (
    AuditEvent,
    Cohort,
    CompetencyFramework,
    CurriculumVersion,
    ModuleCompetency,
)
from msp_du.services import curricula, curriculum_drafts, module_competencies
from tests.factories import make_account, make_cohort, make_framework, make_institution
from tests.support.statements import statements

NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)
A1, A2, B1 = Link("M111", "A1"), Link("M111", "A2"), Link("M112", "B1")
Pair = tuple[CurriculumVersion, CompetencyFramework]


@pytest.fixture
def pair(session: Session) -> Pair:
    """A version and the framework of its institution."""
    with transaction() as writing:
        cohort = make_cohort(writing)
        framework = make_framework(writing, cohort=cohort)
        return writing.get_one(CurriculumVersion, cohort.curriculum_version_id), framework


def change(pair: Pair, *, seen: set[Link], ticked: set[Link]) -> int:
    with transaction() as writing:
        version, framework = (writing.get_one(type(row), row.id) for row in pair)
        assert isinstance(version, CurriculumVersion)
        assert isinstance(framework, CompetencyFramework)
        return module_competencies.change(
            writing,
            version,
            framework,
            seen=seen,
            ticked=ticked,
            actor=make_account(writing, Role.COORDINATOR),
        )


def test_two_people_who_edit_at_once_keep_each_what_they_changed(
    session: Session, pair: Pair
) -> None:
    assert change(pair, seen=set(), ticked={A1, A2}) == 2
    assert change(pair, seen={A1, A2}, ticked={A1, A2, B1}) == 1
    assert change(pair, seen={A1, A2}, ticked={A1}) == 1
    assert change(pair, seen=set(), ticked={B1}) == 0
    with statements(db.engine) as sent:
        assert module_competencies.links(session, *pair) == {A1, B1}
    assert len(sent) <= 3
    acts = select(func.count()).where(AuditEvent.act == "curriculum:map")
    assert session.execute(acts).scalar_one() == 3


@pytest.mark.parametrize("link", [Link("M999", "A1"), Link("M111", "Z9")], ids=str)
def test_what_is_not_there_is_not_linked(session: Session, pair: Pair, link: Link) -> None:
    with pytest.raises(RuleViolation) as refusal:
        change(pair, seen=set(), ticked={A1, link})
    assert refusal.value.rule is Rule.STALE_VERSION
    assert module_competencies.links(session, *pair) == frozenset()


def test_a_duplicate_has_the_matrix_and_a_module_takes_its_links_away(
    session: Session, pair: Pair
) -> None:
    change(pair, seen=set(), ticked={A1, B1})
    with transaction() as writing:
        version = writing.get_one(CurriculumVersion, pair[0].id)
        made = curriculum_drafts.duplicate(writing, version, "2027", actor=None)
        content = without_module(curricula.content_of(made), "M111")
        curriculum_drafts.change(writing, made.id, content, seen=made.version, actor=None, now=NOW)
    assert module_competencies.links(session, made, pair[1]) == {B1}
    assert module_competencies.links(session, *pair) == {A1, B1}


def test_versions_and_frameworks_of_two_institutions_never_meet(
    session: Session, pair: Pair
) -> None:
    with transaction() as writing:
        elsewhere = make_cohort(writing, institution=make_institution(writing))
        foreign = make_framework(writing, cohort=writing.get_one(Cohort, elsewhere.id))
    with pytest.raises(IntegrityError, match=r"(?i)foreign key"):
        change((pair[0], foreign), seen=set(), ticked={A1})
    session.rollback()
    assert session.execute(select(func.count(ModuleCompetency.id))).scalar_one() == 0
