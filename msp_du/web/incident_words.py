"""An incident as a line of a page: when, where, who told it, and what is still to be done."""

from dataclasses import dataclass
from datetime import UTC, datetime
from uuid import UUID
from zoneinfo import ZoneInfo

from msp_du.domain.incidents import Deadlines, deadlines
from msp_du.models import IncidentNotice
from msp_du.web import formatting
from msp_du.web.i18n import _
from msp_du.web.labels import label


@dataclass(frozen=True, slots=True)
class IncidentLine:
    """Every text is ready to be shown."""

    id: UUID
    what: str
    told: str
    due: str
    state: str
    tag_kind: str
    is_sent: bool


def incident_line(
    notice: IncidentNotice, zone: ZoneInfo, now: datetime | None = None
) -> IncidentLine:
    """Put an incident in words, as things stand now."""
    limits = deadlines(notice.happened_at, zone)
    state, tag_kind = _state(notice, limits, zone, now or datetime.now(UTC))
    return IncidentLine(
        id=notice.id,
        what=_(
            "%(moment)s, %(place)s",
            moment=formatting.moment(notice.happened_at),
            place=label(notice.place).lower(),
        ),
        told=_told(notice, limits),
        due=_due(notice, limits),
        state=state,
        tag_kind=tag_kind,
        is_sent=notice.sent_on is not None,
    )


def _told(notice: IncidentNotice, limits: Deadlines) -> str:
    name = notice.told_by.display_name if notice.told_by else "–"
    moment = formatting.moment(notice.told_at)
    if limits.is_told_late(notice.told_at):
        return _(
            "Signalé par %(name)s le %(moment)s, après les 24 heures prévues.",
            name=name,
            moment=moment,
        )
    return _("Signalé par %(name)s le %(moment)s.", name=name, moment=moment)


def _due(notice: IncidentNotice, limits: Deadlines) -> str:
    if notice.sent_on is not None:
        return _("Déclaration envoyée le %(day)s.", day=formatting.day(notice.sent_on))
    return _(
        "Déclaration à envoyer avant le %(moment)s (48 heures, dimanches et jours fériés non "
        "compris).",
        moment=formatting.moment(limits.declared_by),
    )


def _state(
    notice: IncidentNotice, limits: Deadlines, zone: ZoneInfo, now: datetime
) -> tuple[str, str]:
    is_late = limits.is_sent_late(notice.sent_on, now, zone)
    if notice.sent_on is None:
        return (_("En retard"), "refused") if is_late else (_("À déclarer"), "todo")
    return (_("Déclaré en retard"), "todo") if is_late else (_("Déclaré à temps"), "done")
