"""The home pages of tutors, coordinators, the registrar's office and the board, in words."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from flask import url_for

from msp_du.domain.ledger import Totals
from msp_du.services.home import CohortCounts, FollowedPlacement, Unplaced
from msp_du.web.formatting import day
from msp_du.web.i18n import _, ngettext

NAMED = 5
"""How many people are named before « et d’autres »."""


@dataclass(frozen=True, slots=True)
class Followed:
    """A placement on the tutor's page."""

    id: UUID
    trainee: str
    url: str
    totals: Totals
    where: str


def tutor_page(found: Sequence[FollowedPlacement], today: date) -> Mapping[str, list[Followed]]:
    """Return the placements that run or will, and those that are over."""
    over = [row for row in found if row.ends_on is not None and row.ends_on < today]
    return {
        "running": [_followed(row, row.host_name) for row in found if row not in over],
        "ended": [_followed(row, _where(row)) for row in over],
    }


def cohorts_page(
    found: Sequence[CohortCounts], unplaced: Sequence[Unplaced] = ()
) -> Mapping[str, Any]:
    """Return the cohorts, and what to do for them: who has no placement, what waits too long."""
    return {"cohorts": found, "todo": [item for row in found for item in _todo(row, unplaced)]}


def _followed(row: FollowedPlacement, where: str) -> Followed:
    url = url_for("placements.show_placement", placement_id=row.id)
    return Followed(row.id, row.trainee, url, row.totals, where)


def _where(row: FollowedPlacement) -> str:
    last = day(row.ends_on) if row.ends_on else "…"
    return _("%(host)s, jusqu’au %(day)s", host=row.host_name, day=last)


def _todo(row: CohortCounts, unplaced: Sequence[Unplaced]) -> Iterator[dict[str, str]]:
    url = url_for("cohorts.show_cohort", cohort_id=row.id)
    names = [one.trainee for one in unplaced if one.cohort_id == row.id]
    if names:
        shown = ", ".join(names[:NAMED])
        more = len(names) > NAMED
        yield {
            "title": ngettext(
                "Une personne sans stage", "%(num)s personnes sans stage", len(names)
            ),
            "url": url,
            "text": _("%(names)s et d’autres", names=shown) if more else shown,
            "tag": row.code,
            "tag_kind": "quiet",
        }
    if row.waiting:
        yield {
            "title": ngettext(
                "Une saisie attend depuis plus de 14 jours",
                "%(num)s saisies attendent depuis plus de 14 jours",
                row.waiting,
            ),
            "url": url,
            "text": _("Envoyées à la structure, et sans réponse"),
            "tag": row.code,
            "tag_kind": "quiet",
        }
