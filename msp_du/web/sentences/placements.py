"""What is said when a rule about placements refuses."""

from collections.abc import Mapping

from msp_du.domain.errors import Rule
from msp_du.web.i18n import lazy

SENTENCES: Mapping[Rule, str] = {
    Rule.HOST_CANNOT_SIGN: lazy(
        "Cette structure ne peut pas signer d’heures : elle ne peut pas accueillir de stage."
    ),
    Rule.CONTACT_NOT_OF_HOST: lazy("Choisissez un contact de la structure d’accueil."),
    Rule.CONTACT_WITHOUT_ADDRESS: lazy(
        "Il manque l’adresse électronique de ce contact : ajoutez-la avant de l’inviter."
    ),
    Rule.MODULE_NOT_OF_YEAR: lazy("Choisissez un module de stage de l’année suivie."),
    Rule.ORGANISATION_NAME_TAKEN: lazy("Une structure porte déjà ce nom."),
    Rule.PERIOD_MISSING: lazy("Indiquez au moins une période, avec ses heures prévues."),
    Rule.PERIODS_LEAVE_HOURS_OUT: lazy(
        "Des heures sont déjà notées le %(day)s : les périodes doivent comprendre ce jour."
    ),
    Rule.TUTOR_NOT_OF_INSTITUTION: lazy("Choisissez une personne chargée du suivi pédagogique."),
    Rule.PERIOD_BOUNDS: lazy("La période doit finir le jour où elle commence, ou après."),
    Rule.PERIOD_OVERLAP: lazy("Deux périodes du stage se chevauchent."),
}
