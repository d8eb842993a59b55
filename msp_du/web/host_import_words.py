"""What the preview of a list of structures says: columns, faults, outcomes, old and new."""

from collections.abc import Mapping
from enum import StrEnum
from typing import Any, Final

from msp_du.files.host_rows import HostFault, HostFaultKind, HostList
from msp_du.files.host_words import HostColumn
from msp_du.services.host_imports import HostOutcome, HostPlan, PlannedHost
from msp_du.web.i18n import _, lazy
from msp_du.web.words import label

COLUMNS: Final[Mapping[HostColumn, str]] = {
    HostColumn.NAME: lazy("Nom"),
    HostColumn.KIND: lazy("Type de structure"),
    HostColumn.LEGAL_FORM: lazy("Forme juridique"),
    HostColumn.CITY: lazy("Ville"),
    HostColumn.SIRET: lazy("SIRET"),
    HostColumn.FINESS: lazy("FINESS"),
    HostColumn.CATEGORY_CODE: lazy("Code catégorie"),
    HostColumn.CATEGORY_LABEL: lazy("Libellé catégorie"),
    HostColumn.CAN_SIGN_HOURS: lazy("Signe les heures"),
    HostColumn.HAS_PAID_STAFF: lazy("Personnes salariées"),
    HostColumn.OBSERVATION_ONLY: lazy("Observation seulement"),
}
FAULTS: Final[Mapping[HostFaultKind, str]] = {
    HostFaultKind.COLUMN_MISSING: lazy(
        "La colonne « %(column)s » manque. Ajoutez-la, ou corrigez son titre à la première ligne."
    ),
    HostFaultKind.COLUMN_TWICE: lazy(
        "Deux colonnes sont lues comme « %(column)s ». Supprimez celle qui est de trop."
    ),
    HostFaultKind.NO_ROWS: lazy("Aucune ligne sous les titres. Ajoutez une ligne par structure."),
    HostFaultKind.MISSING: lazy("Cette cellule est vide. Remplissez-la."),
    HostFaultKind.TOO_LONG: lazy("Ce texte est trop long : %(value)s caractères au plus."),
    HostFaultKind.CONTROL: lazy(
        "Cette cellule contient un caractère invisible interdit. Effacez-la et tapez-la de nouveau."
    ),
    HostFaultKind.FORMULA: lazy("« %(value)s » est une formule. Remplacez-la par sa valeur."),
    HostFaultKind.KIND_UNKNOWN: lazy(
        "« %(value)s » n’est pas un type connu. Écrivez-le comme dans la liste des types, ou "
        "laissez vide."
    ),
    HostFaultKind.FORM_UNKNOWN: lazy(
        "« %(value)s » n’est pas une forme juridique connue. Corrigez, ou laissez vide."
    ),
    HostFaultKind.ANSWER_UNKNOWN: lazy("« %(value)s » : écrivez oui, non, ou rien."),
    HostFaultKind.SIRET_WRONG: lazy(
        "« %(value)s » n’est pas un SIRET. Recopiez ses 14 chiffres, ou laissez vide."
    ),
    HostFaultKind.FINESS_WRONG: lazy(
        "« %(value)s » n’est pas un numéro FINESS. Recopiez ses 9 signes, ou laissez vide."
    ),
    HostFaultKind.TWICE: lazy("La ligne %(value)s dit déjà la même chose : gardez-en une."),
}
OUTCOMES: Final[Mapping[HostOutcome, str]] = {
    HostOutcome.NEW: lazy("Nouvelle structure"),
    HostOutcome.CHANGED: lazy("Fiche modifiée"),
    HostOutcome.UNCHANGED: lazy("Déjà connue, rien ne change"),
}


def fault_sentence(fault: HostFault) -> str:
    """Return what is said of a fault."""
    column = str(COLUMNS[fault.column]) if fault.column else ""
    return str(FAULTS[fault.kind]) % {"column": column, "value": fault.value}


def preview_rows(found: HostList, plan: HostPlan) -> list[dict[str, Any]]:
    """Return the words of each row: its outcome, what changes, its faults by column."""
    planned = {row.number: row for row in plan.rows}
    return [
        {
            "number": row.number,
            "name": row.name,
            "faults": [
                (str(COLUMNS[fault.column]) if fault.column else "", fault_sentence(fault))
                for fault in row.faults
            ],
            **_outcome(planned.get(row.number)),
        }
        for row in found.rows
    ]


def _outcome(row: PlannedHost | None) -> dict[str, Any]:
    if row is None:
        return {"outcome": "", "changes": [], "told": ""}
    taken = _("Une autre structure porte ce nom : précisez-le, ou réunissez d’abord les fiches.")
    return {
        "outcome": taken if row.is_taken else str(OUTCOMES[row.outcome]),
        "told": _told(row) if row.outcome is HostOutcome.NEW else "",
        "changes": [
            (str(COLUMNS[change.column]), _shown(change.old), _shown(change.new))
            for change in row.changes
        ],
    }


def _told(row: PlannedHost) -> str:
    line = row.line
    parts = [line.kind, line.city, line.finess]
    return ", ".join(_shown(part) for part in parts if part)


def _shown(value: object) -> str:
    if isinstance(value, StrEnum):
        return label(value)
    if isinstance(value, bool):
        return _("oui") if value else _("non")
    return str(value) if value else _("rien")
