"""What is said when a rule about cohorts refuses."""

from collections.abc import Mapping

from msp_du.domain.errors import Rule
from msp_du.web.i18n import lazy

SENTENCES: Mapping[Rule, str] = {
    Rule.COHORT_CODE_TAKEN: lazy("Une autre promotion porte déjà ce code."),
    Rule.ENROLMENT_DATE: lazy("Indiquez une date du %(first_day)s au %(last_day)s."),
    Rule.ENROLMENT_EXISTS: lazy("Cette personne est déjà inscrite dans cette promotion."),
    Rule.ENROLMENT_STATE: lazy("L’inscription est « %(current)s » : ce n’est pas possible."),
    Rule.IMPORT_CHANGED: lazy(
        "Les données ont changé depuis l’aperçu : rien n’est importé. Relisez le nouvel aperçu."
    ),
    Rule.IMPORT_EXPIRED: lazy("Cet aperçu n’est plus valable. Envoyez de nouveau le fichier."),
    Rule.IMPORT_FAULTY: lazy("Rien n’est importé tant que des lignes sont à corriger."),
    Rule.IMPORT_TOO_LARGE: lazy(
        "Ce fichier est trop lourd pour un seul envoi. Faites-en plusieurs."
    ),
    Rule.INE_TAKEN: lazy("Cet INE est déjà celui d’une autre personne."),
    Rule.STUDENT_NUMBER_TAKEN: lazy("Ce numéro d’étudiant est déjà celui d’une autre personne."),
}
