"""What the worlds of the access tests hold besides people and placements."""

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from uuid import UUID, uuid4

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from msp_du.models import (
    Account,
    Base,
    Cohort,
    Deadline,
    Enrolment,
    Institution,
    PlacementDocument,
    PlacementExclusion,
    Signatory,
    StoredFile,
    TeachingWeek,
)
from tests.factories import TODAY
from tests.factories.sittings import make_published, make_seat, make_sitting


def sat(
    session: Session, cohort: Cohort, enrolment: Enrolment, president: Account | None
) -> dict[str, UUID]:
    """Add a sitting that is prepared, and one that is published with its minutes and a letter."""
    members = [president] if president else []
    prepared = make_sitting(session, cohort, members=members)
    minutes, letter = make_published(session, cohort, enrolment, members=members)
    return {
        "sitting": prepared.id,
        "seat": make_seat(session, prepared).id,
        "paper": minutes.id,
        "letter": letter.id,
    }


def extras_of(session: Session, institution: Institution, year_id: UUID) -> dict[str, UUID]:
    """Add what hangs on an institution: a signatory, a teaching week, a deadline, a file."""
    week = TeachingWeek(academic_year_id=year_id, monday=TODAY - timedelta(days=TODAY.weekday()))
    weeks = select(TeachingWeek).where(
        TeachingWeek.academic_year_id == year_id, TeachingWeek.monday == week.monday
    )
    known = session.execute(weeks).scalar_one_or_none()
    added: list[Base] = [
        Signatory(institution_id=institution.id, position=1, name="Paul N.", capacity="Présidence"),
        known or week,
        Deadline(academic_year_id=year_id, label="Dossier", due_on=TODAY),
        StoredFile(
            institution_id=institution.id,
            sha256=uuid4().hex * 2,
            size=4,
            media_type="image/png",
            created_at=datetime.now(UTC),
            content=b"test",
        ),
    ]
    session.add_all(added)
    session.flush()
    institution.logo_id = session.scalars(
        select(StoredFile.id).where(StoredFile.institution_id == institution.id)
    ).first()
    session.flush()
    names = ("signatory", "week", "deadline", "file")
    return {name: row.id for name, row in zip(names, added, strict=True)}  # type: ignore[attr-defined]


def free(session: Session, ids: Mapping[str, UUID]) -> None:
    """Take away what bars changes: a document that came back, structures that are excluded."""
    papers = delete(PlacementDocument).where(PlacementDocument.placement_id == ids["placement"])
    session.execute(papers)
    excluded = [ids["exclusion"], ids["own_exclusion"]]
    session.execute(delete(PlacementExclusion).where(PlacementExclusion.id.in_(excluded)))
