"""What the preview of a class list says: names of columns, faults, notes, refusals of a file."""

from collections.abc import Mapping
from typing import Final

from msp_du.files.class_list_faults import (
    Column,
    Fault,
    FaultKind,
    Note,
    NoteKind,
)
from msp_du.files.spreadsheet_faults import SpreadsheetUnreadable, Unreadable
from msp_du.services.class_lists import Obstacle, Outcome
from msp_du.web.i18n import lazy

COLUMN_LABELS: Final[Mapping[Column, str]] = {
    Column.FAMILY_NAME: lazy("Nom de naissance"),
    Column.USAGE_NAME: lazy("Nom d’usage"),
    Column.GIVEN_NAMES: lazy("Prénoms"),
    Column.CHOSEN_NAME: lazy("Prénom choisi"),
    Column.BIRTH_DATE: lazy("Date de naissance"),
    Column.BIRTH_PLACE: lazy("Lieu de naissance"),
    Column.EMAIL: lazy("Adresse électronique"),
    Column.STUDENT_NUMBER: lazy("Numéro d’étudiant"),
    Column.INE: lazy("INE"),
    Column.REGIME: lazy("Régime"),
    Column.EMPLOYER: lazy("Employeur"),
}

FAULT_SENTENCES: Final[Mapping[FaultKind, str]] = {
    FaultKind.COLUMN_MISSING: lazy(
        "La colonne « %(column)s » manque. Ajoutez-la, ou corrigez son titre à la première ligne."
    ),
    FaultKind.COLUMN_TWICE: lazy(
        "Deux colonnes sont lues comme « %(column)s » : « %(first)s » et « %(second)s ». "
        "Renommez ou supprimez celle qui est de trop."
    ),
    FaultKind.NO_ROWS: lazy("Aucune ligne sous les titres. Ajoutez une ligne par personne."),
    FaultKind.CONTROL_CHARACTER: lazy(
        "Cette cellule contient un caractère invisible interdit. Effacez-la et tapez-la de nouveau."
    ),
    FaultKind.EXTRA_CELL: lazy(
        "« %(value)s » se trouve dans une colonne sans titre (la %(place)sᵉ). Donnez un titre à la "
        "colonne, ou vérifiez que la ligne n’est pas décalée."
    ),
    FaultKind.FORMULA: lazy(
        "« %(value)s » ressemble à une formule. Remplacez-la par le texte ou la valeur voulue."
    ),
    FaultKind.LOST_CHARACTERS: lazy(
        "Des accents de « %(value)s » ont été perdus avant l’envoi. Retapez la cellule, puis "
        "enregistrez le fichier au format « CSV UTF-8 »."
    ),
    FaultKind.MISSING_VALUE: lazy("Cette cellule est vide. Remplissez-la."),
    FaultKind.TOO_LONG: lazy(
        "Ce texte compte %(length)s caractères. Raccourcissez-le à %(maximum)s au plus."
    ),
    FaultKind.BAD_DATE: lazy(
        "« %(value)s » n’est pas une date. Écrivez jour, mois, année : 03/03/1984."
    ),
    FaultKind.BAD_EMAIL: lazy(
        "« %(value)s » n’est pas une adresse électronique. Écrivez-la comme prenom.nom@example.org."
    ),
    FaultKind.BAD_INE: lazy(
        "« %(value)s » n’est pas un INE : il compte 11 chiffres et lettres, et non %(length)s, "
        "sans autre signe. Recopiez-le, ou laissez la cellule vide."
    ),
    FaultKind.BAD_NAME: lazy(
        "« %(value)s » n’est pas un nom : il y faut des lettres et aucun chiffre. Vérifiez que la "
        "ligne n’est pas décalée."
    ),
    FaultKind.BAD_STUDENT_NUMBER: lazy(
        "« %(value)s » n’est pas un numéro d’étudiant. N’y gardez que des chiffres, des lettres et "
        "des tirets."
    ),
    FaultKind.DATE_AS_NUMBER: lazy(
        "Le tableur a remplacé la date par son numéro, %(value)s. Donnez à la colonne le format "
        "« Date », puis enregistrez de nouveau."
    ),
    FaultKind.IMPOSSIBLE_DATE: lazy(
        "La date %(value)s n’existe pas. Vérifiez l’ordre : jour, mois, année."
    ),
    FaultKind.MANGLED_NUMBER: lazy(
        "Le tableur a pris ce numéro pour un nombre et l’a changé en « %(value)s ». Donnez à la "
        "colonne le format « Texte », puis retapez le numéro."
    ),
    FaultKind.TOO_OLD: lazy(
        "D’après cette date (%(value)s), la personne aurait plus de %(maximum)s ans. Vérifiez "
        "l’année."
    ),
    FaultKind.TOO_YOUNG: lazy(
        "D’après cette date (%(value)s), la personne aurait moins de %(minimum)s ans. Vérifiez "
        "l’année."
    ),
    FaultKind.TWO_DIGIT_YEAR: lazy(
        "L’année de %(value)s n’a que deux chiffres. Écrivez-la en entier : 03/03/1984."
    ),
    FaultKind.UNKNOWN_REGIME: lazy(
        "Le régime « %(value)s » n’est pas connu. Écrivez « formation continue », « stage "
        "étudiant », « emploi » ou « mission extérieure », ou laissez la cellule vide."
    ),
    FaultKind.DUPLICATE_EMAIL: lazy(
        "Cette adresse est déjà à la ligne %(row)s. Donnez à chaque personne la sienne."
    ),
    FaultKind.DUPLICATE_INE: lazy(
        "Cet INE est déjà à la ligne %(row)s. Corrigez l’un des deux, ou supprimez la ligne."
    ),
    FaultKind.DUPLICATE_STUDENT_NUMBER: lazy(
        "Ce numéro d’étudiant est déjà à la ligne %(row)s. Corrigez l’un des deux, ou supprimez la "
        "ligne."
    ),
}

