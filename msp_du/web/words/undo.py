"""Words of the table of what can be taken back."""

from enum import StrEnum

from msp_du.domain.undo import UndoFlow, UndoKept, UndoLimit, UndoTold
from msp_du.web.i18n import lazy

WORDS: dict[type[StrEnum], dict[str, str]] = {
    UndoFlow: {
        UndoFlow.CLASS_LIST_IMPORT: lazy("Liste importée dans une promotion"),
        UndoFlow.WRONG_COHORT: lazy("Inscription dans la mauvaise promotion"),
        UndoFlow.MERGED_PERSON: lazy("Deux fiches fusionnées"),
        UndoFlow.CURRICULUM_VERSION: lazy("Mauvaise version de la formation"),
        UndoFlow.MARKS_IMPORT: lazy("Fichier de notes importé"),
        UndoFlow.PUBLISHED_MARKS: lazy("Notes publiées"),
        UndoFlow.ATTENDANCE_SESSION: lazy("Séance close"),
        UndoFlow.BOARD_DECISION: lazy("Décision du jury"),
    },
    UndoLimit: {
        UndoLimit.NOTHING_RESTS_ON_IT: lazy(
            "Tant que rien n’en dépend : ni note, ni heure, ni stage, ni compte ouvert."
        ),
        UndoLimit.NOTHING_RECORDED_SINCE: lazy(
            "Tant que rien n’est enregistré dans la nouvelle promotion ; un transfert reste "
            "possible ensuite."
        ),
        UndoLimit.NEITHER_CHANGED: lazy("Tant qu’aucune des deux fiches n’a changé."),
        UndoLimit.FIRST_MARK: lazy("Jusqu’à la première note de l’année."),
        UndoLimit.NO_LATER_MARK: lazy("Tant que rien de plus récent n’en dépend."),
        UndoLimit.BOARD_DECIDES: lazy("Jusqu’à la décision du jury ; la coordination ensuite."),
        UndoLimit.ALWAYS: lazy("À tout moment, par une nouvelle décision."),
    },
    UndoKept: {
        UndoKept.WHAT_WAS_KNOWN: lazy("Tout ce qui était connu avant la liste, tel quel."),
        UndoKept.STUDIES: lazy("Les notes, les heures, les compétences et les décisions."),
        UndoKept.ISSUED_DOCUMENTS: lazy("Les documents, tels qu’ils ont été délivrés."),
        UndoKept.NAMED_PARTS: lazy(
            "Les stages, les acquis et les personnes nommées, d’après le code des modules."
        ),
        UndoKept.FORMER_MARKS: lazy("Chaque note d’avant, avec son auteur et sa date."),
        UndoKept.FORMER_PRESENCES: lazy("Les présences déjà notées."),
        UndoKept.FORMER_DECISION: lazy("La décision d’avant et ce sur quoi elle reposait."),
    },
    UndoTold: {
        UndoTold.NOBODY: lazy("Personne : rien ne change pour qui suit la formation."),
        UndoTold.INVITED_BY_HAND: lazy(
            "Personne : prévenez vous-même qui a déjà reçu une invitation."
        ),
        UndoTold.TRAINEE_BY_SCREEN: lazy("La personne concernée, qui le voit sur son écran."),
        UndoTold.TUTOR_BY_SCREEN: lazy("Le suivi pédagogique, qui le voit sur ses écrans."),
    },
}
