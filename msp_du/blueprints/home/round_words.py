"""Rounds of wishes on a trainee's first page, while they ask for something or tell news."""

from collections.abc import Iterator, Sequence
from typing import Any

from flask import url_for

from msp_du.domain.campaigns import CampaignStage
from msp_du.services.placement_wishes import OwnRound
from msp_du.web.formatting import day
from msp_du.web.i18n import _


def round_items(rounds: Sequence[OwnRound]) -> Iterator[dict[str, Any]]:
    """Return the open rounds: what is still to be sent, or may still be changed."""
    for mine in rounds:
        if mine.stage is not CampaignStage.OPEN:
            continue
        yield {
            "title": _("Changer mes vœux de stage") if mine.wishes else _("Choisir mes places"),
            "url": url_for("allocation.rank_places", campaign_id=mine.campaign.id),
            "text": _("Jusqu’au %(day)s inclus", day=day(mine.campaign.closes_on)),
            "tag": _("Envoyés") if mine.wishes else _("À faire"),
            "tag_kind": "info" if mine.wishes else "todo",
        }
