"""Where each act that can be taken back is."""

from collections.abc import Mapping
from typing import Final

from msp_du.domain.undo import UndoFlow
from msp_du.web.i18n import lazy

UNDO_PLACES: Final[Mapping[UndoFlow, str]] = {
    UndoFlow.CLASS_LIST_IMPORT: lazy("Promotions, la promotion, « Listes importées »"),
    UndoFlow.WRONG_COHORT: lazy("La fiche d’inscription, « Annuler le transfert »"),
    UndoFlow.MERGED_PERSON: lazy("La fiche d’inscription, « Cette personne a deux fiches »"),
    UndoFlow.CURRICULUM_VERSION: lazy(
        "Promotions, la promotion, « changer la version de la formation »"
    ),
    UndoFlow.MARKS_IMPORT: lazy("Notes, les imports de la promotion"),
    UndoFlow.PUBLISHED_MARKS: lazy("Notes, la feuille du module, avec le motif de la correction"),
    UndoFlow.ATTENDANCE_SESSION: lazy("Présences, la séance"),
    UndoFlow.BOARD_DECISION: lazy("Jury, le dossier de la personne"),
}
"""How one gets there, in words: these pages need an object, so that the guide cannot link them."""
