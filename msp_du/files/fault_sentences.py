"""The French sentence of each thing that can be wrong in a structured text file."""

from collections.abc import Mapping

from msp_du.files.faults import FaultKind
from msp_du.files.messages import N_

SENTENCES: Mapping[FaultKind, str] = {
    FaultKind.TOO_LARGE: N_("Le fichier dépasse 1 Mo."),
    FaultKind.NOT_UTF8: N_(
        "Ligne %(line)s, colonne %(column)s : le fichier n’est pas en UTF-8. "
        "Enregistrez-le dans cet encodage."
    ),
    FaultKind.NOT_YAML: N_(
        "Ligne %(line)s, colonne %(column)s : ce n’est pas du YAML. "
        "Vérifiez les retraits, les deux-points et les guillemets."
    ),
    FaultKind.TOO_DEEP: N_(
        "Ligne %(line)s, colonne %(column)s : il y a trop de niveaux les uns dans les autres."
    ),
    FaultKind.TOO_MANY: N_("Ligne %(line)s : le fichier contient trop de valeurs."),
    FaultKind.MANY_DOCUMENTS: N_(
        "Ligne %(line)s : un second document commence ici ; le fichier ne doit en avoir qu’un."
    ),
    FaultKind.EMPTY: N_("Le fichier est vide."),
    FaultKind.ALIAS: N_("Les renvois (*nom) ne sont pas lus : écrivez la valeur."),
    FaultKind.TAG: N_("Les étiquettes YAML (!nom) ne sont pas lues : écrivez la valeur seule."),
    FaultKind.KEY_NOT_TEXT: N_("Une clé doit être un texte."),
    FaultKind.DUPLICATE_KEY: N_("Cette clé est écrite deux fois."),
    FaultKind.UNKNOWN_KEY: N_("Cette clé n’existe pas dans ce format."),
    FaultKind.MISSING_KEY: N_("Cette clé manque."),
    FaultKind.NOT_A_MAP: N_("Il faut ici des clés avec leurs valeurs."),
    FaultKind.NOT_A_LIST: N_("Il faut ici une liste."),
    FaultKind.NOT_A_VALUE: N_("Il faut ici une seule valeur."),
    FaultKind.EMPTY_LIST: N_("La liste doit avoir au moins un élément."),
    FaultKind.EMPTY_TEXT: N_("Le texte ne peut pas être vide."),
    FaultKind.TEXT_TOO_LONG: N_("Le texte doit avoir %(limit)s caractères au plus."),
    FaultKind.BAD_CHARACTER: N_("Le texte contient un caractère qui ne s’imprime pas."),
    FaultKind.NOT_A_NUMBER: N_(
        "« %(value)s » n’est pas un nombre : des chiffres, et un point avant les décimales "
        "(9 chiffres et 12 décimales au plus)."
    ),
    FaultKind.NOT_WHOLE: N_("« %(value)s » n’est pas un nombre entier."),
    FaultKind.NOT_A_FLAG: N_("« %(value)s » n’est ni true (oui) ni false (non)."),
    FaultKind.NOT_ABOVE_ZERO: N_("Le nombre doit être supérieur à 0."),
    FaultKind.BELOW_ZERO: N_("Le nombre ne peut pas être négatif."),
    FaultKind.OUT_OF_RANGE: N_("Le nombre doit être compris entre %(lowest)s et %(highest)s."),
    FaultKind.UNKNOWN_VALUE: N_("« %(value)s » n’est pas admis ici. Choix : %(allowed)s."),
    FaultKind.UNKNOWN_FORMAT: N_(
        "Le format « %(value)s » n’est pas connu. Format lu : %(allowed)s."
    ),
    FaultKind.BAD_CURRICULUM_CODE: N_(
        "« %(value)s » : le code d’un programme n’a que des capitales sans accent, "
        "des chiffres et des tirets."
    ),
    FaultKind.BAD_CODE: N_(
        "« %(value)s » : un code n’a que des lettres sans accent, des chiffres, "
        "des points, des tirets et des tirets bas."
    ),
    FaultKind.RESERVED_CODE: N_(
        "« %(value)s » est réservé à une colonne des feuilles de notes : choisissez un autre code."
    ),
    FaultKind.DUPLICATE: N_("« %(value)s » est déjà pris : voir %(other)s."),
    FaultKind.BAD_SETTING_NAME: N_(
        "Un nom de réglage a de 1 à 40 lettres, chiffres, espaces, points ou tirets."
    ),
    FaultKind.NOT_ON_PASS_FAIL: N_("Un module validé sans note n’a ni coefficient ni évaluations."),
}
