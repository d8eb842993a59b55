"""The trainees whom a tutor follows, as lines of a list."""

from collections.abc import Iterable
from typing import Any

from flask import url_for

from msp_du.services.rated_trainees import FollowedTrainee
from msp_du.web import formatting
from msp_du.web.i18n import _


def followed_items(found: Iterable[FollowedTrainee]) -> list[dict[str, Any]]:
    """Return one line a trainee: since when rated, how far, and whether there is news."""
    return [_item(row) for row in found]


def _item(row: FollowedTrainee) -> dict[str, Any]:
    return {
        "title": row.trainee,
        "url": url_for(".show_enrolment", enrolment_id=row.enrolment_id),
        "text": ", ".join([row.cohort_code, *_how_far(row), _when(row)]),
        "tag": _("Nouveau") if row.has_news else None,
        "tag_kind": "info",
    }


def _how_far(row: FollowedTrainee) -> list[str]:
    if row.standing is None:
        return []
    done, total = row.standing.acquired, row.standing.core_total
    return [_("%(done)s sur %(total)s compétences socles", done=done, total=total)]


def _when(row: FollowedTrainee) -> str:
    if row.rated_at is None:
        return _("pas encore de niveau de l’université")
    return _("dernier niveau le %(day)s", day=formatting.day(row.rated_at))
