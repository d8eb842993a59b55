"""What is said when a rule about institutions refuses."""

from collections.abc import Mapping

from msp_du.domain.errors import Rule
from msp_du.web.i18n import lazy

SENTENCES: Mapping[Rule, str] = {
    Rule.ADDRESS_NOT_VALID: lazy(
        "Écrivez une adresse complète, par exemple prenom.nom@exemple.fr."
    ),
    Rule.CALENDAR_BOUNDS: lazy(
        "Les dates doivent se suivre et rester dans l’année universitaire, "
        "du %(first_day)s au %(last_day)s."
    ),
    Rule.CALENDAR_LABEL_TAKEN: lazy("L’année %(label)s existe déjà."),
    Rule.CALENDAR_OVERLAP: lazy("%(label)s et %(other)s se chevauchent."),
    Rule.COLOUR_CONTRAST: lazy(
        "Le contraste de cette couleur avec %(against)s est de %(ratio)s ; "
        "il en faut au moins %(least)s."
    ),
    Rule.COLOUR_NOT_VALID: lazy("Écrivez une couleur en hexadécimal, par exemple #1f4e4a."),
    Rule.IMAGE_NOT_READABLE: lazy("Ce fichier n’est pas une image lisible (PNG ou JPEG)."),
    Rule.IMAGE_TOO_LARGE: lazy(
        "L’image doit peser au plus %(megabytes)s Mo et mesurer au plus %(side)s pixels de côté."
    ),
    Rule.INSTITUTION_CODE_TAKEN: lazy("Un autre établissement porte déjà ce code."),
    Rule.LIMITS_ORDER: lazy(
        "Le seuil de l’avertissement (%(warn)s) ne peut pas dépasser la limite (%(limit)s)."
    ),
    Rule.NAME_NOT_NEUTRAL: lazy(
        "Ce nom paraît dans les titres et les messages : il doit être neutre, sans « %(words)s »."
    ),
}
