"""A contact's placements as lines of a page: what waits first, what is over apart."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date

from flask import url_for

from msp_du.services.desks import DeskRow
from msp_du.web import formatting
from msp_du.web.i18n import _, ngettext

Item = dict[str, str | None]


@dataclass(frozen=True, slots=True)
class DeskLines:
    """Items of a ``todo_list``, one for each placement."""

    waiting: list[Item] = field(default_factory=list)
    calm: list[Item] = field(default_factory=list)
    ended: list[Item] = field(default_factory=list)


def desk_lines(rows: Iterable[DeskRow], today: date) -> DeskLines:
    """Sort the placements of a desk by what they ask of its reader."""
    lines = DeskLines()
    for row in rows:
        if row.oldest is not None and row.latest is not None:
            tag = _("%(hours)s à valider", hours=formatting.hours(row.minutes))
            text = _waiting(row.waiting, row.oldest, row.latest)
            lines.waiting.append(_item(row, text) | {"tag": tag, "tag_kind": "todo"})
        elif row.is_over(today):
            lines.ended.append(_item(row, _dates(row)))
        else:
            text = _("%(dates)s, rien à valider pour l’instant", dates=_dates(row))
            lines.calm.append(_item(row, text))
    return lines


def _item(row: DeskRow, text: str) -> Item:
    url = url_for("host_desk.show_placement", placement_id=row.placement_id)
    return {"title": row.trainee, "url": url, "text": text, "tag": None, "tag_kind": None}


def _waiting(count: int, oldest: date, latest: date) -> str:
    first, last = formatting.day(oldest), formatting.day(latest)
    if oldest == latest:
        return ngettext("Une saisie, le %(day)s", "%(num)s saisies, le %(day)s", count, day=first)
    return _("%(num)s saisies, du %(first)s au %(last)s", num=count, first=first, last=last)


def _dates(row: DeskRow) -> str:
    if row.starts_on is None or row.ends_on is None:
        return _("Stage sans date")
    first, last = formatting.day(row.starts_on), formatting.day(row.ends_on)
    return _("Stage du %(first)s au %(last)s", first=first, last=last)
