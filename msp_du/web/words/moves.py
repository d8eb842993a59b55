"""Words of the closed lists about credits and moves."""

from enum import StrEnum

from msp_du.domain.credits import CreditKind
from msp_du.domain.progression import Way
from msp_du.services.class_list_imports import Obstacle
from msp_du.web.i18n import lazy

WORDS: dict[type[StrEnum], dict[str, str]] = {
    CreditKind: {
        CreditKind.EXEMPT: lazy("Dispense"),
        CreditKind.EQUIVALENCE: lazy("Équivalence"),
        CreditKind.CAPITALISED: lazy("Unité acquise"),
    },
    Obstacle: {
        Obstacle.RECORDED: lazy("Des inscriptions ont servi ou changé depuis"),
        Obstacle.ACCOUNT_IN_USE: lazy("Des personnes ont ouvert leur compte"),
        Obstacle.KNOWN_ELSEWHERE: lazy("Des personnes sont inscrites ailleurs depuis"),
    },
    Way: {
        Way.GOES_ON: lazy("Passe dans l’année suivante"),
        Way.GOES_ON_WITH_DEBTS: lazy("Passe, avec des unités à reprendre"),
        Way.REPEATS: lazy("Recommence l’année"),
        Way.COMPLETES: lazy("Termine la formation"),
        Way.AWAITS_DECISION: lazy("Attend la décision du jury"),
        Way.AWAITS_PUBLICATION: lazy("Attend la publication des résultats"),
        Way.AWAITS_RESITS: lazy("Attend la seconde session"),
        Way.AWAITS_OTHER_YEAR: lazy("Attend une autre année"),
        Way.STOPPED: lazy("Inscription suspendue ou arrêtée"),
        Way.MOVED: lazy("Déjà fait"),
    },
}
