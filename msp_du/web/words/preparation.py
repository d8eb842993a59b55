"""Words of the closed lists about the award gate and what makes a board ready."""

from enum import StrEnum

from msp_du.domain import award_gate, placement_documents
from msp_du.web.i18n import lazy

_PAPERS = placement_documents.PlacementPaper
_REQUIREMENTS = award_gate.Requirement

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
}
