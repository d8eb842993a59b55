"""Versions that may still change: corrected in place, logged and told; duplicated."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from typing import Final
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from msp_du.domain.curriculum import Curriculum
from msp_du.domain.curriculum_sync import sync_plan
from msp_du.domain.errors import Rule, RuleViolation
from msp_du.files import curriculum_yaml
from msp_du.models import Account, CurriculumVersion, Module, Unit
from msp_du.services import (
    audit,
    curricula,
    curriculum_notices,
    curriculum_rows,
    curriculum_uses,
    curriculum_versions,
    module_competencies,
)

NOTHING_RENAMED: Final[Mapping[str, str]] = {}


def checked(content: Curriculum) -> Curriculum:
    """Return a content as its file says it; raise ``CurriculumFaults`` with all that is wrong."""
    return curriculum_yaml.read(curriculum_yaml.write(content))


def change(
    session: Session,
    version_id: UUID,
    content: Curriculum,
    *,
    seen: int,
    actor: Account | None,
    now: datetime,
    renamed: Mapping[str, str] = NOTHING_RENAMED,
) -> CurriculumVersion:
    """Correct a version that is not frozen; ``renamed`` leads from former codes to new ones.

    Locks the modules, as whoever enters marks does, then the version. Raises ``CurriculumFaults``
    with all that is wrong in the content, RuleViolation STALE_VERSION when the version changed
    since ``seen``, CURRICULUM_FROZEN, or CURRICULUM_PART_IN_USE when something refers to a part
    that would go. The same content again is no change.
    """
    version = _lock(session, version_id)
    if version.version != seen:
        raise RuleViolation(Rule.STALE_VERSION)
    if curriculum_versions.use_of(session, version, now=now).is_frozen:
        raise RuleViolation(Rule.CURRICULUM_FROZEN)
    before, after = curricula.content_of(version), checked(content)
    if before == after:
        return version
    plan, rows = sync_plan(before, after, renamed), curriculum_rows.rows_of(session, version)
    curriculum_uses.check_removable(session, version, after, plan, rows)
    version.canonical_text = curriculum_yaml.write(after).decode()
    version.title_fr, version.title_en = after.title.fr, after.title.en
    curriculum_rows.sync(session, version, after, plan, rows)
    audit.record(
        session,
        "curriculum:change",
        version,
        actor=actor,
        details={
            "before": curriculum_yaml.digest(before),
            "digest": curriculum_yaml.digest(after),
        },
    )
    curriculum_notices.tell_of_change(session, version, now=now)
    return version


def duplicate(
    session: Session, version: CurriculumVersion, label: str, *, actor: Account | None
) -> CurriculumVersion:
    """Make a new version of the same content, with its competencies, under another label.

    Raises as ``checked`` and ``curricula.import_version`` do.
    """
    content = checked(replace(curricula.content_of(version), version=label))
    made = curricula.import_version(session, version.institution_id, content, actor=actor)
    module_competencies.copy(session, version, made)
    audit.record(
        session, "curriculum:duplicate", made, actor=actor, details={"from": str(version.id)}
    )
    return made


def _lock(session: Session, version_id: UUID) -> CurriculumVersion:
    modules = (
        select(Module.id)
        .join(Unit, Unit.id == Module.unit_id)
        .where(Unit.curriculum_version_id == version_id)
        .order_by(Module.id)
        .with_for_update(of=Module)
    )
    session.execute(modules)
    statement = select(CurriculumVersion).where(CurriculumVersion.id == version_id)
    return session.execute(
        statement.with_for_update(), execution_options={"populate_existing": True}
    ).scalar_one()
