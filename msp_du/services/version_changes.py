"""The version that a year of a cohort follows, chosen anew before its first mark."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from msp_du.domain.errors import Rule, RuleViolation
from msp_du.models import Account, Cohort, CurriculumVersion, Enrolment, EnrolmentYear
from msp_du.services import audit, curricula, progression, version_parts


@dataclass(frozen=True, slots=True)
class Change:
    """What following another version would do to a year of a cohort.

    ``rows`` counts what names parts of the curriculum, by table; ``not_mapped`` are the codes
    that the version does not have, for which nothing is changed.
    """

    version: CurriculumVersion
    years: tuple[EnrolmentYear, ...]
    rows: dict[str, int]
    not_mapped: tuple[str, ...]
    has_results: bool

    @property
    def is_possible(self) -> bool:
        return not self.has_results and not self.not_mapped

    @property
    def meaning(self) -> str:
        """Digest of all that it says."""
        years = sorted(f"{year.id} {year.curriculum_version_id}" for year in self.years)
        text = f"{self.version.id} {years} {sorted(self.rows.items())} {self.not_mapped}"
        return hashlib.sha256(text.encode()).hexdigest()


def preview(session: Session, cohort: Cohort, number: int, version: CurriculumVersion) -> Change:
    """Tell what the change would do; nothing is written."""
    years = _years(session, cohort, number)
    scope = _scope(cohort, number, years)
    return Change(
        version,
        tuple(years),
        version_parts.count(session, scope),
        tuple(version_parts.not_mapped(session, scope, version)),
        version_parts.has_results(session, scope.year_ids),
    )


def change(
    session: Session,
    cohort: Cohort,
    number: int,
    version: CurriculumVersion,
    *,
    seen: str,
    actor: Account,
) -> None:
    """Make a year of a cohort, and all that hangs on it, follow another version.

    The first year takes the cohort along. Raises RuleViolation PREVIEW_STALE, NOT_AUTHORISED
    for a version of another institution, and as ``version_parts.lead_to`` does.
    """
    if version.institution_id != cohort.institution_id:
        raise RuleViolation(Rule.NOT_AUTHORISED)
    progression.lock(session, cohort)
    session.refresh(cohort)
    found = preview(session, cohort, number, version)
    if found.meaning != seen:
        raise RuleViolation(Rule.PREVIEW_STALE)
    former_id = cohort.curriculum_version_id
    version_parts.lead_to(session, _scope(cohort, number, found.years), version)
    if number == _first(cohort):
        cohort.curriculum_version_id = version.id
    session.flush()
    audit.record(
        session,
        "cohorts:change-version",
        cohort,
        actor=actor,
        details={"year": number, "from": former_id, "to": version.id, "years": len(found.years)},
    )


def _years(session: Session, cohort: Cohort, number: int) -> list[EnrolmentYear]:
    """List the first attempts at a year: whoever repeats it keeps the rules they began under."""
    statement = (
        select(EnrolmentYear)
        .join(Enrolment, Enrolment.id == EnrolmentYear.enrolment_id)
        .where(
            Enrolment.cohort_id == cohort.id,
            EnrolmentYear.year_number == number,
            EnrolmentYear.attempt == 1,
        )
        .execution_options(populate_existing=True)
    )
    return list(session.execute(statement).scalars())


def _scope(cohort: Cohort, number: int, years: Sequence[EnrolmentYear]) -> version_parts.Scope:
    followed = {year.curriculum_version_id for year in years}
    return version_parts.Scope(
        [year.id for year in years],
        number,
        followed | {cohort.curriculum_version_id},
        cohort.id,
    )


def _first(cohort: Cohort) -> int:
    return min(year.number for year in curricula.content_of(cohort.curriculum_version).years)
