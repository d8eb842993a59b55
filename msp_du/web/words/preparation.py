"""Words of the closed lists about the award gate and what makes a board ready."""

from enum import StrEnum

from msp_du.domain import award_gate, causes, placement_documents, preparation
from msp_du.web.i18n import lazy

_PAPERS = placement_documents.PlacementPaper
_REQUIREMENTS = award_gate.Requirement
_STATES = preparation.TaskState
_TASKS = preparation.TaskKind
_ORDERS = preparation.Order
_CAUSES = causes.CauseKind

WORDS: dict[type[StrEnum], dict[str, str]] = {
    _PAPERS: {
        _PAPERS.PLACEMENT_CERTIFICATE: lazy("Attestation de stage"),
        _PAPERS.EMPLOYER_CERTIFICATE: lazy("Attestation d’heures de l’employeur"),
        _PAPERS.HOST_CERTIFICATE: lazy("Attestation de la structure"),
    },
    _REQUIREMENTS: {
        _REQUIREMENTS.MARKS: lazy("Notes"),
        _REQUIREMENTS.HOURS: lazy("Heures de stage"),
        _REQUIREMENTS.ATTENDANCE: lazy("Assiduité"),
        _REQUIREMENTS.COMPETENCIES: lazy("Compétences"),
        _REQUIREMENTS.PLACEMENT_CERTIFICATE: lazy("Document de stage"),
    },
    _STATES: {
        _STATES.DONE: lazy("Terminé"),
        _STATES.OPEN: lazy("À compléter"),
        _STATES.BLOCKED: lazy("Bloqué"),
    },
    _TASKS: {
        _TASKS.MARKS: lazy("Saisir les notes"),
        _TASKS.ANONYMITY: lazy("Lever l’anonymat"),
        _TASKS.FINISHED: lazy("Déclarer les modules terminés"),
        _TASKS.PLACEMENTS: lazy("Compléter les stages"),
        _TASKS.APPROVALS: lazy("Faire signer les heures envoyées"),
        _TASKS.DOCUMENTS: lazy("Recevoir les documents de stage"),
        _TASKS.ATTENDANCE: lazy("Clore les séances passées"),
        _TASKS.COMPETENCIES: lazy("Valider les compétences socles"),
        _TASKS.SITTING: lazy("Préparer la séance du jury"),
    },
    _ORDERS: {
        _ORDERS.NAME: lazy("Nom"),
        _ORDERS.AVERAGE: lazy("Moyenne, la plus haute d’abord"),
        _ORDERS.DISTANCE: lazy("Distance, la plus courte d’abord"),
    },
    _CAUSES: {
        _CAUSES.MARKS_MISSING: lazy("Notes attendues"),
        _CAUSES.DEFAULT: lazy("Défaillance"),
        _CAUSES.MODULE_FLOOR: lazy("Module sous son plancher"),
        _CAUSES.PASS_FAIL: lazy("Module non validé"),
        _CAUSES.NOT_COMPENSABLE: lazy("Unité sans compensation possible"),
        _CAUSES.UNIT_FLOOR: lazy("Unité sous le plancher"),
        _CAUSES.UNIT_AVERAGE: lazy("Unité sous la moyenne demandée"),
        _CAUSES.YEAR_AVERAGE: lazy("Moyenne de l’année insuffisante"),
        _CAUSES.GATE_FAILED: lazy("Condition non remplie"),
        _CAUSES.GATE_PENDING: lazy("Condition à valider"),
    },
}
