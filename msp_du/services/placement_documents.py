"""Documents of placements, noted as received in the office, one or many at once."""

from collections.abc import Collection
from datetime import date, datetime
from uuid import UUID

from sqlalchemy.orm import Session

from msp_du.domain.errors import Rule, RuleViolation
from msp_du.domain.placement_documents import PAPERS, check_received
from msp_du.models import Account, Cohort, Placement, PlacementDocument
from msp_du.services import audit, decisions, placement_papers
from msp_du.services.cohorts import today_in


def receive(
    session: Session, placement: Placement, *, received_on: date, actor: Account, now: datetime
) -> PlacementDocument:
    """Note that the document of a placement came on a day; locks the enrolment.

    Raises RuleViolation PLACEMENT_DOCUMENT_EXISTS, PLACEMENT_DOCUMENT_IN_FUTURE or
    PLACEMENT_DOCUMENT_TOO_EARLY (before the placement began).
    """
    decisions.lock(session, [placement.enrolment_year.enrolment_id])
    if placement_papers.of_placement(session, placement.id) is not None:
        raise RuleViolation(Rule.PLACEMENT_DOCUMENT_EXISTS)
    return _keep(session, placement, received_on=received_on, actor=actor, now=now)


def receive_many(
    session: Session,
    cohort: Cohort,
    year_number: int,
    placement_ids: Collection[UUID],
    *,
    received_on: date,
    actor: Account,
    now: datetime,
) -> int:
    """Note that documents of a cohort's year came on a day, all or none; return how many.

    Besides the refusals of ``receive``: PLACEMENT_DOCUMENT_NOT_DUE when one of them is not, or
    no longer, awaited.
    """
    due = placement_papers.awaited(session, cohort, year_number, only=placement_ids)
    decisions.lock(session, {one.placement.enrolment_year.enrolment_id for one in due})
    due = placement_papers.awaited(session, cohort, year_number, only=placement_ids)
    if len(due) != len(set(placement_ids)):
        raise RuleViolation(Rule.PLACEMENT_DOCUMENT_NOT_DUE)
    for one in due:
        _keep(session, one.placement, received_on=received_on, actor=actor, now=now)
    return len(due)


def withdraw(session: Session, placement: Placement, *, actor: Account) -> None:
    """Take back that the document of a placement came; locks the enrolment.

    Raises RuleViolation PLACEMENT_DOCUMENT_MISSING when it is not noted, and
    PLACEMENT_DOCUMENT_DECIDED once the board has decided on the year.
    """
    decisions.lock(session, [placement.enrolment_year.enrolment_id])
    document = placement_papers.of_placement(session, placement.id)
    if document is None:
        raise RuleViolation(Rule.PLACEMENT_DOCUMENT_MISSING)
    if decisions.current(session, [placement.enrolment_year_id]):
        raise RuleViolation(Rule.PLACEMENT_DOCUMENT_DECIDED)
    session.delete(document)
    audit.record(
        session,
        "placements:withdraw-document",
        placement,
        actor=actor,
        details={"received_on": document.received_on},
    )


def _keep(
    session: Session, placement: Placement, *, received_on: date, actor: Account, now: datetime
) -> PlacementDocument:
    institution = placement.enrolment_year.enrolment.cohort.institution
    check_received(
        received_on,
        starts_on=min(period.starts_on for period in placement.periods),
        today=today_in(institution, now),
    )
    document = PlacementDocument(
        institution_id=placement.institution_id,
        placement_id=placement.id,
        received_on=received_on,
        account_id=actor.id,
        recorded_at=now,
    )
    session.add(document)
    session.flush()
    audit.record(
        session,
        "placements:receive-document",
        placement,
        actor=actor,
        details={"paper": PAPERS[placement.regime], "received_on": received_on},
    )
    return document
