"""What is said when a rule about agreements refuses."""

from collections.abc import Mapping

from msp_du.domain.errors import Rule
from msp_du.web.i18n import lazy

SENTENCES: Mapping[Rule, str] = {
    Rule.AGREEMENT_CHANGED: lazy(
        "Ce document a changé depuis que cette page est ouverte. Relisez-le avant de signer."
    ),
    Rule.AGREEMENT_END_BOUNDS: lazy(
        "Choisissez un jour du %(first_day)s au %(last_day)s, ce dernier exclu."
    ),
    Rule.AGREEMENT_END_PLANNED: lazy(
        "Indiquez une durée de plus de %(least)s, et de %(minutes)s au plus."
    ),
    Rule.AGREEMENT_ENDED: lazy("La fin anticipée de ce stage est déjà enregistrée."),
    Rule.AGREEMENT_NOT_LAST: lazy(
        "Seul le dernier document d’un stage se corrige, s’il a été préparé ici."
    ),
    Rule.AGREEMENT_SAME: lazy("Rien n’a changé : il n’y a pas de correction à envoyer."),
    Rule.AGREEMENT_SIGNED_ALREADY: lazy("Cette signature est déjà enregistrée."),
    Rule.AGREEMENT_SIGNED_EARLY: lazy(
        "La signature sur papier est datée du jour de l’envoi, le %(first_day)s, ou d’après, "
        "et au plus tard d’aujourd’hui."
    ),
    Rule.AGREEMENT_SIGNERS: lazy("Choisissez au moins un signataire de la liste."),
    Rule.AGREEMENT_STATE: lazy("L’état est « %(current)s » : cette action n’est pas possible."),
    Rule.AGREEMENT_TEXT: lazy(
        "Ligne %(line)s : « %(found)s » n’est pas un champ connu. Prenez un champ de la liste."
    ),
    Rule.AGREEMENT_TEXT_SAME: lazy("Le texte n’a pas changé."),
    Rule.AGREEMENT_UNDER_WAY: lazy(
        "Un document de ce stage attend des signatures : corrigez-le plutôt."
    ),
    Rule.FOLLOW_UP_SAME: lazy("Cette personne suit déjà le stage."),
    Rule.HOURS_AFTER_END: lazy(
        "Le stage a pris fin le %(last_day)s : les heures d’après ne se notent pas."
    ),
    Rule.HOURS_SUSPENDED: lazy("Le stage est suspendu ce jour-là : les heures ne se notent pas."),
    Rule.HOURS_UNSIGNED: lazy(
        "La convention n’est pas signée pour ce jour : les heures se notent une fois que tout "
        "le monde a signé."
    ),
    Rule.RESUMPTION_TOO_EARLY: lazy(
        "La suspension commence le %(first_day)s : la reprise est un jour d’après."
    ),
    Rule.SUSPENSION_BOUNDS: lazy("Choisissez un jour du stage, du %(first_day)s au %(last_day)s."),
    Rule.SUSPENSION_EXISTS: lazy("Une suspension est déjà enregistrée à cette date ou après."),
    Rule.SUSPENSION_HAS_HOURS: lazy(
        "Des heures sont déjà notées le %(day)s : choisissez un jour d’après."
    ),
    Rule.SUSPENSION_MISSING: lazy("Ce stage n’est pas suspendu."),
}
