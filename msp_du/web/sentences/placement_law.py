"""What is said when the law of placements, a certificate or an incident notice refuses."""

from collections.abc import Mapping

from msp_du.domain.errors import Rule
from msp_du.web.i18n import lazy

SENTENCES: Mapping[Rule, str] = {
    Rule.PLACEMENT_FORBIDDEN: lazy(
        "La loi ne permet pas ce stage tel quel. Modifiez-le, ou écrivez pourquoi il est maintenu."
    ),
    Rule.PLACEMENT_WARNING_UNCONFIRMED: lazy(
        "Relisez les points signalés, puis cochez la case pour enregistrer."
    ),
    Rule.LIMITS_FIGURES: lazy(
        "Les heures d’une semaine habituelle ne peuvent pas dépasser le maximum d’une semaine."
    ),
    Rule.LIMITS_RATES: lazy(
        "Indiquez au moins un taux de gratification, et un seul pour chaque date."
    ),
    Rule.LIMITS_YEAR_START: lazy(
        "L’année doit commencer un jour qui existe chaque année, par exemple le 1 du mois 9."
    ),
    Rule.CERTIFICATE_NO_HOURS: lazy(
        "Aucune heure de ce stage n’est signée : il n’y a encore rien à attester."
    ),
    Rule.INCIDENT_IN_FUTURE: lazy("Ce moment est à venir : indiquez quand l’incident a eu lieu."),
    Rule.INCIDENT_TOO_EARLY: lazy(
        "Le stage a commencé le %(first_day)s : l’incident ne peut pas avoir eu lieu avant."
    ),
    Rule.INCIDENT_SENT: lazy("L’envoi de cette déclaration est déjà noté."),
    Rule.INCIDENT_SENT_DATE: lazy(
        "La déclaration part entre le jour de l’incident, le %(first_day)s, et aujourd’hui."
    ),
}
