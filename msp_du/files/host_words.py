"""Words by which lists of structures name columns, kinds and legal forms; all of them folded."""

from collections.abc import Mapping
from enum import StrEnum
from typing import Final

from msp_du.domain.names import fold
from msp_du.domain.vocabulary import LegalForm, OrganisationKind


class HostColumn(StrEnum):
    """The columns that are read, in the order in which they are written."""

    NAME = "name"
    KIND = "kind"
    LEGAL_FORM = "legal_form"
    CITY = "city"
    SIRET = "siret"
    FINESS = "finess"
    CATEGORY_CODE = "category_code"
    CATEGORY_LABEL = "category_label"
    CAN_SIGN_HOURS = "can_sign_hours"
    HAS_PAID_STAFF = "has_paid_staff"
    OBSERVATION_ONLY = "observation_only"


_TITLES: Final[Mapping[HostColumn, str]] = {
    HostColumn.NAME: "nom|structure|organisme|raison sociale|nom de la structure",
    HostColumn.KIND: "type|type de structure|genre",
    HostColumn.LEGAL_FORM: "forme juridique|statut|statut juridique",
    HostColumn.CITY: "ville|commune",
    HostColumn.SIRET: "siret|numero siret|n° siret",
    HostColumn.FINESS: "finess|numero finess|n° finess|finess et|finess geographique",
    HostColumn.CATEGORY_CODE: "code categorie|categorie",
    HostColumn.CATEGORY_LABEL: "libelle categorie|categorie du repertoire",
    HostColumn.CAN_SIGN_HOURS: "signe les heures|peut signer les heures",
    HostColumn.HAS_PAID_STAFF: "salaries|personnes salariees|emploie des salaries",
    HostColumn.OBSERVATION_ONLY: "observation|observation seulement",
}
_KINDS: Final[Mapping[OrganisationKind, str]] = {
    OrganisationKind.MUTUAL_AID_GROUP: "gem|groupe d'entraide mutuelle",
    OrganisationKind.CLUBHOUSE: "clubhouse",
    OrganisationKind.TWELVE_STEP_GROUP: "groupe en douze etapes|groupe en 12 etapes",
    OrganisationKind.USER_ASSOCIATION: "association d'usagers|usagers",
    OrganisationKind.CARERS_TALK_GROUP: "groupe de parole de proches|groupe de parole|proches",
    OrganisationKind.RECOVERY_COLLEGE: "centre de formation (type cofor)|cofor|centre de formation",
    OrganisationKind.HOSPITAL_SERVICE: (
        "service hospitalier ou ambulatoire|hopital|service hospitalier|cmp|cattp|hopital de jour"
    ),
    OrganisationKind.MEDICO_SOCIAL: (
        "structure medico-sociale|medico-social|samsah|savs|esat|mas|csapa|caarud"
    ),
    OrganisationKind.SUPPORTED_EMPLOYMENT: "emploi accompagne",
    OrganisationKind.OTHER: "autre|autre structure",
}
_FORMS: Final[Mapping[LegalForm, str]] = {
    LegalForm.ASSOCIATION_1901: "association loi 1901|association",
    LegalForm.PUBLIC_HOSPITAL: "etablissement public de sante|hopital public",
    LegalForm.PRIVATE_NONPROFIT: "prive a but non lucratif|prive non lucratif",
    LegalForm.PUBLIC_OTHER: "autre organisme public|public",
}
HEADERS: Final[Mapping[str, HostColumn]] = {
    fold(title): column
    for column, titles in _TITLES.items()
    for title in (*titles.split("|"), column.value)
}
KIND_WORDS: Final[Mapping[str, OrganisationKind]] = {
    fold(word): kind for kind, words in _KINDS.items() for word in (*words.split("|"), kind.value)
}
FORM_WORDS: Final[Mapping[str, LegalForm]] = {
    fold(word): form for form, words in _FORMS.items() for word in (*words.split("|"), form.value)
}
ANSWERS: Final[Mapping[str, bool]] = {
    **dict.fromkeys(("oui", "o", "x", "1", "vrai", "true"), True),
    **dict.fromkeys(("non", "n", "0", "faux", "false"), False),
}
