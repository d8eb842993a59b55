"""What is said when a rule about wishes for placements, or their allocation, refuses."""

from collections.abc import Mapping

from msp_du.domain.errors import Rule
from msp_du.web.i18n import lazy

SENTENCES: Mapping[Rule, str] = {
    Rule.ALLOCATION_CHANGED: lazy(
        "Des vœux ou des places viennent de changer. Rien n’est enregistré : demandez de nouveau "
        "la proposition."
    ),
    Rule.ALLOCATION_CONFIRMED: lazy(
        "Les places de cette campagne sont confirmées : elle ne change plus. Chaque stage se "
        "modifie depuis sa page."
    ),
    Rule.ALLOCATION_EMPTY: lazy(
        "Il n’y a personne à placer, ou aucune place à donner, dans cette campagne."
    ),
    Rule.ALLOCATION_EXCLUDED: lazy("La structure %(host)s est exclue pour %(trainee)s."),
    Rule.ALLOCATION_FULL: lazy("Trop de personnes à %(host)s : places offertes, %(seats)s."),
    Rule.ALLOCATION_HOST: lazy(
        "La structure %(host)s n’accueille plus de stage : %(trainee)s ne peut y aller."
    ),
    Rule.ALLOCATION_PERSON: lazy(
        "Le stage de %(trainee)s est refusé : %(refusal)s Aucun stage n’est ouvert."
    ),
    Rule.ALLOCATION_SIDE: lazy(
        "La structure %(host)s n’est pas du côté qui reste à découvrir à %(trainee)s, et cette "
        "campagne l’exige."
    ),
    Rule.CAMPAIGN_BOUNDS: lazy("Le dernier jour des vœux vient après le premier."),
    Rule.CAMPAIGN_EXISTS: lazy(
        "Une campagne de ce module commence déjà ce jour-là dans cette promotion."
    ),
    Rule.CAMPAIGN_NOT_OPEN: lazy("Les vœux ne sont pas ouverts aujourd’hui."),
    Rule.EXCLUSION_EXISTS: lazy("C’est déjà noté."),
    Rule.OFFER_IN_USE: lazy(
        "Cette place a été demandée ou proposée : mettez plutôt le nombre de places à 0."
    ),
    Rule.OFFER_SEATS: lazy("Indiquez un nombre de places de 0 à %(most)s."),
    Rule.PLACEMENT_EXCLUDED: lazy("Cette structure est exclue pour cette personne."),
    Rule.WISH_NOT_OFFERED: lazy("Cette place n’est plus proposée : choisissez-en une autre."),
    Rule.WISH_TWICE: lazy("Cette place est déjà choisie plus haut."),
    Rule.WISHES_TOO_MANY: lazy("Choisissez cinq places au plus."),
}
