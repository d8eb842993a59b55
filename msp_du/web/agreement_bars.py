"""Why hours are closed in a trainee's placements today, in words."""

from collections.abc import Collection
from datetime import date
from uuid import UUID

from msp_du.domain.agreements import AgreementState, hours_bar
from msp_du.extensions import db
from msp_du.services import agreement_days
from msp_du.web.agreement_lines import awaited
from msp_du.web.labels import label


def agreement_bars(placement_ids: Collection[UUID], day: date) -> dict[UUID, str]:
    """Say for each placement closed to hours on a day why, and who is awaited, by capacity."""
    session = db.session()
    standings = agreement_days.standings(session, placement_ids)
    bars = {one: bar for one, each in standings.items() if (bar := hours_bar(each, day))}
    is_awaiting = any(
        standings[one].under_way is AgreementState.AWAITING_SIGNATURES for one in bars
    )
    waiting = agreement_days.awaited(session, placement_ids) if is_awaiting else {}
    return {
        one: " ".join(part for part in (label(bar), awaited(waiting.get(one, ()))) if part)
        for one, bar in bars.items()
    }
