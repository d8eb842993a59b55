"""Who followed a placement before, in words."""

from collections.abc import Iterable

from msp_du.models import SupervisorHandover
from msp_du.web import formatting
from msp_du.web.i18n import _


def handover_lines(rows: Iterable[SupervisorHandover]) -> list[str]:
    """Return « Suivi par … jusqu’au …, puis par … » for each hand-over."""
    return [
        _(
            "Encadrement passé de %(former)s à %(successor)s à partir du %(day)s",
            former=row.from_contact.name,
            successor=row.to_contact.name,
            day=formatting.day(row.effective_on),
        )
        for row in rows
    ]
