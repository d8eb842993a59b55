"""What the preview of an import of marks says: columns, cells, faults; where each is."""

from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Final

from msp_du.domain.errors import Rule
from msp_du.domain.mark_imports import CellFault, CellOutcome
from msp_du.domain.marks import Score
from msp_du.domain.vocabulary import MarkCode
from msp_du.files.marks_headers import HeaderFault
from msp_du.services.import_cells import PlannedCell, PlannedRow
from msp_du.services.import_plans import Plan
from msp_du.web import formatting
from msp_du.web.i18n import _, lazy, ngettext
from msp_du.web.labels import label, sentence

HEADER_SENTENCES: Final[Mapping[HeaderFault, str]] = {
    HeaderFault.AMBIGUOUS: lazy(
        "La colonne « %(header)s » peut désigner plusieurs épreuves. Écrivez à sa place le code "
        "de l’épreuve."
    ),
    HeaderFault.NO_MARK_COLUMN: lazy(
        "Aucune colonne de notes n’est reconnue. Donnez à chacune le code de son épreuve, comme "
        "dans le modèle."
    ),
    HeaderFault.NO_TRAINEE_COLUMN: lazy(
        "La colonne des numéros d’étudiant manque. Appelez-la « N° étudiant »."
    ),
    HeaderFault.TWICE: lazy(
        "Les colonnes « %(first)s » et « %(second)s » sont lues toutes deux comme %(code)s. "
        "Supprimez celle qui est de trop."
    ),
}
CELL_SENTENCES: Final[Mapping[CellFault, str]] = {
    CellFault.ANONYMOUS: lazy(
        "Ce module est anonyme : importez ses notes depuis sa page, avec ses numéros."
    ),
    CellFault.DATE: lazy("Le tableur en a fait une date. Retapez la note au format « Texte »."),
    CellFault.EXAMINER_UNCLEAR: lazy(
        "Deux personnes notent ce travail : ajoutez #1 ou #2 au code de la colonne, comme dans le "
        "modèle."
    ),
    CellFault.EXTRA_CELL: lazy("Cette cellule n’a pas de titre de colonne."),
    CellFault.FORMULA: lazy("C’est une formule. Remplacez-la par sa valeur."),
    CellFault.NOT_ON_SHEET: lazy("Cette personne n’est pas notée dans ce module."),
    CellFault.NOT_YOURS: lazy("Les notes de ce module ne vous sont pas confiées."),
    CellFault.VERDICT_EXPECTED: lazy("Écrivez V (validé) ou NV (non validé)."),
    CellFault.TRAINEE_MISSING: lazy("Le numéro d’étudiant manque."),
    CellFault.TRAINEE_TWICE: lazy("Ce numéro est déjà plus haut dans le fichier."),
    CellFault.TRAINEE_UNKNOWN: lazy("Ce numéro n’est pas celui de quelqu’un de la promotion."),
}
_WORDED: Final = frozenset({MarkCode.PASS, MarkCode.FAIL})


def score_words(score: Score | None) -> str:
    """Return what is read of a mark: « 12,5 », « ABI », « Validé », « vide »."""
    if isinstance(score, Decimal):
        return formatting.number(score)
    if score is None:
        return _("vide")
    return label(score) if score in _WORDED else score.value


def fault_lines(plan: Plan) -> list[str]:
    """Return everything to correct, the first row first, each with where it is."""
    return [
        *(str(HEADER_SENTENCES[kind]) % details for kind, details in plan.header.faults),
        *(line for row in plan.rows for line in _row_faults(row)),
    ]


def notes(plan: Plan) -> list[str]:
    """Return how columns were understood, and what of the file changes nothing."""
    guessed = [
        _(
            "La colonne « %(header)s » est lue comme %(code)s.",
            header=column.header,
            code=_("le numéro d’étudiant") if column.code == "trainee" else column.code,
        )
        for column in (plan.header.trainee, *plan.header.columns)
        if column and column.is_guessed
    ]
    ignored = [
        _("La colonne « %(header)s » est ignorée.", header=header) for header in plan.header.ignored
    ]
    return [*guessed, *ignored, *_empty(plan)]


def row_view(row: PlannedRow) -> dict[str, object]:
    """Return the words of a row of the preview, cell by cell."""
    unchanged = [cell for cell in row.cells if cell.outcome is CellOutcome.UNCHANGED]
    return {
        "number": row.number,
        "trainee": row.trainee,
        "name": row.name,
        "cells": [_cell_words(cell) for cell in row.cells if cell not in unchanged],
        "unchanged": ", ".join(f"{cell.code} {score_words(cell.score)}" for cell in unchanged),
        "fault": str(CELL_SENTENCES[row.fault]) if row.fault else "",
    }


def counts(plan: Plan) -> list[str]:
    """Return how many marks are new, changed, unchanged; what there is none of is left out."""
    found = [cell.outcome for row in plan.rows for cell in row.cells]
    new, changed, unchanged = (found.count(outcome) for outcome in CellOutcome)
    lines = [
        ngettext("Une note nouvelle", "%(num)s notes nouvelles", new),
        ngettext("Une note changée", "%(num)s notes changées", changed),
        ngettext("Une note inchangée", "%(num)s notes inchangées", unchanged),
    ]
    return [line for count, line in zip((new, changed, unchanged), lines, strict=True) if count]


def _cell_words(cell: PlannedCell) -> str:
    if cell.fault is not None:
        return _(
            "%(code)s : « %(text)s ». %(fault)s",
            code=cell.code or "–",
            text=cell.text,
            fault=_fault_words(cell.fault),
        )
    if cell.outcome is CellOutcome.CHANGED:
        return _(
            "%(code)s : %(old)s → %(new)s, changée",
            code=cell.code,
            old=score_words(cell.held.score),
            new=score_words(cell.score),
        )
    return _("%(code)s : %(new)s, nouvelle", code=cell.code, new=score_words(cell.score))


def _row_faults(row: PlannedRow) -> Iterator[str]:
    if row.fault is not None:
        fault = str(CELL_SENTENCES[row.fault])
        yield _("Ligne %(row)s : %(fault)s", row=row.number, fault=fault)
    for cell in row.cells:
        if cell.fault is not None:
            yield _(
                "Ligne %(row)s, colonne %(code)s : « %(text)s ». %(fault)s",
                row=row.number,
                code=cell.code or "–",
                text=cell.text,
                fault=_fault_words(cell.fault),
            )


def _fault_words(fault: CellFault | Rule) -> str:
    return sentence(fault) if isinstance(fault, Rule) else str(CELL_SENTENCES[fault])


def _empty(plan: Plan) -> list[str]:
    if not plan.empty_cells:
        return []
    return [
        ngettext(
            "Une case est vide : elle ne retire aucune note.",
            "%(num)s cases sont vides : elles ne retirent aucune note.",
            plan.empty_cells,
        )
    ]
