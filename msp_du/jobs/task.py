"""A job as its handler sees it, apart from the table."""

from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

from msp_du.domain.vocabulary import JobKind


@dataclass(frozen=True, slots=True)
class Task:
    """A job taken by this worker; ``tries`` counts this one and tells its lease from another's."""

    id: UUID
    kind: JobKind
    payload: Mapping[str, str]
    institution_id: UUID | None
    tries: int
