"""Certificates on a host's desk: drafts that were printed, to sign on paper and hand in."""

from collections.abc import Collection
from datetime import date
from uuid import UUID

from sqlalchemy import Select, exists, select
from sqlalchemy.orm import Session, contains_eager

from msp_du.models import (
    Enrolment,
    EnrolmentYear,
    Placement,
    PlacementCertificate,
    PlacementDocument,
)
from msp_du.services.desks import on_desk


def to_sign(
    session: Session, contact_ids: Collection[UUID], today: date
) -> list[PlacementCertificate]:
    """List the last draft of each placement whose signed paper is not in, by name of the trainee.

    One statement; the files themselves are not read.
    """
    awaited = ~exists().where(PlacementDocument.placement_id == Placement.id)
    found: dict[UUID, PlacementCertificate] = {}
    for draft in session.execute(_drafts(contact_ids, today).where(awaited)).scalars():
        found.setdefault(draft.placement_id, draft)
    return sorted(found.values(), key=_place)


def find(
    session: Session, certificate_id: UUID, contact_ids: Collection[UUID], today: date
) -> PlacementCertificate | None:
    """Return a draft of this desk that was printed; None for anybody else's."""
    statement = _drafts(contact_ids, today).where(PlacementCertificate.id == certificate_id)
    return session.execute(statement).scalar_one_or_none()


def _drafts(contact_ids: Collection[UUID], today: date) -> Select[PlacementCertificate]:
    placement = contains_eager(PlacementCertificate.placement)
    enrolment = placement.contains_eager(Placement.enrolment_year).contains_eager(
        EnrolmentYear.enrolment
    )
    return (
        select(PlacementCertificate)
        .join(PlacementCertificate.placement)
        .join(Placement.enrolment_year)
        .join(EnrolmentYear.enrolment)
        .join(Enrolment.person)
        .where(PlacementCertificate.file_id.is_not(None), on_desk(contact_ids, today))
        .options(enrolment.contains_eager(Enrolment.person))
        .order_by(PlacementCertificate.requested_at.desc(), PlacementCertificate.id)
    )


def _place(draft: PlacementCertificate) -> tuple[str, str]:
    return draft.placement.enrolment_year.enrolment.person.sort_key, str(draft.placement_id)
