"""Who followed a placement before, in words."""

from collections.abc import Iterable

from msp_du.services.placement_people import Change
from msp_du.web import formatting
from msp_du.web.i18n import _
from msp_du.web.labels import label


def handover_lines(changes: Iterable[Change]) -> list[str]:
    """Return for each change who follows from which day on, and who did before."""
    return [
        _(
            "%(capacity)s : %(name)s à partir du %(day)s, avant %(former)s.",
            capacity=label(change.capacity),
            name=change.name,
            day=formatting.day(change.since),
            former=change.former or _("personne"),
        )
        for change in changes
    ]
