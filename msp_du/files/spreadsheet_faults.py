"""Why a file of a spreadsheet program cannot be read at all."""

from collections.abc import Mapping
from enum import StrEnum

from msp_du.files.messages import N_


class Unreadable(StrEnum):
    """A closed list; the names in brackets are the details each refusal of that kind has."""

    BROKEN_QUOTES = "broken-quotes"  # [row]
    BROKEN_WORKBOOK = "broken-workbook"
    EMPTY = "empty"
    NOT_TEXT = "not-text"
    OTHER_WORKBOOK = "other-workbook"
    TOO_LARGE = "too-large"  # [maximum: MB]
    TOO_LARGE_UNPACKED = "too-large-unpacked"  # [maximum: MB]
    TOO_MANY_CELLS = "too-many-cells"  # [maximum]
    TOO_MANY_COLUMNS = "too-many-columns"  # [maximum]
    TOO_MANY_ROWS = "too-many-rows"  # [maximum]
    WORKBOOK = "workbook"


class SpreadsheetUnreadable(Exception):  # noqa: N818 - an answer, not an error of the program
    """A file of which nothing can be shown."""

    def __init__(self, kind: Unreadable, **details: object) -> None:
        super().__init__(kind.value)
        self.kind = kind
        self.details = details


SENTENCES: Mapping[Unreadable, str] = {
    Unreadable.BROKEN_QUOTES: N_(
        "Un guillemet n’est pas refermé vers la ligne %(row)s. Corrigez-le dans le tableur, puis "
        "enregistrez de nouveau."
    ),
    Unreadable.BROKEN_WORKBOOK: N_(
        "Ce classeur est abîmé ou protégé. Ouvrez-le dans le tableur, enregistrez-le de nouveau, "
        "puis réessayez."
    ),
    Unreadable.EMPTY: N_("Ce fichier est vide. Choisissez-en un autre."),
    Unreadable.NOT_TEXT: N_(
        "Ce fichier n’est pas du texte lisible. Dans le tableur, enregistrez la liste au format "
        "« CSV UTF-8 »."
    ),
    Unreadable.OTHER_WORKBOOK: N_(
        "Ce classeur n’est pas au format XLSX. Dans le tableur, enregistrez-le au format "
        "« Classeur Excel (.xlsx) » ou « CSV UTF-8 »."
    ),
    Unreadable.TOO_LARGE: N_(
        "Ce fichier est trop lourd. Choisissez-en un de %(maximum)s Mo au plus."
    ),
    Unreadable.TOO_LARGE_UNPACKED: N_(
        "Ce classeur contient trop de choses. Recopiez le tableau seul dans un nouveau classeur."
    ),
    Unreadable.TOO_MANY_CELLS: N_(
        "Ce fichier a trop de cellules. Gardez-en %(maximum)s au plus : supprimez les lignes et "
        "les colonnes vides."
    ),
    Unreadable.TOO_MANY_COLUMNS: N_(
        "Ce fichier a trop de colonnes. Gardez-en %(maximum)s au plus."
    ),
    Unreadable.TOO_MANY_ROWS: N_(
        "Ce fichier a trop de lignes. Faites plusieurs fichiers de %(maximum)s personnes au plus."
    ),
    Unreadable.WORKBOOK: N_(
        "Ce fichier est un classeur de tableur. Ouvrez-le, puis enregistrez la liste au format "
        "« CSV UTF-8 »."
    ),
}
