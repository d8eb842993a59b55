"""Words of the closed lists about the law of placements."""

from enum import StrEnum

from msp_du.domain import allowances, incidents, placement_presence
from msp_du.web.i18n import lazy

WORDS: dict[type[StrEnum], dict[str, str]] = {
    allowances.AllowanceState: {
        allowances.AllowanceState.DUE: lazy("Due"),
        allowances.AllowanceState.BELOW: lazy("Non due"),
        allowances.AllowanceState.NOT_BY_LAW: lazy("Non prévue par la loi"),
        allowances.AllowanceState.PAID_WORK: lazy("Sans objet : travail salarié"),
        allowances.AllowanceState.OTHER_EMPLOYER: lazy("Sans objet : salaire de l’employeur"),
    },
    incidents.IncidentPlace: {
        incidents.IncidentPlace.HOST: lazy("Dans la structure d’accueil"),
        incidents.IncidentPlace.TRAVEL: lazy("Sur le trajet"),
        incidents.IncidentPlace.OUTING: lazy("En sortie ou en mission"),
        incidents.IncidentPlace.UNIVERSITY: lazy("À l’université"),
    },
    placement_presence.OddPresence: {
        placement_presence.OddPresence.NIGHT: lazy("La nuit"),
        placement_presence.OddPresence.SUNDAY: lazy("Le dimanche"),
        placement_presence.OddPresence.HOLIDAY: lazy("Les jours fériés"),
    },
}
