"""Words of the closed lists about documents and files."""

from enum import StrEnum

from msp_du.domain import vocabulary
from msp_du.domain.document_standing import Standing
from msp_du.web.i18n import lazy

WORDS: dict[type[StrEnum], dict[str, str]] = {
    vocabulary.DocumentKind: {
        vocabulary.DocumentKind.TRANSCRIPT: lazy("Relevé de notes"),
        vocabulary.DocumentKind.CERTIFICATE: lazy("Diplôme"),
    },
    vocabulary.DocumentState: {
        vocabulary.DocumentState.PENDING: lazy("En préparation"),
        vocabulary.DocumentState.VALID: lazy("Valable"),
        vocabulary.DocumentState.REPLACED: lazy("Remplacé"),
        vocabulary.DocumentState.REVOKED: lazy("Révoqué"),
    },
    vocabulary.RevocationReason: {
        vocabulary.RevocationReason.CLERICAL_ERROR: lazy("Erreur matérielle"),
        vocabulary.RevocationReason.DECISION_CHANGED: lazy("Décision du jury changée"),
        vocabulary.RevocationReason.ISSUED_BY_MISTAKE: lazy("Édité par erreur"),
    },
    vocabulary.FileState: {
        vocabulary.FileState.READY: lazy("Disponible"),
        vocabulary.FileState.WITHDRAWN: lazy("Retiré"),
    },
    Standing: {
        Standing.NOT_YET: lazy("Pas encore"),
        Standing.READY: lazy("Prêt à éditer"),
        Standing.PENDING: lazy("En préparation"),
        Standing.VALID: lazy("Édité"),
        Standing.OUTDATED: lazy("À remplacer"),
        Standing.REVOKED: lazy("Révoqué"),
    },
}
