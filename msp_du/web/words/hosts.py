"""Words of the closed lists about the register of structures."""

from enum import StrEnum

from msp_du.domain import host_proposals, hosts, learning
from msp_du.web.i18n import lazy

WORDS: dict[type[StrEnum], dict[str, str]] = {
    hosts.Hosting: {
        hosts.Hosting.PLACEMENTS: lazy("Accueille des stages"),
        hosts.Hosting.OBSERVATION: lazy("Observation seulement, quelques heures"),
        hosts.Hosting.NEVER: lazy("N’accueille pas de stage"),
    },
    hosts.HostingBar: {
        hosts.HostingBar.NEVER_HOSTS: lazy(
            "N’accueille pas de stage : personne n’y tient de registre."
        ),
        hosts.HostingBar.NOBODY_SIGNS: lazy(
            "N’accueille pas de stage : personne n’y signe les heures."
        ),
    },
    hosts.Employing: {
        hosts.Employing.USUAL: lazy("Employeur habituel"),
        hosts.Employing.POSSIBLE: lazy("Employeur possible"),
        hosts.Employing.BY_MANAGER: lazy("L’organisme gestionnaire peut employer"),
        hosts.Employing.RARE: lazy("Rarement employeur"),
        hosts.Employing.NEVER: lazy("N’emploie pas"),
    },
    hosts.HostNote: {
        hosts.HostNote.NO_SIGNATORY: lazy(
            "Aucun contact n’est noté comme signataire : ajoutez qui signe la convention."
        ),
        hosts.HostNote.NO_TUTOR: lazy(
            "Aucun contact n’assure le tutorat de stage : ajoutez qui accompagnera sur place."
        ),
        hosts.HostNote.NO_MANAGER: lazy(
            "L’organisme gestionnaire n’est pas indiqué. L’association peut aussi se gérer seule."
        ),
        hosts.HostNote.NO_SPONSOR: lazy(
            "Le parrain n’est pas indiqué : c’est un tiers, jamais le gestionnaire."
        ),
        hosts.HostNote.NO_PAID_STAFF: lazy(
            "Cette structure n’a pas de personnes salariées : vérifiez qui est l’employeur."
        ),
        hosts.HostNote.EMPLOYER_IS_MANAGER: lazy(
            "C’est l’organisme gestionnaire qui embauche, pas l’association."
        ),
        hosts.HostNote.MEMBER: lazy(
            "On n’est pas accompagné en stage là où l’on est adhérent. Demandez simplement à la "
            "personne de choisir un autre lieu si c’est le cas : rien ne se note ici."
        ),
        hosts.HostNote.STUDENT_THERE: lazy(
            "On peut aussi y suivre des cours : convenez de séparer les deux places. Rien ne se "
            "note ici."
        ),
        hosts.HostNote.NOT_REPRESENTING: lazy(
            "Accompagner et représenter sont deux fonctions : le stage porte sur la première."
        ),
        hosts.HostNote.GROUP_AGREES: lazy(
            "Le groupe donne son accord avant la première séance, et rien ne s’écrit sur personne."
        ),
        hosts.HostNote.OFFICE_SIGNS: lazy(
            "La convention est signée par les ressources humaines ou le service de formation, "
            "pas par la personne qui accompagne."
        ),
        hosts.HostNote.TUTOR_NOT_MANAGER: lazy(
            "La personne qui accompagne n’est pas celle qui évalue le personnel : l’évaluation de "
            "la formation ne rejoint pas le dossier de l’employeur."
        ),
    },
    hosts.HostBody: {
        hosts.HostBody.MANAGER: lazy("Organisme gestionnaire"),
        hosts.HostBody.SPONSOR: lazy("Parrain"),
    },
    hosts.Readiness: {
        hosts.Readiness.TUTOR_WITH_TIME: lazy("Tutorat désigné, avec du temps prévu"),
        hosts.Readiness.TEAM_INFORMED: lazy("Équipe informée"),
        hosts.Readiness.JOB_SHEET: lazy("Fiche de poste écrite"),
        hosts.Readiness.CONFIDENTIALITY_BRIEFING: lazy("Rappel sur la confidentialité prévu"),
        hosts.Readiness.PEER_SUPERVISION: lazy("Supervision hors de la hiérarchie"),
        hosts.Readiness.ACCESS: lazy("Accès aux locaux et à l’informatique"),
        hosts.Readiness.BREAK_PLAN: lazy("Conduite à tenir si une pause est utile"),
    },
    host_proposals.HostField: {
        host_proposals.HostField.NAME: lazy("Nom de la structure"),
        host_proposals.HostField.CITY: lazy("Ville"),
        host_proposals.HostField.SIRET: lazy("Numéro SIRET"),
        host_proposals.HostField.FINESS: lazy("Numéro FINESS"),
        host_proposals.HostField.CONTACT_NAME: lazy("Votre nom"),
        host_proposals.HostField.CONTACT_JOB_TITLE: lazy("Votre fonction"),
        host_proposals.HostField.CONTACT_EMAIL: lazy("Votre adresse électronique"),
        host_proposals.HostField.CONTACT_PHONE: lazy("Votre téléphone"),
    },
    host_proposals.ProposalState: {
        host_proposals.ProposalState.WAITING: lazy("En attente de réponse"),
        host_proposals.ProposalState.ACCEPTED: lazy("Acceptée"),
        host_proposals.ProposalState.PARTLY: lazy("Acceptée en partie"),
        host_proposals.ProposalState.REFUSED: lazy("Non retenue"),
        host_proposals.ProposalState.REPLACED: lazy("Remplacée par une autre"),
    },
    learning.LearningKind: {
        learning.LearningKind.MEETING: lazy("Rencontres et groupes d’entraide"),
        learning.LearningKind.VOLUNTEERING: lazy("Bénévolat"),
        learning.LearningKind.PUBLIC_TRAINING: lazy("Formation ouverte à tous"),
        learning.LearningKind.CONFERENCE: lazy("Conférence, colloque"),
        learning.LearningKind.READING: lazy("Lecture, film, témoignage"),
        learning.LearningKind.OTHER: lazy("Autre"),
    },
}
