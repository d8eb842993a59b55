"""The texts that agreements start from, by regime: the template, and what each clause says."""

from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Final

from msp_du.domain.vocabulary import Regime

_FOLDER: Final = Path(__file__).parent.parent / "data" / "agreements"


@cache
def default_template(regime: Regime) -> str:
    """Return the text of a regime, with its placeholders."""
    opening, body = (
        (_FOLDER / f"{name}.txt").read_text("utf-8").strip() for name in (regime.value, "body")
    )
    return f"{opening}\n\n{body}\n"


@cache
def default_clauses(regime: Regime) -> Mapping[str, str]:
    """Return what the clauses of a regime say at first, by the name of the term."""
    special = _FOLDER / f"clauses-{regime.value}.txt"
    common = _clauses(_FOLDER / "clauses.txt")
    return common | _clauses(special) if special.exists() else common


def _clauses(path: Path) -> dict[str, str]:
    """Read ``[name]`` lines, each followed by the lines of its text."""
    found: dict[str, list[str]] = {}
    name = ""
    for line in path.read_text("utf-8").splitlines():
        if line.startswith("["):
            name = line.strip("[]")
            found[name] = []
        elif line.strip():
            found[name].append(line.strip())
    return {name: "\n".join(lines) for name, lines in found.items()}
