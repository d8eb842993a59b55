"""What can be wrong in a sheet of marks: where, what kind, and the French sentence."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from msp_du.files.messages import N_


class FaultKind(StrEnum):
    """A closed list; the names in brackets are the details each fault of that kind has."""

    # Of the header
    NO_TRAINEE_COLUMN = "no-trainee-column"
    TRAINEE_NOT_FIRST = "trainee-not-first"
    UNKNOWN_COLUMN = "unknown-column"
    COLUMN_TWICE = "column-twice"
    # Of a row
    NO_TRAINEE = "no-trainee"
    TRAINEE_TWICE = "trainee-twice"  # [value, row: the earlier one]
    EXTRA_CELLS = "extra-cells"  # [columns]
    # Of a cell
    FORMULA = "formula"
    DATE = "date"
    NOT_A_MARK = "not-a-mark"  # [value]
    ABOVE_20 = "above-20"  # [value]
    NOT_PASS_OR_FAIL = "not-pass-or-fail"  # noqa: S105 - [value]
    NOT_EXEMPT = "not-exempt"  # [value]
    NOT_A_UNIT_WORD = "not-a-unit-word"  # [value]
    NOT_A_GATE_STATE = "not-a-gate-state"  # [value]
    NOT_POINTS = "not-points"  # [value]
    NOT_ABOVE_ZERO = "not-above-zero"
    # Of several cells
    WHOLE_AND_PARTS = "whole-and-parts"
    NOT_OPEN = "not-open"


SENTENCES: Mapping[FaultKind, str] = {
    FaultKind.NO_TRAINEE_COLUMN: N_("cette colonne manque"),
    FaultKind.TRAINEE_NOT_FIRST: N_("cette colonne doit être la première"),
    FaultKind.UNKNOWN_COLUMN: N_("colonne inconnue"),
    FaultKind.COLUMN_TWICE: N_("cette colonne est écrite deux fois"),
    FaultKind.NO_TRAINEE: N_("il manque un identifiant"),
    FaultKind.TRAINEE_TWICE: N_("«\u00a0%(value)s\u00a0» est déjà à la ligne %(row)s"),
    FaultKind.EXTRA_CELLS: N_("il y a plus de cellules que de colonnes (%(columns)s)"),
    FaultKind.FORMULA: N_("une formule n’est pas lue, écrivez sa valeur"),
    FaultKind.DATE: N_("c’est une date"),
    FaultKind.NOT_A_MARK: N_(
        "«\u00a0%(value)s\u00a0» n’est ni une note (de 0 à 20, deux décimales au plus), ni ABI, "
        "ni ABJ"
    ),
    FaultKind.ABOVE_20: N_("%(value)s dépasse 20"),
    FaultKind.NOT_PASS_OR_FAIL: N_(
        "«\u00a0%(value)s\u00a0» n’est pas admis\u00a0: pass, fail, V, NV ou DIS"
    ),
    FaultKind.NOT_EXEMPT: N_("«\u00a0%(value)s\u00a0» n’est pas admis\u00a0: DIS ou rien"),
    FaultKind.NOT_A_UNIT_WORD: N_(
        "«\u00a0%(value)s\u00a0» n’est pas admis\u00a0: DIS, ou EQU: suivi d’une moyenne"
    ),
    FaultKind.NOT_A_GATE_STATE: N_(
        "«\u00a0%(value)s\u00a0» n’est pas admis\u00a0: met, pending ou failed"
    ),
    FaultKind.NOT_POINTS: N_(
        "«\u00a0%(value)s\u00a0» n’est pas un nombre de points (deux décimales au plus)"
    ),
    FaultKind.NOT_ABOVE_ZERO: N_("les points doivent être supérieurs à 0"),
    FaultKind.WHOLE_AND_PARTS: N_(
        "une évaluation de ce module a aussi une note de seconde session"
    ),
    FaultKind.NOT_OPEN: N_("la seconde session n’est pas ouverte"),
}


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing to correct; ``row`` counts from 1, as the spreadsheet shows it.

    ``column`` is its name in the header, or its letter where it has none. ``details`` fill the
    named placeholders of the kind's sentence; values that come from the file are short.
    """

    row: int
    column: str
    kind: FaultKind
    details: Mapping[str, object] = field(default_factory=dict)


class MarksSheetFaults(ValueError):  # noqa: N818 - the faults are the file's
    """Everything there is to correct in a sheet, by row, then column."""

    def __init__(self, faults: tuple[Fault, ...]) -> None:
        super().__init__(f"{len(faults)} faults")
        self.faults = faults


class CellRefused(Exception):  # noqa: N818 - an answer, not an error of the program
    """A cell that its column cannot take."""

    def __init__(self, kind: FaultKind, **details: object) -> None:
        super().__init__(kind.value)
        self.kind = kind
        self.details = details
