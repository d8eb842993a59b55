"""Sentences of the host’s desk."""

from collections.abc import Mapping

from msp_du.domain.errors import Rule
from msp_du.web.i18n import lazy

SENTENCES: Mapping[Rule, str] = {
    Rule.DEPUTY_BOUNDS: lazy("Le dernier jour ne peut pas venir avant le premier."),
    Rule.DEPUTY_NOT_OF_HOST: lazy("Choisissez une autre personne de la même structure."),
    Rule.DESK_CODE_WRONG: lazy(
        "Ce code n’est pas le bon, ou il a plus de dix minutes. Demandez-en un nouveau."
    ),
    Rule.HANDOVER_NOTHING: lazy("Cette personne ne suit aucun stage à transmettre."),
    Rule.HANDOVER_SAME: lazy("Choisissez une autre personne : celle-ci suit déjà ces stages."),
    Rule.SIGNATURE_NOTHING: lazy(
        "Rien n’est choisi : cochez au moins une liste à signer, ou signalez un problème."
    ),
}
