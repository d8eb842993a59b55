"""Placements told apart by name, and whether days are noted there now."""

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from uuid import UUID

from msp_du.domain.enrolment import is_interrupted
from msp_du.models import Placement
from msp_du.web import formatting
from msp_du.web.i18n import _

STILL_NOTED = timedelta(days=30)
"""How long after its end a placement is still offered to those who note a day late."""


def names_of(placements: Sequence[Placement], today: date) -> Mapping[UUID, str]:
    """Name each placement by its host, and by its dates where two have the same."""
    hosts = Counter(placement.organisation.name for placement in placements)
    return {
        placement.id: _dated(placement, today)
        if hosts[placement.organisation.name] > 1
        else placement.organisation.name
        for placement in placements
    }


def interrupted(placement: Placement) -> bool:
    """Tell whether its trainee does not follow the course now."""
    return is_interrupted(placement.enrolment_year.enrolment.state)


def running(placement: Placement, today: date) -> bool:
    """Tell whether today is a day of the placement on which the course is followed."""
    return not interrupted(placement) and any(
        row.starts_on <= today <= row.ends_on for row in placement.periods
    )


def is_open(placement: Placement, today: date) -> bool:
    """Tell whether days of the placement are noted now: it runs, or ended a short while ago."""
    return not interrupted(placement) and any(
        row.starts_on <= today <= row.ends_on + STILL_NOTED for row in placement.periods
    )


def is_over(placement: Placement, today: date) -> bool:
    """Tell whether its last day is past."""
    return all(row.ends_on < today for row in placement.periods)


def _dated(placement: Placement, today: date) -> str:
    host = placement.organisation.name
    if is_over(placement, today):
        last = max(row.ends_on for row in placement.periods)
        return _("%(host)s, jusqu’au %(day)s", host=host, day=formatting.day(last))
    first = min(row.starts_on for row in placement.periods)
    return _("%(host)s, depuis le %(day)s", host=host, day=formatting.day(first))
