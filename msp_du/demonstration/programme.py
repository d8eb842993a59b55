"""The demonstration's curriculum: what its modules assess, and a next version on its way."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime
from decimal import Decimal
from typing import Final

from msp_du.demonstration.setting import Setting
from msp_du.domain.competency_matrix import Link
from msp_du.domain.curriculum import Curriculum, Module
from msp_du.domain.curriculum_edits import with_module
from msp_du.domain.vocabulary import Role
from msp_du.services import curricula, curriculum_drafts, frameworks, module_competencies

ASSESSED: Final[Mapping[str, str]] = {
    "M111": "A1 H5",
    "M112": "C1 C2 C5",
    "M113": "A2 A3 A4 A5",
    "M121": "D1 D5",
    "M122": "D2 G4",
    "M123": "G1 G2 G3",
    "M131": "B1 B2 B3",
    "M132": "B5",
    "M133": "B4 H2",
    "M141": "G1 H3",
    "M143": "F1 F2",
    "P151": "A1 B1 F1 G5",
    "P152": "H3 H4",
    "M211": "C1 C3 D2",
    "M212": "E1 E2 E3 E5",
    "M213": "D1 E3",
    "M221": "F3 F4",
    "M222": "D3 D4",
    "M223": "D5",
    "M231": "H1 H2 H3",
    "M232": "C4",
    "M233": "A1 H5",
    "M242": "A3 H3",
    "M243": "A1 H5",
    "P251": "A2 A4 B2 B4 C2 D1 E1 E2 F2 G2 G3",
    "P252": "H4",
    "P253": "B2 C1",
}
"""Left out on purpose, for the page to find: E4 of the core, F5, and two modules."""


def prepare(work: Setting) -> None:
    """Say what each module assesses, then duplicate the version and correct the copy."""
    session, coordinator = work.session, work.first(Role.COORDINATOR)
    module_competencies.change(
        session,
        work.curriculum,
        frameworks.shipped(session, work.institution.id, actor=None),
        seen=(),
        ticked=[Link(module, item) for module, codes in ASSESSED.items() for item in codes.split()],
        actor=coordinator,
    )
    label = str(int(work.curriculum.label) + 1)
    draft = curriculum_drafts.duplicate(session, work.curriculum, label, actor=coordinator)
    curriculum_drafts.change(
        session,
        draft.id,
        _next(curricula.content_of(draft)),
        seen=draft.version,
        actor=coordinator,
        now=datetime.now(UTC),
    )


def _next(content: Curriculum) -> Curriculum:
    """Return the content with more hours of writing, fewer of tools, and no debt allowed."""
    changed = replace(content, rules=replace(content.rules, debts_allowed=0))
    for code, hours in (("M141", 28), ("M142", 7)):
        place = changed.place_of(code)
        module: Module | None = place.module
        if module is not None:
            edited = replace(module, taught_hours=Decimal(hours))
            changed = with_module(changed, edited, unit_code=place.unit.code, was=code)
    return changed