NOTE_SENTENCES: Final[Mapping[NoteKind, str]] = {
    NoteKind.COLUMN_GUESSED: lazy(
        "La colonne « %(header)s » est lue comme « %(column)s ». Vérifiez que c’est bien cela."
    ),
    NoteKind.COLUMN_IGNORED: lazy("La colonne « %(header)s » n’est pas connue : elle est ignorée."),
}

UNREADABLE_SENTENCES: Final[Mapping[Unreadable, str]] = {
    Unreadable.BROKEN_QUOTES: lazy(
        "Un guillemet n’est pas refermé vers la ligne %(row)s. Corrigez-le dans le tableur, puis "
        "enregistrez de nouveau."
    ),
    Unreadable.BROKEN_WORKBOOK: lazy(
        "Ce classeur est abîmé ou protégé. Ouvrez-le dans le tableur, enregistrez-le de nouveau, "
        "puis réessayez."
    ),
    Unreadable.EMPTY: lazy("Ce fichier est vide. Choisissez-en un autre."),
    Unreadable.NOT_TEXT: lazy(
        "Ce fichier n’est pas du texte lisible. Dans le tableur, enregistrez la liste au format "
        "« CSV UTF-8 »."
    ),
    Unreadable.OTHER_WORKBOOK: lazy(
        "Ce classeur n’est pas au format XLSX. Dans le tableur, enregistrez-le au format "
        "« Classeur Excel (.xlsx) » ou « CSV UTF-8 »."
    ),
    Unreadable.TOO_LARGE: lazy(
        "Ce fichier est trop lourd. Choisissez-en un de %(maximum)s Mo au plus."
    ),
    Unreadable.TOO_LARGE_UNPACKED: lazy(
        "Ce classeur contient trop de choses. Recopiez le tableau seul dans un nouveau classeur."
    ),
    Unreadable.TOO_MANY_CELLS: lazy(
        "Ce fichier a trop de cellules. Gardez-en %(maximum)s au plus : supprimez les lignes et "
        "les colonnes vides."
    ),
    Unreadable.TOO_MANY_COLUMNS: lazy(
        "Ce fichier a trop de colonnes. Gardez-en %(maximum)s au plus."
    ),
    Unreadable.TOO_MANY_ROWS: lazy(
        "Ce fichier a trop de lignes. Faites plusieurs fichiers de %(maximum)s personnes au plus."
    ),
    Unreadable.WORKBOOK: lazy(
        "Ce fichier est un classeur de tableur. Ouvrez-le, puis enregistrez la liste au format "
        "« CSV UTF-8 »."
    ),
}

OUTCOME_LABELS: Final[Mapping[Outcome, str]] = {
    Outcome.NEW: lazy("À inscrire"),
    Outcome.KNOWN: lazy("À inscrire, personne déjà connue"),
    Outcome.ENROLLED: lazy("Déjà dans la promotion, laissée de côté"),
}

OBSTACLES: Final[Mapping[Obstacle, tuple[Column, str]]] = {
    Obstacle.ADDRESS_TAKEN: (
        Column.EMAIL,
        lazy("Cette adresse est déjà celle d’un autre compte. Écrivez-en une autre."),
    ),
    Obstacle.INE_TAKEN: (
        Column.INE,
        lazy("Cet INE est déjà celui d’une autre personne. Vérifiez-le."),
    ),
    Obstacle.OTHER_PERSON: (
        Column.STUDENT_NUMBER,
        lazy("Ce numéro est déjà celui d’une personne née un autre jour. Vérifiez les deux."),
    ),
}


def fault_sentence(fault: Fault) -> str:
    """Return what is wrong and what to do, in the reader's language."""
    column = str(COLUMN_LABELS[fault.column]) if fault.column else ""
    return str(FAULT_SENTENCES[fault.kind]) % {"column": column, **fault.details}


def note_sentence(note: Note) -> str:
    """Return how a header was understood."""
    column = str(COLUMN_LABELS[note.column]) if note.column else ""
    return str(NOTE_SENTENCES[note.kind]) % {"column": column, "header": note.header}


def unreadable_sentence(refused: SpreadsheetUnreadable) -> str:
    """Return why nothing of a file can be shown, and what to do."""
    return str(UNREADABLE_SENTENCES[refused.kind]) % refused.details
