"""Why a mark changes: asked for once it is published, and kept in its history."""

from dataclasses import dataclass
from typing import Final
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from msp_du.models import Cohort, MarksSheet, Module


@dataclass(frozen=True, slots=True)
class Why:
    """Why marks are written: a reason in words, the import they come by, the one they undo."""

    reason: str = ""
    import_id: UUID | None = None
    undoes_id: UUID | None = None

    @property
    def is_said(self) -> bool:
        """Whether a published mark may be corrected; what undoes an import says so itself.

        A mark where there was none corrects nothing.
        """
        return bool(self.reason.strip()) or self.undoes_id is not None

    @property
    def columns(self) -> dict[str, object]:
        """What the history of a mark keeps of it."""
        return {
            "reason": self.reason.strip() or None,
            "import_id": self.import_id,
            "undoes_id": self.undoes_id,
        }


UNSAID: Final = Why()


def is_published(session: Session, cohort: Cohort, module: Module, session_number: int) -> bool:
    """Tell whether the trainees see the marks of a sheet because it was published."""
    statement = select(MarksSheet.published_at).where(
        MarksSheet.cohort_id == cohort.id,
        MarksSheet.module_id == module.id,
        MarksSheet.session_number == session_number,
    )
    return session.execute(statement).scalar_one_or_none() is not None
