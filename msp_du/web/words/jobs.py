"""Words of the closed lists about the worker's jobs."""

from enum import StrEnum

from msp_du.domain import vocabulary
from msp_du.web.i18n import lazy

WORDS: dict[type[StrEnum], dict[str, str]] = {
    vocabulary.JobKind: {
        vocabulary.JobKind.MAIL_INVITATION: lazy("Message d’invitation"),
        vocabulary.JobKind.MAIL_PASSWORD_RESET: lazy("Message pour un nouveau mot de passe"),
        vocabulary.JobKind.MAIL_ADDRESS_CHANGE: lazy("Message pour confirmer une adresse"),
        vocabulary.JobKind.MAIL_ADDRESS_CHANGED: lazy("Message d’adresse changée"),
        vocabulary.JobKind.MAIL_PASSWORD_CHANGED: lazy("Message de mot de passe changé"),
        vocabulary.JobKind.MAIL_FAILED_SIGN_INS: lazy("Message d’essais de connexion manqués"),
        vocabulary.JobKind.MAIL_HOURS_TO_APPROVE: lazy("Message d’heures à valider"),
        vocabulary.JobKind.MAIL_HOURS_RETURNED: lazy("Message de saisie renvoyée"),
        vocabulary.JobKind.MAIL_MARK_CHANGED: lazy("Message de note corrigée"),
        vocabulary.JobKind.MAIL_MARK_QUESTION: lazy("Message de question sur une note"),
        vocabulary.JobKind.MAIL_MARK_ANSWER: lazy("Message de réponse à une question"),
        vocabulary.JobKind.MAIL_CODE_TRIED: lazy("Message d’essais de code manqués"),
        vocabulary.JobKind.MAIL_CURRICULUM_CORRECTED: lazy("Message de programme corrigé"),
        vocabulary.JobKind.DOCUMENT_RENDER: lazy("Préparation d’un document"),
        vocabulary.JobKind.ATTENDANCE_PAPER: lazy("Préparation d’une feuille de présence"),
        vocabulary.JobKind.BOARD_PAPER_RENDER: lazy("Préparation d’un document du jury"),
        vocabulary.JobKind.AGREEMENT_RENDER: lazy("Préparation d’une convention"),
        vocabulary.JobKind.MAIL_DESK_LINK: lazy("Message de lien personnel"),
        vocabulary.JobKind.MAIL_DESK_HOURS: lazy("Message d’heures à valider, avec lien"),
        vocabulary.JobKind.MAIL_DESK_COPY: lazy("Message de reçu"),
        vocabulary.JobKind.MAIL_DESK_CODE: lazy("Message de code à usage unique"),
        vocabulary.JobKind.MAIL_DESK_WRONG_PERSON: lazy("Message d’adresse à vérifier"),
        vocabulary.JobKind.HOST_HANDOVER: lazy("Passage de relais chez un hôte"),
        vocabulary.JobKind.PLACEMENT_CERTIFICATE: lazy("Préparation d’une attestation de stage"),
        vocabulary.JobKind.HOURS_TIMESHEET: lazy("Préparation d’un relevé d’heures"),
        vocabulary.JobKind.MAIL_REMINDERS: lazy("Rappel"),
        vocabulary.JobKind.SMS_REMINDERS: lazy("Rappel par SMS"),
        vocabulary.JobKind.REMINDERS_PLAN: lazy("Préparation des rappels"),
        vocabulary.JobKind.MESSAGES_PURGE: lazy("Oubli des anciens messages"),
    },
    vocabulary.JobState: {
        vocabulary.JobState.PENDING: lazy("En attente"),
        vocabulary.JobState.RUNNING: lazy("En cours"),
        vocabulary.JobState.DONE: lazy("Fait"),
        vocabulary.JobState.FAILED: lazy("Échec"),
    },
}
