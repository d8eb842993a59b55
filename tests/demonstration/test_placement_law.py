"""The law of placements in the demonstration: every page of it has something to show."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from msp_du.domain.allowances import AllowanceState
from msp_du.domain.incidents import deadlines
from msp_du.domain.placement_limits import Limit
from msp_du.models import (
    Cohort,
    IncidentNotice,
    PlacementCertificate,
    PlacementDocument,
    PlacementOverride,
)
from msp_du.services import hours, placement_allowances


def test_an_allowance_an_override_papers_and_an_incident_in_time(story: Session) -> None:
    due = [
        one
        for cohort in story.scalars(select(Cohort))
        for one in placement_allowances.of_cohort(story, cohort)
        if one.state is AllowanceState.DUE
    ]
    assert len({one.placement.organisation_id for one in due}) == 1
    assert sum(one.cents for one in due) > 0
    overridden = story.scalars(select(PlacementOverride).where(PlacementOverride.is_forbidden))
    assert [row.kind for row in overridden] == [Limit.GAP]
    assert len(story.scalars(select(PlacementCertificate)).all()) == 2
    scanned = select(PlacementDocument).where(PlacementDocument.scan_id.is_not(None))
    assert len(story.scalars(scanned).all()) == 1
    notice = story.scalars(select(IncidentNotice)).one()
    zone = hours.zone_of(notice.placement)
    limits = deadlines(notice.happened_at, zone)
    assert not limits.is_told_late(notice.told_at)
    assert not limits.is_sent_late(notice.sent_on, notice.told_at, zone)
