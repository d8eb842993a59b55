"""Words of the closed lists, as screens and mails say them; « ne rien révéler » comes first.

Roles name a task, never a gender. Words that reveal health stay out: these words may stand in
titles and mails.
"""

from enum import StrEnum

from msp_du.domain import assessment_rules, confidentiality, enrolment, hosts, vocabulary
from msp_du.domain.document_standing import Standing
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
    vocabulary.Regime: {
        vocabulary.Regime.STUDENT_INTERNSHIP: lazy("Stage étudiant"),
        vocabulary.Regime.CONTINUING_EDUCATION: lazy("Formation continue"),
        vocabulary.Regime.EMPLOYMENT: lazy("Emploi (alternance)"),
        vocabulary.Regime.EXTERNAL_ASSIGNMENT: lazy("Mission extérieure"),
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
    vocabulary.LinkPurpose: {
        vocabulary.LinkPurpose.INVITATION: lazy("Invitation"),
        vocabulary.LinkPurpose.PASSWORD_RESET: lazy("Nouveau mot de passe"),
        vocabulary.LinkPurpose.ADDRESS_CHANGE: lazy("Changement d’adresse"),
    },
    vocabulary.AttemptKind: {
        vocabulary.AttemptKind.SIGN_IN: lazy("Connexion"),
        vocabulary.AttemptKind.PASSWORD_REQUEST: lazy("Mot de passe oublié"),
        vocabulary.AttemptKind.VERIFICATION: lazy("Vérification d’un document"),
    },
    vocabulary.JobKind: {
        vocabulary.JobKind.MAIL_INVITATION: lazy("Message d’invitation"),
        vocabulary.JobKind.MAIL_PASSWORD_RESET: lazy("Message pour un nouveau mot de passe"),
        vocabulary.JobKind.MAIL_ADDRESS_CHANGE: lazy("Message pour confirmer une adresse"),
        vocabulary.JobKind.MAIL_ADDRESS_CHANGED: lazy("Message d’adresse changée"),
        vocabulary.JobKind.MAIL_PASSWORD_CHANGED: lazy("Message de mot de passe changé"),
        vocabulary.JobKind.MAIL_FAILED_SIGN_INS: lazy("Message d’essais de connexion manqués"),
        vocabulary.JobKind.MAIL_HOURS_TO_APPROVE: lazy("Message d’heures à valider"),
        vocabulary.JobKind.MAIL_HOURS_RETURNED: lazy("Message de saisie renvoyée"),
        vocabulary.JobKind.MAIL_CODE_TRIED: lazy("Message d’essais de code manqués"),
        vocabulary.JobKind.DOCUMENT_RENDER: lazy("Préparation d’un document"),
    },
    vocabulary.JobState: {
        vocabulary.JobState.PENDING: lazy("En attente"),
        vocabulary.JobState.RUNNING: lazy("En cours"),
        vocabulary.JobState.DONE: lazy("Fait"),
        vocabulary.JobState.FAILED: lazy("Échec"),
    },
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
    vocabulary.MarkCode: {
        vocabulary.MarkCode.UNEXCUSED_ABSENCE: lazy("Absence injustifiée"),
        vocabulary.MarkCode.EXCUSED_ABSENCE: lazy("Absence justifiée"),
        vocabulary.MarkCode.PASS: lazy("Validé"),
        vocabulary.MarkCode.FAIL: lazy("Non validé"),
    },
    # What becomes of a year; of a unit, see ``result_words.unit_result``.
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
    # They agree with « niveau », whoever the level is about.
    vocabulary.Level: {
        vocabulary.Level.NOVICE: lazy("Novice"),
        vocabulary.Level.BEGINNER: lazy("Débutant"),
        vocabulary.Level.COMPETENT: lazy("Compétent"),
        vocabulary.Level.AUTONOMOUS: lazy("Autonome"),
        vocabulary.Level.NOT_OBSERVED: lazy("Non observé"),
        vocabulary.Level.NOT_APPLICABLE: lazy("Sans objet"),
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
    hosts.HostingBar: {
        hosts.HostingBar.NEVER_HOSTS: lazy(
            "N’accueille pas de stage : personne n’y tient de registre."
        ),
        hosts.HostingBar.OBSERVATION_ONLY: lazy("Observation seulement, sans heures de stage."),
        hosts.HostingBar.NOBODY_SIGNS: lazy(
            "N’accueille pas de stage : personne n’y signe les heures."
        ),
    },
    Standing: {
        Standing.NOT_YET: lazy("Pas encore"),
        Standing.READY: lazy("Prêt à éditer"),
        Standing.PENDING: lazy("En préparation"),
        Standing.VALID: lazy("Édité"),
        Standing.OUTDATED: lazy("À remplacer"),
        Standing.REVOKED: lazy("Révoqué"),
    },
    assessment_rules.AssessmentKind: {
        "continuous_assessment": lazy("Contrôle continu"),
        "final_exam": lazy("Examen terminal"),
        "oral": lazy("Oral"),
        "case_study": lazy("Étude de cas"),
        "simulation": lazy("Mise en situation"),
        "dossier": lazy("Dossier"),
        "project": lazy("Projet"),
        "thesis": lazy("Mémoire"),
        "defence": lazy("Soutenance"),
        "host_evaluation": lazy("Évaluation du stage"),
        "portfolio": lazy("Portfolio"),
    },
    assessment_rules.Grading: {
        "marked": lazy("Noté sur 20"),
        "pass_fail": lazy("Validé ou non"),
    },
    assessment_rules.Rounding: {
        "final_only": lazy("À l’affichage seulement"),
        "cascade": lazy("À chaque niveau"),
    },
    assessment_rules.Compensation: {
        "within_year": lazy("Dans l’année"),
        "none": lazy("Aucune"),
    },
    assessment_rules.ResitPolicy: {
        "best_of": lazy("La meilleure des deux notes"),
        "replace": lazy("La seconde note remplace la première"),
    },
    assessment_rules.AbsenceEffect: {
        "zero": lazy("Compte zéro"),
        "neutralise": lazy("Ne compte pas"),
        "default": lazy("Module sans moyenne"),
    },
    assessment_rules.Gate: {
        "hours": lazy("Heures de stage"),
        "attendance": lazy("Assiduité"),
        "competencies": lazy("Compétences"),
        "placement_certificate": lazy("Attestation de stage"),
    },
}


def label(member: StrEnum) -> str:
    """Return the word for a member of a closed list, in the reader's language."""
    return str(WORDS[type(member)][member.value])
