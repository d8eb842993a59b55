"""Ratings of competencies: appended, never changed; the university's last one counts."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final
from uuid import UUID

from sqlalchemy import BindParameter, ColumnElement, and_, bindparam, func, select
from sqlalchemy.orm import Session

from msp_du.domain.competencies import Framework, RatedYear, Standing
from msp_du.domain.errors import Rule, RuleViolation
from msp_du.domain.vocabulary import Level, RaterRole
from msp_du.models import (
    Account,
    CohortFramework,
    Competency,
    CompetencyFramework,
    CompetencyRating,
    Enrolment,
    EnrolmentYear,
    Unit,
)
from msp_du.services import audit, frameworks
from msp_du.services.columns import rows

Given = tuple[Level, str | None]
"""A level, and for NOT_APPLICABLE why the structure cannot offer the situation."""

_TICK: Final = timedelta(microseconds=1)


@dataclass(frozen=True, slots=True)
class Rating:
    """The last word of one kind of rater on one competency; ``rater`` is their display name."""

    level: Level
    reason: str | None
    rated_at: datetime
    rater: str | None


Ratings = Mapping[str, Rating]
"""Ratings of one kind of rater by the code of the competency; what nobody rated is not there."""


@dataclass(frozen=True, slots=True)
class Checklist:
    """A framework with the last ratings of the trainee, the host and the university."""

    framework: Framework
    by_self: Ratings
    by_host: Ratings
    by_tutor: Ratings

    def of(self, role: RaterRole) -> Ratings:
        """Return the ratings of one kind of rater."""
        return {
            RaterRole.SELF: self.by_self,
            RaterRole.HOST: self.by_host,
            RaterRole.TUTOR: self.by_tutor,
        }[role]

    @property
    def counted(self) -> dict[str, Level]:
        """The levels that count: those of the university."""
        return {code: rating.level for code, rating in self.by_tutor.items()}


def checklist(
    session: Session, enrolment: Enrolment, *, host: Account | None = None
) -> Checklist | None:
    """Return where a trainee's ratings stand; None when the cohort has no framework yet.

    With ``host``, the host's ratings are those of this account alone: a host sees what it said
    itself. Two statements.
    """
    framework = frameworks.of_cohort(session, enrolment.cohort_id)
    return _checklist(session, enrolment, framework, host) if framework else None


def _checklist(
    session: Session, enrolment: Enrolment, framework: CompetencyFramework, host: Account | None
) -> Checklist:
    chosen = CompetencyRating.enrolment_id == enrolment.id
    if host is not None:
        chosen &= (CompetencyRating.rater_role != RaterRole.HOST) | (
            CompetencyRating.account_id == host.id
        )
    last = _latest(chosen)
    statement = (
        select(
            Competency.code,
            last.c.rater_role,
            last.c.level,
            last.c.reason,
            last.c.rated_at,
            Account.display_name,
        )
        .join(last, last.c.competency_id == Competency.id)
        .outerjoin(Account, Account.id == last.c.account_id)
        .where(last.c.place == 1, Competency.framework_id == framework.id)
    )
    found: dict[RaterRole, dict[str, Rating]] = {role: {} for role in RaterRole}
    for code, role, *rest in session.execute(statement):
        found[role][code] = Rating(*rest)
    return Checklist(
        framework=frameworks.content_of(framework),
        by_self=found[RaterRole.SELF],
        by_host=found[RaterRole.HOST],
        by_tutor=found[RaterRole.TUTOR],
    )


def edition(ratings: Ratings, codes: Collection[str]) -> str:
    """Return what a page that rates these items has seen: the moment of the last rating.

    A later edition sorts after an earlier one; it is empty before the first rating.
    """
    moments = [rating.rated_at for code, rating in ratings.items() if code in codes]
    return f"{max(moments):%Y-%m-%dT%H:%M:%S.%f}" if moments else ""


def rate(
    session: Session,
    enrolment: Enrolment,
    rater_role: RaterRole,
    ratings: Mapping[str, Given],
    *,
    actor: Account,
    now: datetime,
    seen: str | None = None,
) -> int:
    """Append what differs from the last ratings of this kind of rater; return how many.

    Locks the enrolment. Several hosts may see a trainee: a host's ratings are held against those
    of its own account; trainee and university each speak with one voice. ``seen`` is the
    ``edition`` of what the rater was shown, None when nothing was.

    Raises RuleViolation FRAMEWORK_MISSING when the cohort has no framework, NOT_AUTHORISED for a
    code that it does not hold, RATING_REASON_MISSING (details ``code``) when not applicable comes
    without a reason, STALE_VERSION when somebody else rated these items since ``seen``.
    """
    session.execute(select(Enrolment.id).where(Enrolment.id == enrolment.id).with_for_update())
    framework = frameworks.of_cohort(session, enrolment.cohort_id)
    if framework is None:
        raise RuleViolation(Rule.FRAMEWORK_MISSING)
    tidy = {code: _tidy(code, given) for code, given in ratings.items()}
    ids = _ids(session, framework.id, tidy)
    host = actor if rater_role is RaterRole.HOST else None
    last = _checklist(session, enrolment, framework, host).of(rater_role)
    new = {code: given for code, given in tidy.items() if _differs(last.get(code), given)}
    if not new:
        return 0
    if seen is not None and edition(last, new) > seen:
        raise RuleViolation(Rule.STALE_VERSION)
    rated_at = max([now, *(last[code].rated_at + _TICK for code in new if code in last)])
    session.add_all(
        CompetencyRating(
            institution_id=enrolment.institution_id,
            enrolment_id=enrolment.id,
            competency_id=ids[code],
            rater_role=rater_role,
            account_id=actor.id,
            level=level,
            reason=reason,
            rated_at=rated_at,
        )
        for code, (level, reason) in new.items()
    )
    session.flush()
    details = {"rater_role": rater_role.value, "count": len(new)}
    audit.record(session, "competencies:rate", enrolment, actor=actor, details=details)
    return len(new)


def standings(session: Session, year_ids: Collection[UUID]) -> dict[UUID, Standing]:
    """Return where enrolment years stand by the university's last ratings; two statements.

    A year whose cohort has no framework is not there.
    """
    return {one: rated.standing for one, rated in rated_years(session, year_ids).items()}


def rated_years(session: Session, year_ids: Collection[UUID]) -> dict[UUID, RatedYear]:
    """Return the framework and the levels that count of enrolment years; as ``standings``."""
    years = rows(session, _YEARS, {"ids": list(year_ids)})
    contents = frameworks.contents(session, {year.framework_id for year in years})
    levels = levels_that_count(session, {year.enrolment_id for year in years})
    return {
        year.id: RatedYear(
            contents[year.framework_id],
            levels.get(year.enrolment_id, {}),
            year_number=year.year_number,
            years=year.years,
        )
        for year in years
    }


def levels_that_count(
    session: Session, enrolment_ids: Collection[UUID]
) -> dict[UUID, dict[str, Level]]:
    """Return the university's last levels of each enrolment by item; one statement."""
    levels: dict[UUID, dict[str, Level]] = {}
    for enrolment_id, code, level in rows(session, _COUNTED, {"ids": list(enrolment_ids)}):
        levels.setdefault(enrolment_id, {})[code] = level
    return levels


