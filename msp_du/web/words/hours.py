"""Words of the closed lists about hours logged."""

from enum import StrEnum

from msp_du.domain import confidentiality, corrections, vocabulary
from msp_du.web.i18n import lazy

WORDS: dict[type[StrEnum], dict[str, str]] = {
    vocabulary.HoursState: {
        vocabulary.HoursState.DRAFT: lazy("À envoyer"),
        vocabulary.HoursState.SUBMITTED: lazy("Envoyé"),
        vocabulary.HoursState.RETURNED: lazy("À corriger"),
        vocabulary.HoursState.APPROVED: lazy("Signé"),
    },
    vocabulary.HoursKind: {
        vocabulary.HoursKind.DIRECT_SUPPORT: lazy("Accompagnement individuel"),
        vocabulary.HoursKind.GROUP: lazy("Groupe"),
        vocabulary.HoursKind.MEETING: lazy("Réunion"),
        vocabulary.HoursKind.MEDIATION: lazy("Médiation"),
        vocabulary.HoursKind.OUTREACH: lazy("Aller vers"),
        vocabulary.HoursKind.HOST_TRAINING: lazy("Formation dans la structure"),
        vocabulary.HoursKind.SUPERVISION: lazy("Supervision"),
        vocabulary.HoursKind.ADMINISTRATION: lazy("Travail administratif"),
        vocabulary.HoursKind.TRAVEL: lazy("Déplacement"),
        vocabulary.HoursKind.RECEPTION: lazy("Accueil du public"),
        vocabulary.HoursKind.KITCHEN: lazy("Cuisine et repas partagés"),
        vocabulary.HoursKind.WORKSHOP: lazy("Atelier"),
        vocabulary.HoursKind.OUTING: lazy("Sortie"),
        vocabulary.HoursKind.EMPLOYMENT_SUPPORT: lazy("Accompagnement vers l’emploi"),
        vocabulary.HoursKind.HOUSING_SUPPORT: lazy("Accompagnement au logement"),
        vocabulary.HoursKind.HOME_VISIT: lazy("Visite à domicile"),
        vocabulary.HoursKind.LIAISON: lazy("Lien avec les partenaires"),
        vocabulary.HoursKind.REPRESENTATION: lazy("Représentation des usagers"),
        vocabulary.HoursKind.HELPLINE: lazy("Permanence, écoute téléphonique"),
        vocabulary.HoursKind.COURSE: lazy("Cours préparé à plusieurs"),
        vocabulary.HoursKind.OBSERVATION: lazy("Observation"),
    },
    vocabulary.Presence: {
        vocabulary.Presence.PRESENT: lazy("Jour travaillé"),
        vocabulary.Presence.AUTHORISED_LEAVE: lazy("Absence autorisée"),
    },
    vocabulary.SignatureVia: {
        vocabulary.SignatureVia.ACCOUNT: lazy("avec un compte"),
        vocabulary.SignatureVia.PERSONAL_LINK: lazy("par lien personnel"),
        vocabulary.SignatureVia.ON_BEHALF: lazy("au nom de la structure"),
    },
    confidentiality.IdentifyingKind: {
        confidentiality.IdentifyingKind.EMAIL: lazy("une adresse électronique"),
        confidentiality.IdentifyingKind.NATIONAL_ID: lazy("un numéro de sécurité sociale"),
        confidentiality.IdentifyingKind.PHONE: lazy("un numéro de téléphone"),
        confidentiality.IdentifyingKind.DATE: lazy("une date"),
        confidentiality.IdentifyingKind.AGE: lazy("un âge"),
        confidentiality.IdentifyingKind.INITIALS: lazy("des initiales"),
        confidentiality.IdentifyingKind.TITLED_NAME: lazy("un nom"),
        confidentiality.IdentifyingKind.ROOM_OR_FILE: lazy("un numéro de chambre ou de dossier"),
    },
    corrections.SignatureState: {
        corrections.SignatureState.HOLDS: lazy("Valable"),
        corrections.SignatureState.VOID: lazy("Nulle jusqu’à nouvelle signature"),
        corrections.SignatureState.REPLACED: lazy("Corrigée et signée de nouveau"),
        corrections.SignatureState.ALTERED: lazy("Ne correspond plus aux heures"),
    },
}
