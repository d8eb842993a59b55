"""Words of the closed lists about marks, results and ratings."""

from enum import StrEnum

from msp_du.domain import vocabulary
from msp_du.web.i18n import lazy

WORDS: dict[type[StrEnum], dict[str, str]] = {
    vocabulary.MarkCode: {
        vocabulary.MarkCode.UNEXCUSED_ABSENCE: lazy("Absence injustifiée"),
        vocabulary.MarkCode.EXCUSED_ABSENCE: lazy("Absence justifiée"),
        vocabulary.MarkCode.PASS: lazy("Validé"),
        vocabulary.MarkCode.FAIL: lazy("Non validé"),
    },
    vocabulary.ResultCode: {
        vocabulary.ResultCode.PASSED: lazy("Admission"),
        vocabulary.ResultCode.PASSED_BY_BOARD: lazy("Admission par le jury"),
        vocabulary.ResultCode.COMPENSATED: lazy("Compensation"),
        vocabulary.ResultCode.FAILED: lazy("Ajournement"),
        vocabulary.ResultCode.DEFAULTED: lazy("Défaillance"),
        vocabulary.ResultCode.EXEMPT: lazy("Dispense"),
        vocabulary.ResultCode.PENDING: lazy("En attente"),
    },
    vocabulary.GateState: {
        vocabulary.GateState.MET: lazy("Condition remplie"),
        vocabulary.GateState.PENDING: lazy("À valider"),
        vocabulary.GateState.FAILED: lazy("Condition non remplie"),
    },
    vocabulary.RaterRole: {
        vocabulary.RaterRole.SELF: lazy("Auto-évaluation"),
        vocabulary.RaterRole.HOST: lazy("Structure d’accueil"),
        vocabulary.RaterRole.TUTOR: lazy("Université"),
    },
    vocabulary.Level: {
        vocabulary.Level.NOVICE: lazy("Novice"),
        vocabulary.Level.BEGINNER: lazy("Débutant"),
        vocabulary.Level.COMPETENT: lazy("Compétent"),
        vocabulary.Level.AUTONOMOUS: lazy("Autonome"),
        vocabulary.Level.NOT_OBSERVED: lazy("Non observé"),
        vocabulary.Level.NOT_APPLICABLE: lazy("Sans objet"),
    },
}
