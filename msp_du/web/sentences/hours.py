"""What is said when a rule about hours refuses."""

from collections.abc import Mapping

from msp_du.domain.errors import Rule
from msp_du.web.i18n import lazy

SENTENCES: Mapping[Rule, str] = {
    Rule.HOURS_BREAK_NEGATIVE: lazy("La pause ne peut pas être négative."),
    Rule.HOURS_BREAK_TOO_LONG: lazy(
        "La pause (%(break_minutes)s) doit être plus courte que la présence (%(elapsed)s)."
    ),
    Rule.HOURS_CLIENT_ID_REUSED: lazy(
        "Cette saisie est déjà enregistrée avec d’autres valeurs. Relisez vos heures."
    ),
    Rule.HOURS_IN_FUTURE: lazy("Ce jour n’est pas encore arrivé."),
    Rule.HOURS_NO_SUCH_TIME: lazy(
        "Le %(day)s, %(time)s n’existe pas : l’heure change cette nuit-là."
    ),
    Rule.HOURS_NOT_ENROLLED: lazy(
        "Le %(day)s, l’inscription n’était pas en cours : ce jour ne se note pas."
    ),
    Rule.HOURS_OUTSIDE_PERIODS: lazy(
        "Ce jour est en dehors des périodes du stage (du %(first_day)s au %(last_day)s)."
    ),
    Rule.HOURS_OVER_DAILY_LIMIT: lazy(
        "Cela ferait %(total)s dans la journée ; la limite est de %(limit)s."
    ),
    Rule.HOURS_OVER_WEEKLY_LIMIT: lazy(
        "Cela ferait %(total)s dans la semaine ; la limite est de %(limit)s."
    ),
    Rule.HOURS_OVERLAP: lazy("Ces horaires en recouvrent d’autres, déjà notés le %(worked_on)s."),
    Rule.HOURS_OVERLAP_CLASS: lazy(
        "Vous étiez en cours pendant une partie de ces horaires, le %(worked_on)s."
    ),
    Rule.HOURS_REMOVED: lazy(
        "Vous avez supprimé cette saisie. Pour la noter de nouveau, enregistrez encore une fois."
    ),
    Rule.HOURS_STATE: lazy("Cette saisie est « %(current)s » : ce n’est plus possible."),
    Rule.HOURS_TOO_SHORT: lazy("Notez au moins une minute de présence, pause déduite."),
    Rule.HOURS_WARNING_UNCONFIRMED: lazy("Relisez l’avertissement et confirmez pour enregistrer."),
    Rule.SIGNATURE_CHANGED: lazy(
        "Les heures ont changé depuis que cette page est ouverte. Relisez-les avant de signer."
    ),
    Rule.HOURS_ALREADY_CORRECTED: lazy(
        "Ce jour a déjà été corrigé depuis que cette page est ouverte. Relisez vos heures."
    ),
    Rule.HOURS_CLOSED: lazy(
        "L’attestation de ce stage est reçue : ses heures ne changent plus. "
        "La coordination peut rouvrir un jour, avec un motif."
    ),
    Rule.HOURS_NO_TEXT: lazy("Il n’y a plus de texte à effacer pour ce jour."),
    Rule.HOURS_NOT_CLOSED: lazy("Ces heures ne sont pas closes : il n’y a rien à rouvrir."),
    Rule.HOURS_UNCHANGED: lazy("Cette correction dit la même chose que la version signée."),
    Rule.TIMESHEET_EMPTY: lazy("Aucune heure envoyée ou signée n’est notée pour ce mois."),
}
