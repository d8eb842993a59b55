"""Words of the curriculum's pages: what is wrong in a file, what a new version changes."""

from collections.abc import Mapping
from decimal import Decimal
from enum import StrEnum

from babel.numbers import format_decimal

from msp_du.domain.curriculum_changes import Aspect, Change, ChangeKind, Part, Value
from msp_du.files.faults import Fault, FaultKind
from msp_du.web.i18n import _, current_language, lazy
from msp_du.web.words import label

FAULT_SENTENCES: Mapping[FaultKind, str] = {
    FaultKind.TOO_LARGE: lazy("Le fichier dépasse 1 Mo."),
    FaultKind.NOT_UTF8: lazy(
        "Ligne %(line)s, colonne %(column)s : le fichier n’est pas en UTF-8. "
        "Enregistrez-le dans cet encodage."
    ),
    FaultKind.NOT_YAML: lazy(
        "Ligne %(line)s, colonne %(column)s : ce n’est pas du YAML. "
        "Vérifiez les retraits, les deux-points et les guillemets."
    ),
    FaultKind.TOO_DEEP: lazy(
        "Ligne %(line)s, colonne %(column)s : il y a trop de niveaux les uns dans les autres."
    ),
    FaultKind.TOO_MANY: lazy("Ligne %(line)s : le fichier contient trop de valeurs."),
    FaultKind.MANY_DOCUMENTS: lazy(
        "Ligne %(line)s : un second document commence ici ; le fichier ne doit en avoir qu’un."
    ),
    FaultKind.EMPTY: lazy("Le fichier est vide."),
    FaultKind.ALIAS: lazy("Les renvois (*nom) ne sont pas lus : écrivez la valeur."),
    FaultKind.TAG: lazy("Les étiquettes YAML (!nom) ne sont pas lues : écrivez la valeur seule."),
    FaultKind.KEY_NOT_TEXT: lazy("Une clé doit être un texte."),
    FaultKind.DUPLICATE_KEY: lazy("Cette clé est écrite deux fois."),
    FaultKind.UNKNOWN_KEY: lazy("Cette clé n’existe pas dans ce format."),
    FaultKind.MISSING_KEY: lazy("Cette clé manque."),
    FaultKind.NOT_A_MAP: lazy("Il faut ici des clés avec leurs valeurs."),
    FaultKind.NOT_A_LIST: lazy("Il faut ici une liste."),
    FaultKind.NOT_A_VALUE: lazy("Il faut ici une seule valeur."),
    FaultKind.EMPTY_LIST: lazy("La liste doit avoir au moins un élément."),
    FaultKind.EMPTY_TEXT: lazy("Le texte ne peut pas être vide."),
    FaultKind.TEXT_TOO_LONG: lazy("Le texte doit avoir %(limit)s caractères au plus."),
    FaultKind.BAD_CHARACTER: lazy("Le texte contient un caractère qui ne s’imprime pas."),
    FaultKind.NOT_A_NUMBER: lazy(
        "« %(value)s » n’est pas un nombre : des chiffres, et un point avant les décimales "
        "(9 chiffres et 12 décimales au plus)."
    ),
    FaultKind.NOT_WHOLE: lazy("« %(value)s » n’est pas un nombre entier."),
    FaultKind.NOT_A_FLAG: lazy("« %(value)s » n’est ni true (oui) ni false (non)."),
    FaultKind.NOT_ABOVE_ZERO: lazy("Le nombre doit être supérieur à 0."),
    FaultKind.BELOW_ZERO: lazy("Le nombre ne peut pas être négatif."),
    FaultKind.OUT_OF_RANGE: lazy("Le nombre doit être compris entre %(lowest)s et %(highest)s."),
    FaultKind.UNKNOWN_VALUE: lazy("« %(value)s » n’est pas admis ici. Choix : %(allowed)s."),
    FaultKind.UNKNOWN_FORMAT: lazy(
        "Le format « %(value)s » n’est pas connu. Format lu : %(allowed)s."
    ),
    FaultKind.BAD_CURRICULUM_CODE: lazy(
        "« %(value)s » : le code d’un programme n’a que des capitales sans accent, "
        "des chiffres et des tirets."
    ),
    FaultKind.BAD_CODE: lazy(
        "« %(value)s » : un code n’a que des lettres sans accent, des chiffres, "
        "des points, des tirets et des tirets bas."
    ),
    FaultKind.RESERVED_CODE: lazy(
        "« %(value)s » est réservé à une colonne des feuilles de notes : choisissez un autre code."
    ),
    FaultKind.DUPLICATE: lazy("« %(value)s » est déjà pris : voir %(other)s."),
    FaultKind.BAD_SETTING_NAME: lazy(
        "Un nom de réglage a de 1 à 40 lettres, chiffres, espaces, points ou tirets."
    ),
    FaultKind.NOT_ON_PASS_FAIL: lazy(
        "Un module validé sans note n’a ni coefficient ni évaluations."
    ),
}


def fault_sentence(fault: Fault) -> str:
    """Return what is wrong, without the path: a page shows ``fault.path`` beside it."""
    return str(FAULT_SENTENCES[fault.kind]) % fault.details


PART_LABELS: Mapping[Part, str] = {
    Part.UNIT: lazy("Unité"),
    Part.MODULE: lazy("Module"),
    Part.ASSESSMENT: lazy("Évaluation"),
}

CHANGE_LABELS: Mapping[ChangeKind, str] = {
    ChangeKind.ADDED: lazy("Ajout"),
    ChangeKind.REMOVED: lazy("Retrait"),
    ChangeKind.CHANGED: lazy("Changement"),
}

ASPECT_LABELS: Mapping[Aspect, str] = {
    Aspect.PLACE: lazy("place"),
    Aspect.TITLE: lazy("titre"),
    Aspect.ENGLISH_TITLE: lazy("titre anglais"),
    Aspect.ECTS: lazy("ECTS"),
    Aspect.COEFFICIENT: lazy("coefficient"),
    Aspect.COMPENSABLE: lazy("compensable"),
    Aspect.TAUGHT_HOURS: lazy("heures d’enseignement"),
    Aspect.PLACEMENT_HOURS: lazy("heures de stage"),
    Aspect.GRADING: lazy("notation"),
    Aspect.RESIT: lazy("seconde session"),
    Aspect.KIND: lazy("nature"),
    Aspect.WEIGHT: lazy("poids"),
}

SETTING_LABELS: Mapping[str, str] = {
    "attendance_min": lazy("Assiduité demandée"),
    "late_counts_as": lazy("Un retard compte comme"),
    "max_years": lazy("Années au plus pour obtenir le diplôme"),
    "provisional_marks": lazy("Notes avant le jury"),
}
"""The settings that the screens know, as their form names them."""


def exact(value: Decimal) -> str:
    """Return a number with every decimal it has, « 0,125 » or "0.125"."""
    return format_decimal(value, "#,##0.############", locale=current_language().value)


def change_sentence(change: Change) -> str:
    """Return what changes in a part that stays, or the title of one that comes or goes."""
    if change.aspect is None:
        return change.title
    return _(
        "%(aspect)s : %(before)s → %(after)s",
        aspect=ASPECT_LABELS[change.aspect],
        before=shown_value(change.before),
        after=shown_value(change.after),
    )


def shown_value(value: Value) -> str:
    """Return a value of a part as people read it."""
    match value:
        case bool():
            return _("oui") if value else _("non")
        case Decimal():
            return exact(value)
        case None | "":
            return _("rien")
        case StrEnum():
            return label(value)
    return str(value)
