"""Competency frameworks: imported whole, then followed by cohorts."""

from collections.abc import Collection
from datetime import UTC, datetime
from functools import cache, lru_cache
from pathlib import Path
from typing import Final
from uuid import UUID

from sqlalchemy import bindparam, select
from sqlalchemy.orm import Session, joinedload

from msp_du.domain import competencies as rules
from msp_du.domain.errors import Rule, RuleViolation
from msp_du.files import competency_yaml
from msp_du.models import (
    Account,
    Cohort,
    CohortFramework,
    Competency,
    CompetencyFramework,
    Institution,
)
from msp_du.services import audit
from msp_du.services.columns import Kept

SHIPPED: Final = Path(__file__).parent.parent / "data" / "competencies" / "referentiel-2026.yaml"


def find(
    session: Session, institution_id: UUID, code: str, label: str
) -> CompetencyFramework | None:
    """Return a framework of an institution by its code and version."""
    statement = select(CompetencyFramework).where(
        CompetencyFramework.institution_id == institution_id,
        CompetencyFramework.code == code,
        CompetencyFramework.label == label,
    )
    return session.execute(statement).scalar_one_or_none()


def content_of(framework: CompetencyFramework) -> rules.Framework:
    """Return a framework as frozen data."""
    return _read(framework.canonical_text)


def contents(session: Session, framework_ids: Collection[UUID]) -> dict[UUID, rules.Framework]:
    """Return frameworks as frozen data by id; one statement, none for those read before."""
    return _contents.of(session, framework_ids)


@lru_cache(maxsize=32)
def _read(text: str) -> rules.Framework:
    return competency_yaml.read(text.encode())


_contents = Kept(
    select(CompetencyFramework.id, CompetencyFramework.canonical_text).where(
        CompetencyFramework.id.in_(bindparam("ids", expanding=True))
    ),
    _read,
)


def import_framework(
    session: Session, institution_id: UUID, content: rules.Framework, *, actor: Account | None
) -> CompetencyFramework:
    """Keep a framework, whole as canonical text and in rows that ratings refer to.

    Raises RuleViolation FRAMEWORK_EXISTS when the institution has that code and version.
    """
    _lock(session, institution_id)
    if find(session, institution_id, content.code, content.version) is not None:
        raise RuleViolation(Rule.FRAMEWORK_EXISTS, field="file", reference=content.reference)
    framework = CompetencyFramework(
        institution_id=institution_id,
        code=content.code,
        label=content.version,
        title_fr=content.title.fr,
        title_en=content.title.en,
        canonical_text=competency_yaml.write(content).decode(),
        imported_at=datetime.now(UTC),
        competencies=[
            Competency(position=position, code=item.code, is_core=item.is_core)
            for position, item in enumerate(content.competencies)
        ],
    )
    session.add(framework)
    session.flush()
    audit.record(
        session,
        "competencies:import",
        framework,
        actor=actor,
        details={"digest": competency_yaml.digest(content)},
    )
    return framework


def shipped(
    session: Session, institution_id: UUID, *, actor: Account | None
) -> CompetencyFramework:
    """Return the framework that comes with the software, imported there the first time."""
    content = _shipped_content()
    return find(session, institution_id, content.code, content.version) or import_framework(
        session, institution_id, content, actor=actor
    )


def of_cohort(session: Session, cohort_id: UUID) -> CompetencyFramework | None:
    """Return the framework by which a cohort is rated; one statement."""
    statement = (
        select(CompetencyFramework)
        .join(CohortFramework, CohortFramework.framework_id == CompetencyFramework.id)
        .where(CohortFramework.cohort_id == cohort_id)
    )
    return session.execute(statement).scalar_one_or_none()


def adopt(session: Session, cohort: Cohort, *, actor: Account | None) -> CohortFramework:
    """Rate a cohort by the framework that its institution imported last, else the shipped one.

    Locks the institution. A cohort that has a framework keeps it: asking twice is asking once.
    """
    _lock(session, cohort.institution_id)
    known = (
        select(CohortFramework)
        .where(CohortFramework.cohort_id == cohort.id)
        .options(joinedload(CohortFramework.framework))
    )
    found = session.execute(known).scalar_one_or_none()
    if found is not None:
        return found
    framework = _latest(session, cohort.institution_id) or shipped(
        session, cohort.institution_id, actor=actor
    )
    adopted = CohortFramework(
        institution_id=cohort.institution_id, cohort_id=cohort.id, framework_id=framework.id
    )
    session.add(adopted)
    session.flush()
    audit.record(
        session,
        "competencies:adopt",
        cohort,
        actor=actor,
        details={"framework_id": str(framework.id)},
    )
    return adopted


def _latest(session: Session, institution_id: UUID) -> CompetencyFramework | None:
    statement = (
        select(CompetencyFramework)
        .where(CompetencyFramework.institution_id == institution_id)
        .order_by(CompetencyFramework.imported_at.desc(), CompetencyFramework.id)
        .limit(1)
    )
    return session.execute(statement).scalar_one_or_none()


def _lock(session: Session, institution_id: UUID) -> None:
    session.execute(
        select(Institution.id).where(Institution.id == institution_id).with_for_update()
    )


@cache
def _shipped_content() -> rules.Framework:
    return competency_yaml.read(SHIPPED.read_bytes())
