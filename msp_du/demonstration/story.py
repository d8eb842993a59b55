"""Who is in the demonstration: every name is invented, every address leads nowhere."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from msp_du.domain.vocabulary import (
    HoursKind,
    LegalForm,
    OrganisationKind,
    Role,
)

INSTITUTION = "Université de démonstration"
DEPARTMENT = "Faculté des sciences sanitaires et sociales"
DOMAIN = "demo.example"
PASSWORD = "demonstration-du-suivi"  # noqa: S105 - printed for whoever tries the demonstration


@dataclass(frozen=True, slots=True)
class Staff:
    """Somebody with an account and a role, who is not in a cohort."""

    name: str
    role: Role


STAFF = (
    Staff("Inès Haddad", Role.TUTOR),
    Staff("Baptiste Roche", Role.TUTOR),
    Staff("Aïcha Mansouri", Role.TUTOR),
    Staff("Hélène Darmon", Role.COORDINATOR),
    Staff("Marc Le Goff", Role.REGISTRAR),
    Staff("Yann Morvan", Role.BOARD_MEMBER),
    Staff("Sofia Nunes", Role.ADMINISTRATOR),
)
SIGNATORIES = (
    ("Hélène Darmon", "Responsable de la formation"),
    ("Paul Ngoma", "Président de l’université"),
)


@dataclass(frozen=True, slots=True)
class Host:
    """A structure, and the person there who approves hours."""

    name: str
    kind: OrganisationKind
    legal_form: LegalForm
    city: str
    contact: str
    job_title: str
    can_sign: bool = True


HOSTS = {
    "tilleuls": Host(
        "CMP Les Tilleuls",
        OrganisationKind.HOSPITAL_SERVICE,
        LegalForm.PUBLIC_HOSPITAL,
        "Tours",
        "Amina Diallo",
        "Cadre de santé",
    ),
    "relais": Host(
        "GEM Le Relais",
        OrganisationKind.MUTUAL_AID_GROUP,
        LegalForm.ASSOCIATION_1901,
        "Blois",
        "Dominique Bernard",
        "Animation et coordination",
    ),
    "atelier": Host(
        "Clubhouse L’Atelier",
        OrganisationKind.CLUBHOUSE,
        LegalForm.ASSOCIATION_1901,
        "Orléans",
        "Rosa Ferreira",
        "Direction",
    ),
    "passerelle": Host(
        "SAMSAH La Passerelle",
        OrganisationKind.MEDICO_SOCIAL,
        LegalForm.PRIVATE_NONPROFIT,
        "Chinon",
        "Olivier Tanguy",
        "Chef de service",
    ),
    "savoirs": Host(
        "Collège des savoirs partagés",
        OrganisationKind.RECOVERY_COLLEGE,
        LegalForm.ASSOCIATION_1901,
        "Tours",
        "Leïla Benali",
        "Coordination des cours",
    ),
    "cap": Host(
        "Cap Emploi accompagné",
        OrganisationKind.SUPPORTED_EMPLOYMENT,
        LegalForm.ASSOCIATION_1901,
        "Châteauroux",
        "Guillaume Petit",
        "Coordination",
    ),
    "voix": Host(
        "Association Voix d’usagers",
        OrganisationKind.USER_ASSOCIATION,
        LegalForm.ASSOCIATION_1901,
        "Tours",
        "Nadia Roussel",
        "Présidence",
    ),
    "rives": Host(
        "Hôpital de jour Les Rives",
        OrganisationKind.HOSPITAL_SERVICE,
        LegalForm.PUBLIC_HOSPITAL,
        "Vendôme",
        "Étienne Caron",
        "Cadre de santé",
    ),
    "proches": Host(
        "Groupe de parole des proches",
        OrganisationKind.CARERS_TALK_GROUP,
        LegalForm.ASSOCIATION_1901,
        "Tours",
        "Claire Aubert",
        "Psychologue",
        can_sign=False,
    ),
}


class Pace(StrEnum):
    """How a trainee's log goes."""

    STEADY = "steady"
    AHEAD = "ahead"
    LATE = "late"
    SILENT = "silent"


ACTIVITIES = (
    (HoursKind.DIRECT_SUPPORT, "Entretiens individuels, accompagnement à une démarche"),
    (HoursKind.GROUP, "Co-animation d’un groupe d’échange, 6 personnes présentes"),
    (HoursKind.MEETING, "Réunion d’équipe et préparation de la semaine"),
    (HoursKind.OUTREACH, "Accueil et présence dans les espaces communs"),
    (HoursKind.MEDIATION, "Temps de médiation, puis retour en équipe"),
    (HoursKind.SUPERVISION, "Supervision et analyse des pratiques"),
    (HoursKind.HOST_TRAINING, None),
)
BIRTH_PLACES = ("Tours", "Rennes", "Blois", "Łódź", "Saint-Denis (La Réunion)", "Đà Nẵng", "Brest")

APPEAL: Final = (
    "Cette décision peut être contestée dans les deux mois qui suivent sa publication, par un "
    "recours gracieux adressé à la présidence de l’université ou par un recours devant le "
    "tribunal administratif.\n\n"
    "Le recours gracieux suspend le délai du recours devant le tribunal : une réponse négative, "
    "ou deux mois de silence, ouvre un nouveau délai de deux mois."
)
"""Ways and time limits of appeal, as letters print them."""

MARKERS: Final = {
    "Inès Haddad": ("M111", "M112", "M121", "M131", "M211", "M221", "M231"),
    "Baptiste Roche": ("M113", "M132", "M133", "M141", "M212", "M213", "M232", "M233"),
    "Aïcha Mansouri": ("M122", "M123", "M142", "M143", "M222", "M223"),
}
"""Who marks which modules in the years that are on; the coordinator marks the others."""

MARKED_IN_WEEK: Final = {
    "M111": 7, "M142": 8, "M121": 9, "M141": 10, "M112": 20, "M122": 22, "M113": 24, "M123": 26,
    "M131": 28, "M132": 30, "M133": 33, "M143": 36, "P151": 39, "P152": 40,
    "M211": 7, "M213": 8, "M221": 9, "M223": 10, "M222": 22, "M212": 24, "M233": 28, "M231": 30,
    "M232": 33, "M241": 36, "M242": 38, "P251": 39, "P252": 39, "M243": 40, "P253": 40,
}  # fmt: skip
"""The week of the year in which the marks of a module are entered."""

HALF_DONE_SINCE: Final = 9
"""In the year that is on, sheets of this week and later are half full or empty."""
