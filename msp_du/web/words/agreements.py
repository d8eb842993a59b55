"""Words of the closed lists about agreements."""

from enum import StrEnum

from msp_du.domain import agreement_terms, agreement_text, agreements
from msp_du.web.i18n import lazy

_State = agreements.AgreementState
_Capacity = agreements.SignerCapacity
_Part = agreement_terms.TermsPart
_Place = agreement_text.Placeholder

WORDS: dict[type[StrEnum], dict[str, str]] = {
    _State: {
        _State.DRAFT: lazy("À préparer"),
        _State.AWAITING_SIGNATURES: lazy("En attente de signatures"),
        _State.SIGNED: lazy("Signée"),
        _State.ACTIVE: lazy("En cours"),
        _State.SUSPENDED: lazy("Suspendu"),
        _State.COMPLETED: lazy("Terminé"),
        _State.TERMINATED: lazy("Fin anticipée"),
        _State.REPLACED: lazy("Remplacée"),
    },
    _Capacity: {
        _Capacity.TRAINEE: lazy("Stagiaire"),
        _Capacity.HOST_SIGNATORY: lazy("Signataire de la structure"),
        _Capacity.EMPLOYER: lazy("Employeur"),
        _Capacity.UNIVERSITY: lazy("Université"),
        _Capacity.ACADEMIC_TUTOR: lazy("Suivi pédagogique"),
        _Capacity.HOST_SUPERVISOR: lazy("Tutorat de stage"),
        _Capacity.OTHER: lazy("Autre signataire"),
    },
    agreements.SignedVia: {
        agreements.SignedVia.SCREEN: lazy("à l’écran"),
        agreements.SignedVia.PERSONAL_LINK: lazy("par lien personnel"),
        agreements.SignedVia.PAPER: lazy("sur papier"),
    },
    agreements.HoursBar: {
        agreements.HoursBar.UNSIGNED: lazy("La convention n’est pas encore signée."),
        agreements.HoursBar.SUSPENDED: lazy("Le stage est suspendu."),
        agreements.HoursBar.ENDED: lazy("Le stage a pris fin."),
    },
    _Part: {
        _Part.PARTIES: lazy("Les parties"),
        _Part.COURSE: lazy("La formation"),
        _Part.DATES: lazy("Dates et heures prévues"),
        _Part.RHYTHM: lazy("Rythme de la semaine"),
        _Part.ALLOWANCE: lazy("Gratification et avantages"),
        _Part.ACTIVITIES: lazy("Compétences et activités"),
        _Part.HOST_SUPERVISOR: lazy("Tutorat de stage"),
        _Part.ACADEMIC_TUTOR: lazy("Suivi pédagogique"),
        _Part.FOLLOW_UP: lazy("Modalités du suivi"),
        _Part.HOST_RULES: lazy("Service et règles de la structure"),
        _Part.PROTECTION: lazy("Protection, absences, fin, attestation"),
    },
    _Place: {
        _Place.REFERENCE: lazy("Référence de la convention"),
        _Place.TRAINEE: lazy("Nom de la personne en formation"),
        _Place.UNIVERSITY: lazy("Nom de l’université"),
        _Place.HOST: lazy("Structure d’accueil et ville"),
        _Place.EMPLOYER: lazy("Employeur et ville"),
        _Place.COURSE_TITLE: lazy("Intitulé de la formation"),
        _Place.COURSE_HOURS: lazy("Heures d’enseignement dans l’année"),
        _Place.COHORT: lazy("Promotion"),
        _Place.ACADEMIC_YEAR: lazy("Année universitaire"),
        _Place.SERVICE: lazy("Service ou lieu"),
        _Place.HOST_SUPERVISOR: lazy("Tutorat de stage"),
        _Place.ACADEMIC_TUTOR: lazy("Suivi pédagogique"),
        _Place.COMPETENCES: lazy("Compétences à acquérir"),
        _Place.ACTIVITIES: lazy("Activités confiées"),
        _Place.STARTS_ON: lazy("Premier jour"),
        _Place.ENDS_ON: lazy("Dernier jour"),
        _Place.PERIODS: lazy("Périodes, une par ligne"),
        _Place.PLANNED_HOURS: lazy("Heures de présence prévues en tout"),
        _Place.WEEKLY_HOURS: lazy("Durée habituelle de la semaine"),
        _Place.UNUSUAL_HOURS: lazy("Présence de nuit, le dimanche, un jour férié"),
        _Place.INTERRUPTIONS: lazy("Interruptions prévues"),
        _Place.LEAVE_DAYS: lazy("Congés et autorisations d’absence"),
        _Place.FOLLOW_UP: lazy("Modalités du suivi"),
        _Place.ALLOWANCE: lazy("Gratification : montant et versement"),
        _Place.BENEFITS: lazy("Avantages"),
        _Place.SOCIAL_PROTECTION: lazy("Protection sociale"),
        _Place.ABSENCES: lazy("Absences"),
        _Place.SUSPENSION: lazy("Suspension et fin anticipée"),
        _Place.VALIDATION: lazy("Validation en cas d’interruption"),
        _Place.HOST_RULES: lazy("Règles de la structure"),
        _Place.CERTIFICATE: lazy("Conditions de l’attestation"),
        _Place.CONFIDENTIALITY: lazy("Confidentialité"),
    },
}
