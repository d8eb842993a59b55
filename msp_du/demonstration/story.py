"""Who is in the demonstration: every name is invented, every address leads nowhere."""

from dataclasses import dataclass, field
from enum import StrEnum

from msp_du.domain.vocabulary import (
    HoursKind,
    LegalForm,
    OrganisationKind,
    Regime,
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


@dataclass(frozen=True, slots=True)
class Trainee:
    """Somebody enrolled, where they are placed, and how their log goes."""

    family: str
    given: str
    host: str | None = None
    pace: Pace = Pace.STEADY
    regime: Regime = Regime.EMPLOYMENT
    usage: str | None = None
    chosen: str | None = None
    suspended: bool = False
    has_account: bool = False


@dataclass(frozen=True, slots=True)
class Class:
    """A cohort: its code, how many years ago it began, and who is in it."""

    code: str
    years_ago: int
    trainees: tuple[Trainee, ...] = field(default=())


_STUDENT = Regime.STUDENT_INTERNSHIP
_CONTINUING = Regime.CONTINUING_EDUCATION

CLASSES = (
    Class(
        "A",
        1,
        (
            Trainee("Lefèvre", "Camille", "tilleuls", has_account=True),
            Trainee("Abgrall", "Nolwenn", "relais"),
            Trainee("Benchaâbane", "Karim", "atelier", Pace.AHEAD),
            Trainee("Da Costa", "Miguel João", "passerelle"),
            Trainee("Faure", "Marie-Christine", "rives", Pace.LATE, usage="Faure-Lambert"),
            Trainee("Kowalska", "Zofia", "savoirs", regime=_CONTINUING),
            Trainee("Nguyễn", "Thị Mai", "cap", regime=_CONTINUING),
            Trainee("Œuvrard", "Sylvain", "tilleuls", Pace.AHEAD),
            Trainee("Pereira", "Inês", "voix", regime=_CONTINUING),
            Trainee("Şahin", "Emre", "relais", suspended=True),
        ),
    ),
    Class(
        "B",
        0,
        (
            Trainee("Amrani", "Yasmine", "relais", has_account=True),
            Trainee("Bertrand", "Louis", "tilleuls"),
            Trainee("Çelik", "Deniz", "atelier"),
            Trainee("Diarra", "Fatoumata", "passerelle", Pace.LATE),
            Trainee("Évrard", "Paul", "savoirs", Pace.AHEAD, chosen="Paule"),
            Trainee("Guéguen", "Tiphaine", "rives", regime=_STUDENT),
            Trainee("Hoarau", "Jean-Noël", "cap", Pace.SILENT, regime=_CONTINUING),
            Trainee("Ibrahimović", "Amra", "voix", regime=_STUDENT),
            Trainee("Jourdain", "Agnès", "tilleuls", usage="Jourdain-Roche"),
            Trainee("Łukasik", "Tomasz", "relais", Pace.LATE),
            Trainee("Mercier", "Alix", None, regime=_CONTINUING),
            Trainee("N’Diaye", "Ousmane", None, regime=_CONTINUING),
        ),
    ),
)

ACTIVITIES = (
    (HoursKind.DIRECT_SUPPORT, "Entretiens individuels, accompagnement à une démarche"),
    (HoursKind.GROUP, "Co-animation d’un groupe d’échange, 6 personnes présentes"),
    (HoursKind.MEETING, "Réunion d’équipe et préparation de la semaine"),
    (HoursKind.OUTREACH, "Accueil et présence dans les espaces communs"),
    (HoursKind.MEDIATION, "Temps de médiation, puis retour en équipe"),
    (HoursKind.SUPERVISION, "Supervision et analyse des pratiques"),
    (HoursKind.HOST_TRAINING, None),
)
