"""What is said when a rule about classes, attendance or study arrangements refuses."""

from collections.abc import Mapping

from msp_du.domain.errors import Rule
from msp_du.web.i18n import lazy

SENTENCES: Mapping[Rule, str] = {
    Rule.ARRANGEMENT_DATES: lazy("Le dernier jour ne peut pas être avant le premier."),
    Rule.ARRANGEMENT_PERCENT: lazy(
        "Indiquez un pourcentage de 1 à 100 pour un temps majoré, et seulement pour celui-là."
    ),
    Rule.ATTENDANCE_INCOMPLETE: lazy(
        "Rien n’est encore noté pour %(count)s des personnes attendues :"
        " complétez la feuille avant de la clore."
    ),
    Rule.ATTENDANCE_NOT_OF_SESSION: lazy(
        "La liste a changé depuis que cette page est ouverte. Relisez-la, puis enregistrez."
    ),
    Rule.ATTENDANCE_OWN: lazy("C’est votre propre présence : une autre personne doit la noter."),
    Rule.ATTENDANCE_PERIOD: lazy(
        "Aucune séance close dans cette période : choisissez d’autres dates."
    ),
    Rule.ATTENDANCE_WEEK: lazy(
        "Cette semaine n’a aucune séance, ou plus qu’une feuille n’en contient :"
        " préparez les feuilles une à une."
    ),
    Rule.CLASS_CLOSED: lazy(
        "Cette feuille est déjà close. La coordination peut la rouvrir jusqu’au jury."
    ),
    Rule.CLASS_CODE_NOT_NOW: lazy(
        "Le code ne sert que pendant la séance, un quart d’heure avant et après compris :"
        " le %(day)s, de %(opens)s à %(ends)s."
    ),
    Rule.CLASS_CODE_WRONG: lazy(
        "Ce code n’ouvre aucune de vos séances en ce moment. Relisez-le sur l’écran de la salle ;"
        " la feuille reste possible."
    ),
    Rule.CLASS_DECIDED: lazy("Le jury a délibéré : cette présence ne change plus."),
    Rule.CLASS_EXISTS: lazy("Cette séance est déjà prévue pour ce module, à cette demi-journée."),
    Rule.CLASS_HALF_DAY_TAKEN: lazy(
        "La promotion a déjà cours à cette demi-journée (%(module)s)."
        " S’il s’agit de groupes, cochez « En groupes »."
    ),
    Rule.CLASS_HAS_RECORDS: lazy(
        "Des présences sont déjà notées : cette séance ne se modifie plus."
    ),
    Rule.CLASS_INSTRUCTOR: lazy(
        "Choisissez la personne qui anime dans la liste, ou écrivez son nom : l’un des deux."
    ),
    Rule.CLASS_MODULE: lazy("La promotion ne suit pas ce module cette année-là."),
    Rule.CLASS_NOT_BEGUN: lazy("Cette séance aura lieu le %(day)s : rien ne se note d’avance."),
    Rule.CLASS_NOT_CLOSED: lazy("Cette feuille n’est pas close."),
    Rule.CLASS_OUT_OF_YEAR: lazy(
        "Le %(day)s n’est dans aucune année universitaire de cette promotion."
    ),
    Rule.CLASS_TIMES: lazy(
        "Relisez les heures : la séance commence dans sa demi-journée (le matin avant 13 h,"
        " l’après-midi à partir de 12 h), finit après et dure six heures au plus."
    ),
}
