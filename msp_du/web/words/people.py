"""Words of the closed lists about people, accounts and enrolments."""

from enum import StrEnum

from msp_du.domain import enrolment, vocabulary
from msp_du.web.i18n import lazy

WORDS: dict[type[StrEnum], dict[str, str]] = {
    vocabulary.Role: {
        vocabulary.Role.TRAINEE: lazy("Stagiaire"),
        vocabulary.Role.TUTOR: lazy("Suivi pédagogique"),
        vocabulary.Role.SUPERVISOR: lazy("Tutorat de stage"),
        vocabulary.Role.COORDINATOR: lazy("Coordination"),
        vocabulary.Role.REGISTRAR: lazy("Scolarité"),
        vocabulary.Role.BOARD_MEMBER: lazy("Membre du jury"),
        vocabulary.Role.ADMINISTRATOR: lazy("Administration"),
    },
    vocabulary.AccountState: {
        vocabulary.AccountState.INVITED: lazy("Sans réponse"),
        vocabulary.AccountState.ACTIVE: lazy("En service"),
        vocabulary.AccountState.DISABLED: lazy("Fermé"),
    },
    vocabulary.Language: {
        vocabulary.Language.FRENCH: lazy("français"),
        vocabulary.Language.ENGLISH: lazy("anglais"),
    },
    vocabulary.EnrolmentState: {
        vocabulary.EnrolmentState.ACTIVE: lazy("En cours"),
        vocabulary.EnrolmentState.SUSPENDED: lazy("Suspendue"),
        vocabulary.EnrolmentState.WITHDRAWN: lazy("Arrêtée"),
        vocabulary.EnrolmentState.COMPLETED: lazy("Terminée"),
    },
    enrolment.EnrolmentAct: {
        enrolment.EnrolmentAct.SUSPEND: lazy("Suspendre l’inscription"),
        enrolment.EnrolmentAct.RESUME: lazy("Reprendre l’inscription"),
        enrolment.EnrolmentAct.WITHDRAW: lazy("Arrêter l’inscription"),
        enrolment.EnrolmentAct.REOPEN: lazy("Rouvrir l’inscription"),
    },
    vocabulary.LinkPurpose: {
        vocabulary.LinkPurpose.INVITATION: lazy("Invitation"),
        vocabulary.LinkPurpose.PASSWORD_RESET: lazy("Nouveau mot de passe"),
        vocabulary.LinkPurpose.ADDRESS_CHANGE: lazy("Changement d’adresse"),
    },
    vocabulary.AttemptKind: {
        vocabulary.AttemptKind.SIGN_IN: lazy("Connexion"),
        vocabulary.AttemptKind.PASSWORD_REQUEST: lazy("Mot de passe oublié"),
        vocabulary.AttemptKind.VERIFICATION: lazy("Vérification d’un document"),
        vocabulary.AttemptKind.CLASS_CODE: lazy("Code de présence"),
        vocabulary.AttemptKind.DESK_LINK: lazy("Lien du bureau"),
    },
}
