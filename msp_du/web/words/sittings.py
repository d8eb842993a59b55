"""Words of the closed lists about sittings of the board and their papers."""

from enum import StrEnum

from msp_du.domain.board_papers import PaperKind, PaperState
from msp_du.domain.sittings import SeatFault, SittingState
from msp_du.web.i18n import lazy

WORDS: dict[type[StrEnum], dict[str, str]] = {
    SittingState: {
        SittingState.PREPARED: lazy("En préparation"),
        SittingState.OPEN: lazy("Ouverte"),
        SittingState.CLOSED: lazy("Close"),
        SittingState.PUBLISHED: lazy("Publiée"),
    },
    SeatFault: {
        SeatFault.NOBODY_PRESIDES: lazy("Ni la présidence ni sa suppléance n’est présente."),
        SeatFault.TEACHERS_OUTNUMBERED: lazy(
            "Les enseignants ne sont pas la majorité des membres présents."
        ),
    },
    PaperKind: {
        PaperKind.MINUTES: lazy("Procès-verbal"),
        PaperKind.RESULTS_LIST: lazy("Liste des résultats par numéro"),
        PaperKind.LETTER: lazy("Lettre de résultat"),
    },
    PaperState: {
        PaperState.WAITING: lazy("En attente des voies de recours"),
        PaperState.PENDING: lazy("En préparation"),
        PaperState.READY: lazy("Prêt"),
    },
}
