"""Certificates, signed copies and incidents of placements."""

from datetime import UTC, date, datetime, timedelta
from uuid import UUID, uuid4

from sqlalchemy.orm import Session

from msp_du.domain import frozen_facts
from msp_du.domain import placement_certificates as papers
from msp_du.domain.incidents import IncidentPlace
from msp_du.models import IncidentNotice, Placement, PlacementCertificate
from msp_du.services import stored_files
from tests.factories.people import TODAY
from tests.factories.placement_papers import make_placement_certificate
from tests.factories.placements import make_placement_document


def make_draft(session: Session, placement: Placement) -> PlacementCertificate:
    """A draft that was printed, and the copy of it that the host signed."""
    facts = make_placement_certificate()
    now, text = datetime.now(UTC), papers.canonical(facts)
    content = f"%PDF {uuid4()}".encode()
    file = stored_files.keep(session, placement.institution_id, content, "application/pdf", now=now)
    draft = PlacementCertificate(
        institution_id=placement.institution_id,
        placement_id=placement.id,
        paper=facts.paper,
        facts=text,
        facts_digest=frozen_facts.digest(text),
        requested_at=now,
        file_id=file.id,
        made_at=now,
    )
    session.add(draft)
    session.flush()
    document = make_placement_document(session, placement)
    document.scan_id = file.id
    session.flush()
    return draft


def make_incident(
    session: Session,
    placement: Placement,
    *,
    happened_on: date = TODAY - timedelta(days=1),
    sent_on: date | None = None,
) -> IncidentNotice:
    """An incident at noon, told at once."""
    happened_at = datetime(happened_on.year, happened_on.month, happened_on.day, 12, tzinfo=UTC)
    notice = IncidentNotice(
        institution_id=placement.institution_id,
        placement_id=placement.id,
        happened_at=happened_at,
        place=IncidentPlace.HOST,
        told_at=happened_at,
        sent_on=sent_on,
    )
    session.add(notice)
    session.flush()
    return notice


def make_law(session: Session, placement: Placement) -> dict[str, UUID]:
    """What the law makes of a placement, by name of a route's argument."""
    return {
        "certificate": make_draft(session, placement).id,
        "incident": make_incident(session, placement).id,
    }