def _latest(chosen: ColumnElement[bool]) -> Any:
    """Number the ratings of each enrolment, rater and competency: the last one is 1."""
    order = (CompetencyRating.rated_at.desc(), CompetencyRating.id.desc())
    group = (
        CompetencyRating.enrolment_id,
        CompetencyRating.rater_role,
        CompetencyRating.competency_id,
    )
    return (
        select(
            *group,
            CompetencyRating.level,
            CompetencyRating.reason,
            CompetencyRating.rated_at,
            CompetencyRating.account_id,
            func.row_number().over(partition_by=group, order_by=order).label("place"),
        )
        .where(chosen)
        .subquery()
    )


_IDS: BindParameter[Any] = bindparam("ids", expanding=True)
_YEARS: Final = (
    select(
        EnrolmentYear.id,
        EnrolmentYear.enrolment_id,
        EnrolmentYear.year_number,
        select(func.max(Unit.year_number))
        .where(Unit.curriculum_version_id == EnrolmentYear.curriculum_version_id)
        .correlate(EnrolmentYear)
        .scalar_subquery()
        .label("years"),
        CohortFramework.framework_id,
    )
    .join(Enrolment, Enrolment.id == EnrolmentYear.enrolment_id)
    .join(CohortFramework, CohortFramework.cohort_id == Enrolment.cohort_id)
    .where(EnrolmentYear.id.in_(_IDS))
)
"""The framework of years, and how many years their curriculum has."""
_last_by_tutor = _latest(
    and_(
        CompetencyRating.enrolment_id.in_(_IDS),
        CompetencyRating.rater_role == RaterRole.TUTOR,
    )
)
_COUNTED: Final = (
    select(_last_by_tutor.c.enrolment_id, Competency.code, _last_by_tutor.c.level)
    .join(Competency, Competency.id == _last_by_tutor.c.competency_id)
    .where(_last_by_tutor.c.place == 1)
)


def _ids(session: Session, framework_id: UUID, codes: Collection[str]) -> dict[str, UUID]:
    statement = select(Competency.code, Competency.id).where(
        Competency.framework_id == framework_id, Competency.code.in_(codes)
    )
    found: dict[str, UUID] = dict(session.execute(statement).all())
    if found.keys() != set(codes):
        raise RuleViolation(Rule.NOT_AUTHORISED)
    return found


def _tidy(code: str, given: Given) -> Given:
    level, reason = given
    if level is not Level.NOT_APPLICABLE:
        return level, None
    if not reason:
        raise RuleViolation(Rule.RATING_REASON_MISSING, field="reason", code=code)
    return level, reason


def _differs(last: Rating | None, given: Given) -> bool:
    return last is None or (last.level, last.reason) != given
