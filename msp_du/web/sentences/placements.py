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
    Rule.PLACEMENT_DOCUMENT_DECIDED: lazy(
        "Le jury a décidé de cette année : la réception du document ne peut plus être retirée."
    ),
    Rule.PLACEMENT_DOCUMENT_EXISTS: lazy("La réception de ce document est déjà enregistrée."),
    Rule.PLACEMENT_DOCUMENT_IN_FUTURE: lazy(
        "La date de réception est à venir : indiquez le jour où le document est arrivé."
    ),
    Rule.PLACEMENT_DOCUMENT_MISSING: lazy("La réception de ce document est déjà retirée."),
    Rule.PLACEMENT_DOCUMENT_NOT_DUE: lazy(
        "Un de ces documents n’est plus attendu : relisez la liste, elle a changé."
    ),
    Rule.PLACEMENT_DOCUMENT_TOO_EARLY: lazy(
        "Le stage a commencé le %(first_day)s : le document ne peut pas être arrivé avant."
    ),
    Rule.TUTOR_NOT_OF_INSTITUTION: lazy("Choisissez une personne chargée du suivi pédagogique."),
    Rule.PERIOD_BOUNDS: lazy("La période doit finir le jour où elle commence, ou après."),
    Rule.PERIOD_OVERLAP: lazy("Deux périodes du stage se chevauchent."),
}
