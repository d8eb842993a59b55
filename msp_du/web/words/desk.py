"""Words of the closed lists about the host’s desk."""

from enum import StrEnum

from msp_du.domain import desk
from msp_du.web.i18n import lazy

WORDS: dict[type[StrEnum], dict[str, str]] = {
    desk.DeskPurpose: {
        desk.DeskPurpose.DESK: lazy("Bureau"),
        desk.DeskPurpose.RECEIPT: lazy("Reçu"),
    },
    desk.DeskAct: {
        desk.DeskAct.APPROVE_HOURS: lazy("Heures validées"),
        desk.DeskAct.RETURN_HOURS: lazy("Saisie renvoyée"),
    },
}
