"""Which competencies each module of a version assesses, for one framework at a time."""

from collections.abc import Collection
from uuid import UUID

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from msp_du.domain.competency_matrix import Link
from msp_du.domain.errors import Rule, RuleViolation
from msp_du.models import (
    Account,
    Competency,
    CompetencyFramework,
    CurriculumVersion,
    Module,
    ModuleCompetency,
)
from msp_du.services import audit, curricula


def frameworks_of(session: Session, institution_id: UUID) -> list[CompetencyFramework]:
    """List the frameworks of an institution, the latest import first."""
    statement = (
        select(CompetencyFramework)
        .where(CompetencyFramework.institution_id == institution_id)
        .order_by(CompetencyFramework.imported_at.desc(), CompetencyFramework.id)
    )
    return list(session.execute(statement).scalars())


def links(
    session: Session, version: CurriculumVersion, framework: CompetencyFramework
) -> frozenset[Link]:
    """Return the matrix of a version for a framework; one statement."""
    statement = (
        select(Module.code, Competency.code)
        .join(ModuleCompetency, ModuleCompetency.module_id == Module.id)
        .join(Competency, Competency.id == ModuleCompetency.competency_id)
        .where(
            ModuleCompetency.curriculum_version_id == version.id,
            ModuleCompetency.framework_id == framework.id,
        )
    )
    return frozenset(Link(module, item) for module, item in session.execute(statement))


def change(
    session: Session,
    version: CurriculumVersion,
    framework: CompetencyFramework,
    *,
    seen: Collection[Link],
    ticked: Collection[Link],
    actor: Account | None,
) -> int:
    """Write what was ticked or unticked since the page was read; return how many links that is.

    Two people who edit at once keep each what they changed. Locks the version, which a matrix
    does not change: it is no rule of the examination, and may be edited at any time. Raises
    RuleViolation STALE_VERSION when a module or a competency is not there (any more).
    """
    lock = select(CurriculumVersion.id).where(CurriculumVersion.id == version.id)
    session.execute(lock.with_for_update())
    held = links(session, version, framework)
    added, removed = set(ticked) - set(seen) - held, (set(seen) - set(ticked)) & held
    modules, items = curricula.module_ids(session, version.id), _items(session, framework)
    if any(link.module not in modules or link.competency not in items for link in added):
        raise RuleViolation(Rule.STALE_VERSION)
    for link in removed:
        session.execute(
            delete(ModuleCompetency).where(
                ModuleCompetency.module_id == modules[link.module],
                ModuleCompetency.competency_id == items[link.competency],
            )
        )
    session.add_all(
        ModuleCompetency(
            institution_id=version.institution_id,
            curriculum_version_id=version.id,
            framework_id=framework.id,
            module_id=modules[link.module],
            competency_id=items[link.competency],
        )
        for link in sorted(added)
    )
    session.flush()
    if added or removed:
        audit.record(
            session,
            "curriculum:map",
            version,
            actor=actor,
            details={
                "framework": str(framework.id),
                "added": [f"{link.module} {link.competency}" for link in sorted(added)],
                "removed": [f"{link.module} {link.competency}" for link in sorted(removed)],
            },
        )
    return len(added) + len(removed)


def copy(session: Session, version: CurriculumVersion, made: CurriculumVersion) -> None:
    """Give a duplicate the matrix of its model, for every framework; modules go by their codes."""
    statement = (
        select(Module.code, ModuleCompetency.framework_id, ModuleCompetency.competency_id)
        .join(Module, Module.id == ModuleCompetency.module_id)
        .where(ModuleCompetency.curriculum_version_id == version.id)
    )
    modules = curricula.module_ids(session, made.id)
    session.add_all(
        ModuleCompetency(
            institution_id=made.institution_id,
            curriculum_version_id=made.id,
            framework_id=framework_id,
            module_id=modules[code],
            competency_id=competency_id,
        )
        for code, framework_id, competency_id in session.execute(statement).all()
    )
    session.flush()


def _items(session: Session, framework: CompetencyFramework) -> dict[str, UUID]:
    statement = select(Competency.code, Competency.id).where(
        Competency.framework_id == framework.id
    )
    return dict(session.execute(statement).all())
