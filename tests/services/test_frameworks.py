"""Competency frameworks: imported once, adopted by cohorts, the last one first."""

from dataclasses import replace

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from msp_du.domain.errors import Rule, RuleViolation
from msp_du.domain.vocabulary import Role
from msp_du.extensions import transaction
from msp_du.files import competency_yaml
from msp_du.models import AuditEvent, CohortFramework, CompetencyFramework
from msp_du.services import cohorts, frameworks
from tests.factories import (
    make_academic_year,
    make_account,
    make_cohort,
    make_curriculum,
    make_institution,
)

CONTENT = competency_yaml.read(frameworks.SHIPPED.read_bytes())
NEXT = replace(CONTENT, version="2027")


def acts(session: Session) -> list[str]:
    return list(session.execute(select(AuditEvent.act).order_by(AuditEvent.sequence)).scalars())


def test_a_framework_is_kept_whole_with_a_row_for_each_competency(session: Session) -> None:
    with transaction() as writing:
        institution = make_institution(writing)
        actor = make_account(writing, Role.COORDINATOR)
        framework = frameworks.import_framework(writing, institution.id, CONTENT, actor=actor)
    session.expire_all()
    assert frameworks.content_of(framework) == CONTENT
    rows = [(item.position, item.code, item.is_core) for item in framework.competencies]
    items = CONTENT.competencies
    assert rows == [(place, item.code, item.is_core) for place, item in enumerate(items)]
    assert acts(session) == ["competencies:import"]


def test_a_version_is_imported_once_in_an_institution_and_again_in_another(
    session: Session,
) -> None:
    with transaction() as writing:
        here, there = make_institution(writing), make_institution(writing)
        frameworks.import_framework(writing, here.id, CONTENT, actor=None)
        frameworks.import_framework(writing, there.id, CONTENT, actor=None)
    with transaction() as writing, pytest.raises(RuleViolation) as refusal:
        frameworks.import_framework(writing, here.id, CONTENT, actor=None)
    assert refusal.value.rule is Rule.FRAMEWORK_EXISTS
    assert refusal.value.details == {"reference": CONTENT.reference}


def test_the_shipped_framework_is_imported_the_first_time_only(session: Session) -> None:
    with transaction() as writing:
        institution = make_institution(writing)
        first = frameworks.shipped(writing, institution.id, actor=None)
        second = frameworks.shipped(writing, institution.id, actor=None)
    assert first.id == second.id
    assert session.scalar(select(func.count()).select_from(CompetencyFramework)) == 1


def test_a_cohort_opens_with_the_shipped_framework_when_there_is_none(session: Session) -> None:
    with transaction() as writing:
        institution = make_institution(writing)
        cohort = cohorts.open_cohort(
            writing,
            institution.id,
            code="P2026",
            curriculum_version_id=make_curriculum(writing, institution=institution).id,
            academic_year_id=make_academic_year(writing, institution=institution).id,
            actor=None,
        )
    found = frameworks.of_cohort(session, cohort.id)
    assert found
    assert frameworks.content_of(found) == CONTENT
    assert acts(session)[-2:] == ["competencies:import", "competencies:adopt"]


def test_a_cohort_adopts_what_its_own_institution_imported_last(session: Session) -> None:
    with transaction() as writing:
        here, there = make_institution(writing), make_institution(writing)
        frameworks.import_framework(writing, here.id, CONTENT, actor=None)
        last = frameworks.import_framework(writing, here.id, NEXT, actor=None)
        later = replace(CONTENT, version="2028")
        frameworks.import_framework(writing, there.id, later, actor=None)
        cohort = make_cohort(writing, institution=here)
        adopted = frameworks.adopt(writing, cohort, actor=None)
    assert adopted.framework_id == last.id


def test_a_cohort_keeps_the_framework_it_has(session: Session) -> None:
    with transaction() as writing:
        institution = make_institution(writing)
        cohort = make_cohort(writing, institution=institution)
        first = frameworks.adopt(writing, cohort, actor=None)
        frameworks.import_framework(writing, institution.id, NEXT, actor=None)
        again = frameworks.adopt(writing, cohort, actor=None)
    assert again.id == first.id
    assert session.scalar(select(func.count()).select_from(CohortFramework)) == 1
    assert acts(session).count("competencies:adopt") == 1


def test_a_cohort_opened_before_frameworks_has_none(session: Session) -> None:
    with transaction() as writing:
        cohort = make_cohort(writing)
    assert frameworks.of_cohort(session, cohort.id) is None
