"""Words for what is wrong with a body of hours that a program sent."""

from enum import StrEnum

from msp_du.domain.hours_requests import BodyFault
from msp_du.web.i18n import lazy

WORDS: dict[type[StrEnum], dict[str, str]] = {
    BodyFault: {
        BodyFault.MISSING: lazy("Ce champ manque."),
        BodyFault.UNKNOWN_FIELD: lazy("Ce champ n’existe pas."),
        BodyFault.WRONG_TYPE: lazy("Cette valeur n’est pas du type attendu."),
        BodyFault.WRONG_FORMAT: lazy("Cette valeur n’est pas écrite comme attendu."),
        BodyFault.OUT_OF_RANGE: lazy("Ce nombre est trop petit ou trop grand."),
        BodyFault.TOO_LONG: lazy("Cette valeur est trop longue."),
        BodyFault.NOT_IN_LIST: lazy("Cette valeur n’est pas dans la liste."),
        BodyFault.MINUTES_OR_TIMES: lazy(
            "Donnez soit une durée en minutes, soit un début et une fin."
        ),
    },
}
