"""Words of the closed list of what is recalled."""

from enum import StrEnum

from msp_du.domain.reminders import DueKind
from msp_du.web.i18n import lazy

WORDS: dict[type[StrEnum], dict[str, str]] = {
    DueKind: {
        DueKind.HOURS_TO_SIGN: lazy("Heures à signer"),
        DueKind.HOURS_NOT_SENT: lazy("Heures à envoyer"),
        DueKind.HOURS_RETURNED: lazy("Heures à corriger"),
        DueKind.MARKS_TO_ENTER: lazy("Notes à saisir"),
        DueKind.PAPER_TO_HAND_IN: lazy("Document de fin de stage à remettre"),
        DueKind.AGREEMENT_TO_SIGN: lazy("Convention à signer"),
        DueKind.AGREEMENT_OF_HOST: lazy("Convention à signer par la structure"),
        DueKind.WAITING_ELSEWHERE: lazy("Retard signalé à la coordination"),
    },
}
