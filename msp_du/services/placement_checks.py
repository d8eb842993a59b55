"""The law asked about a placement that is opened or changed, and what somebody let pass of it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from msp_du.domain.errors import Rule, RuleViolation
from msp_du.domain.placement_limits import Finding, LegalFigures, Limit, Terms
from msp_du.domain.placement_limits import check as judge
from msp_du.models import Account, Placement, PlacementOverride
from msp_du.services import audit, hours_rows, legal_figures, placement_cases, placement_terms

Seen = tuple[Limit, int]
"""A finding as a page showed it: its kind and its figure."""


@dataclass(frozen=True, slots=True)
class LawAnswers:
    """What the form says beside the placement itself.

    ``seen`` are the findings that the page showed; a ``reason`` overrides those that forbid, and
    ``confirmed`` lets the others pass.
    """

    terms: Terms = placement_terms.NOTHING_STATED
    seen: frozenset[Seen] = frozenset()
    confirmed: bool = False
    reason: str | None = None


def check(
    session: Session, placement: Placement, answers: LawAnswers | None, *, actor: Account
) -> None:
    """Refuse what the law forbids, ask about what is custom; note what was let pass.

    Called within the act, once the placement is written; locks the trainee, as two placements at
    one host count together. Without ``answers`` nobody is there to ask: only what is forbidden
    stops the act. Raises RuleViolation PLACEMENT_FORBIDDEN or PLACEMENT_WARNING_UNCONFIRMED,
    detail ``findings``.
    """
    hours_rows.lock_trainee(session, placement)
    if answers is not None:
        placement_terms.keep(session, placement, answers.terms)
    new = [one for one in findings(session, placement) if not one.is_overridden]
    left = [one.finding for one in new]
    if answers is None:
        left = [finding for finding in left if finding.is_forbidden]
    _ask(left, answers or LawAnswers())
    for finding in left:
        _keep(session, placement, finding, answers or LawAnswers(), actor=actor)


@dataclass(frozen=True, slots=True)
class Found:
    """A finding, and the override that covers it."""

    finding: Finding
    override: PlacementOverride | None

    @property
    def is_overridden(self) -> bool:
        return self.override is not None


def findings(
    session: Session, placement: Placement, figures: LegalFigures | None = None
) -> list[Found]:
    """Return what the law and custom say of a placement today, with what was let pass."""
    figures = figures or legal_figures.of_institution(session, placement.institution_id)
    terms = placement_terms.of_placement(session, placement.id)
    case = placement_cases.gather(session, placement, terms, figures)
    known = {_key(row): row for row in overrides(session, placement.id)}
    return [
        Found(one, known.get((one.limit, one.figure, one.since))) for one in judge(case, figures)
    ]


def past_overrides(
    session: Session, placement: Placement, found: Sequence[Found]
) -> list[PlacementOverride]:
    """List the overrides of what was forbidden that cover nothing of what is found now."""
    current = {one.override for one in found}
    return [
        row for row in overrides(session, placement.id) if row.is_forbidden and row not in current
    ]


def overrides(session: Session, placement_id: UUID) -> Sequence[PlacementOverride]:
    """List what was let pass of a placement, with who did, the first first."""
    statement = (
        select(PlacementOverride)
        .where(PlacementOverride.placement_id == placement_id)
        .options(joinedload(PlacementOverride.account))
        .order_by(PlacementOverride.overridden_at, PlacementOverride.id)
    )
    return session.execute(statement).scalars().all()


def _key(row: PlacementOverride) -> tuple[Limit, int, date | None]:
    return row.kind, row.figure, row.since


def _ask(left: Sequence[Finding], answers: LawAnswers) -> None:
    shown = {(one.limit, one.figure) for one in left}
    is_news = not shown <= answers.seen
    if any(one.is_forbidden for one in left) and (is_news or not answers.reason):
        raise RuleViolation(Rule.PLACEMENT_FORBIDDEN, field="override_reason", findings=tuple(left))
    if not all(one.is_forbidden for one in left) and (is_news or not answers.confirmed):
        raise RuleViolation(
            Rule.PLACEMENT_WARNING_UNCONFIRMED, field="confirmed", findings=tuple(left)
        )


def _keep(
    session: Session, placement: Placement, finding: Finding, answers: LawAnswers, *, actor: Account
) -> None:
    row = PlacementOverride(
        institution_id=placement.institution_id,
        placement_id=placement.id,
        kind=finding.limit,
        is_forbidden=finding.is_forbidden,
        figure=finding.figure,
        bound=finding.bound,
        since=finding.since,
        reason=answers.reason if finding.is_forbidden else None,
        account_id=actor.id,
        overridden_at=datetime.now(UTC),
    )
    session.add(row)
    session.flush()
    act = "placements:override-limit" if finding.is_forbidden else "placements:confirm-warning"
    details = {
        "limit": finding.limit,
        "article": finding.article,
        "figure": finding.figure,
        "bound": finding.bound,
        "reason": row.reason,
    }
    audit.record(session, act, placement, actor=actor, details=details)
