"""Versions of the curriculum: previewed, imported, exported as they came."""

import hashlib
from collections.abc import Collection
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import lru_cache
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from msp_du.domain import curriculum as rules
from msp_du.domain.curriculum_changes import Change, changes
from msp_du.domain.errors import Rule, RuleViolation
from msp_du.files import curriculum_yaml
from msp_du.models import Account, CurriculumVersion, Institution, Module, Unit
from msp_du.services import audit, curriculum_rows
from msp_du.services.columns import KeptByVersion
from msp_du.services.institutions import check_neutral


@dataclass(frozen=True, slots=True)
class Preview:
    """What an import would add, against the last version imported under the same code."""

    content: rules.Curriculum
    former: rules.Curriculum | None

    @property
    def changes(self) -> tuple[Change, ...]:
        """Differences from the former version; empty when there is none."""
        return changes(self.former, self.content) if self.former else ()

    @property
    def meaning(self) -> str:
        """Digest of all that the preview says: the same preview, the same digest."""
        parts = [curriculum_yaml.digest(part) for part in (self.content, self.former) if part]
        return hashlib.sha256("\n".join(parts).encode()).hexdigest()


def find(session: Session, institution_id: UUID, code: str, label: str) -> CurriculumVersion | None:
    """Return a version of an institution by its code and label."""
    statement = select(CurriculumVersion).where(
        CurriculumVersion.institution_id == institution_id,
        CurriculumVersion.code == code,
        CurriculumVersion.label == label,
    )
    return session.execute(statement).scalar_one_or_none()


def content_of(version: CurriculumVersion) -> rules.Curriculum:
    """Return a version as frozen data."""
    return _read(version.canonical_text)


def contents(session: Session, version_ids: Collection[UUID]) -> dict[UUID, rules.Curriculum]:
    """Return versions as frozen data by id; one statement."""
    return _contents.of(session, version_ids)


def module_ids(session: Session, version_id: UUID) -> dict[str, UUID]:
    """Return the ids of a version's modules by code."""
    statement = (
        select(Module.code, Module.id)
        .join(Unit, Unit.id == Module.unit_id)
        .where(Unit.curriculum_version_id == version_id)
    )
    return dict(session.execute(statement).all())


def file_of(version: CurriculumVersion) -> bytes:
    """Return the file of a version, byte for byte as any export of it."""
    return version.canonical_text.encode()


def preview(session: Session, institution_id: UUID, content: rules.Curriculum) -> Preview:
    """Tell what an import would add; nothing is written.

    Raises RuleViolation CURRICULUM_VERSION_EXISTS when the institution has that code and version,
    NAME_NOT_NEUTRAL when the version, which stands in titles and file names, says too much.
    """
    check_neutral(content.version, field="file")
    statement = (
        select(CurriculumVersion)
        .where(
            CurriculumVersion.institution_id == institution_id,
            CurriculumVersion.code == content.code,
        )
        .order_by(CurriculumVersion.imported_at.desc())
    )
    others = session.execute(statement).scalars().all()
    if any(version.label == content.version for version in others):
        raise RuleViolation(
            Rule.CURRICULUM_VERSION_EXISTS, field="file", reference=content.reference
        )
    return Preview(content, content_of(others[0]) if others else None)


def import_version(
    session: Session,
    institution_id: UUID,
    content: rules.Curriculum,
    *,
    actor: Account | None,
    meaning: str | None = None,
) -> CurriculumVersion:
    """Keep a new version, whole as canonical text and in rows that others refer to.

    Raises RuleViolation as ``preview`` does, or IMPORT_CHANGED when the preview confirmed, known
    by its ``meaning``, would no longer say the same.
    """
    session.execute(
        select(Institution.id).where(Institution.id == institution_id).with_for_update()
    )
    seen = preview(session, institution_id, content)
    if meaning is not None and meaning != seen.meaning:
        raise RuleViolation(Rule.IMPORT_CHANGED)
    version = CurriculumVersion(
        institution_id=institution_id,
        code=content.code,
        label=content.version,
        title_fr=content.title.fr,
        title_en=content.title.en,
        canonical_text=curriculum_yaml.write(content).decode(),
        imported_at=datetime.now(UTC),
        units=curriculum_rows.new_units(content),
    )
    session.add(version)
    session.flush()
    audit.record(
        session,
        "curriculum:import",
        version,
        actor=actor,
        details={"digest": curriculum_yaml.digest(content)},
    )
    return version


@lru_cache(maxsize=32)
def _read(text: str) -> rules.Curriculum:
    return curriculum_yaml.read(text.encode())


_contents = KeptByVersion(
    CurriculumVersion.id, CurriculumVersion.version, CurriculumVersion.canonical_text, _read
)
