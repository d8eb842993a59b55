"""What the scripts of a trainee's phone are given: an alias, words, and what to offer offline."""

import json
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from flask import Flask

from msp_du import policies
from msp_du.domain.aliases import alias_of
from msp_du.domain.vocabulary import Role
from msp_du.web.access import actor_or_none
from msp_du.web.i18n import _

MOST_PLACEMENTS = 5
"""How many placements the page without a network can offer."""


def register(app: Flask) -> None:
    """Tell templates by which alias a trainee's phone knows its account, and its words."""

    def context() -> dict[str, Any]:
        actor = actor_or_none()
        is_trainee = actor is not None and policies.has_role(actor, Role.TRAINEE)
        return {"phone_alias": alias_of(actor.id) if actor and is_trainee else ""}

    app.context_processor(context)
    app.jinja_env.globals["unsent_words"] = unsent_words
    app.jinja_env.globals["hours_words"] = hours_words


def offered(placement_ids: Sequence[UUID], minutes: Sequence[int]) -> Mapping[str, Any]:
    """Return what a phone may keep for the page without a network: ids and durations."""
    kept = {
        "placements": [str(each) for each in placement_ids[:MOST_PLACEMENTS]],
        "minutes": list(minutes),
    }
    return {"known": json.dumps(kept), "now": int(datetime.now(UTC).timestamp() * 1000)}


def unsent_words() -> str:
    """Return what the notice of unsent days says; ``{…}`` is filled in by the script."""
    return json.dumps(
        {
            "one": _("Une saisie non envoyée est gardée sur ce téléphone."),
            "many": _("{count} saisies non envoyées sont gardées sur ce téléphone."),
            "since": _("La plus ancienne attend depuis le {when}."),
            "out": _("Connectez-vous : l’envoi se fera tout seul."),
            "signIn": _("Se connecter"),
            "old": _("Cela fait plus de 48 heures : retrouvez du réseau dès que possible."),
        }
    )


def hours_words() -> str:
    """Return what the form of a day says by itself; ``{…}`` is filled in by the script."""
    return json.dumps(
        {
            "kept": _("Noté sur ce téléphone : {about}."),
            "got": _("Noté et reçu : {about}."),
            "seeBelow": _("Noté sur ce téléphone, mais à revoir : {about}."),
            "here": _("Sur ce téléphone"),
            "received": _("Reçu"),
            "refused": _("À revoir"),
            "times": _("de {start} à {end}"),
            "unread": _("Relisez la date et la durée : elles ne se comprennent pas."),
            "failed": _("Ce téléphone ne peut rien garder. Notez ce jour sur papier."),
            "notTaken": _("Cette saisie n’a pas été acceptée."),
            "anyway": _("Enregistrer quand même"),
            "mend": _("Corriger"),
            "drop": _("Jeter"),
        }
    )
