"""Corrections of a version that a cohort follows: made, or refused and nothing changed."""

from datetime import UTC, datetime

import pytest
from sqlalchemy.orm import Session

from msp_du.domain.curriculum import Curriculum
from msp_du.domain.errors import Rule, RuleViolation
from msp_du.extensions import transaction
from msp_du.models import Cohort, CurriculumVersion
from msp_du.services import curricula, curriculum_drafts

NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)


def version_of(session: Session, cohort: Cohort) -> CurriculumVersion:
    return session.get_one(CurriculumVersion, cohort.curriculum_version_id)


def content(session: Session, cohort: Cohort) -> Curriculum:
    return curricula.content_of(version_of(session, cohort))


def change(
    session: Session, cohort: Cohort, wanted: Curriculum, **options: object
) -> CurriculumVersion:
    given = {"seen": version_of(session, cohort).version, "actor": None, "now": NOW} | options
    with transaction() as writing:
        return curriculum_drafts.change(
            writing,
            cohort.curriculum_version_id,
            wanted,
            **given,  # type: ignore[arg-type]
        )


def refusal(session: Session, cohort: Cohort, wanted: Curriculum, **options: object) -> Rule:
    before = version_of(session, cohort).canonical_text
    with pytest.raises(RuleViolation) as refused:
        change(session, cohort, wanted, **options)
    assert version_of(session, cohort).canonical_text == before
    return refused.value.rule
