"""Words of the closed lists about structures and placements."""

from enum import StrEnum

from msp_du.domain import vocabulary
from msp_du.web.i18n import lazy

WORDS: dict[type[StrEnum], dict[str, str]] = {
    vocabulary.Regime: {
        vocabulary.Regime.STUDENT_INTERNSHIP: lazy("Stage étudiant"),
        vocabulary.Regime.CONTINUING_EDUCATION: lazy("Formation continue"),
        vocabulary.Regime.EMPLOYMENT: lazy("Emploi (alternance)"),
        vocabulary.Regime.EXTERNAL_ASSIGNMENT: lazy("Mission extérieure"),
    },
    vocabulary.OrganisationKind: {
        vocabulary.OrganisationKind.MUTUAL_AID_GROUP: lazy("Groupe d’entraide mutuelle"),
        vocabulary.OrganisationKind.CLUBHOUSE: lazy("Clubhouse"),
        vocabulary.OrganisationKind.TWELVE_STEP_GROUP: lazy("Groupe en douze étapes"),
        vocabulary.OrganisationKind.USER_ASSOCIATION: lazy("Association d’usagers"),
        vocabulary.OrganisationKind.CARERS_TALK_GROUP: lazy("Groupe de parole de proches"),
        vocabulary.OrganisationKind.RECOVERY_COLLEGE: lazy("Centre de formation (type CoFoR)"),
        vocabulary.OrganisationKind.HOSPITAL_SERVICE: lazy("Service hospitalier ou ambulatoire"),
        vocabulary.OrganisationKind.MEDICO_SOCIAL: lazy("Structure médico-sociale"),
        vocabulary.OrganisationKind.SUPPORTED_EMPLOYMENT: lazy("Emploi accompagné"),
        vocabulary.OrganisationKind.OTHER: lazy("Autre structure"),
    },
    vocabulary.LegalForm: {
        vocabulary.LegalForm.ASSOCIATION_1901: lazy("Association loi 1901"),
        vocabulary.LegalForm.PUBLIC_HOSPITAL: lazy("Établissement public de santé"),
        vocabulary.LegalForm.PRIVATE_NONPROFIT: lazy("Privé à but non lucratif"),
        vocabulary.LegalForm.PUBLIC_OTHER: lazy("Autre organisme public"),
    },
    vocabulary.ContactCapacity: {
        vocabulary.ContactCapacity.HOST_SUPERVISOR: lazy("Tutorat de stage"),
        vocabulary.ContactCapacity.SIGNATORY: lazy("Signataire"),
        vocabulary.ContactCapacity.LINE_MANAGER: lazy("Responsable hiérarchique"),
        vocabulary.ContactCapacity.HUMAN_RESOURCES: lazy("Ressources humaines"),
    },
}
