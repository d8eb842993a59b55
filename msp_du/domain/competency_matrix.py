"""Which competency is worked on in which module, and what that leaves out."""

from collections.abc import Collection
from dataclasses import dataclass

from msp_du.domain.competencies import Competency, Framework
from msp_du.domain.curriculum import Curriculum, Module


@dataclass(frozen=True, slots=True, order=True)
class Link:
    """A competency that a module assesses, both by code."""

    module: str
    competency: str


@dataclass(frozen=True, slots=True)
class Gaps:
    """What a matrix leaves out: competencies that no module assesses, modules without any."""

    core: tuple[Competency, ...]
    others: tuple[Competency, ...]
    modules: tuple[Module, ...]

    @property
    def competencies(self) -> tuple[Competency, ...]:
        """Every competency that nothing assesses, the core ones first."""
        return (*self.core, *self.others)


def gaps(curriculum: Curriculum, framework: Framework, links: Collection[Link]) -> Gaps:
    """Return what a matrix leaves out, in the order of the framework and of the curriculum."""
    assessed = {link.competency for link in links}
    used = {link.module for link in links}
    left_out = [item for item in framework.competencies if item.code not in assessed]
    return Gaps(
        core=tuple(item for item in left_out if item.is_core),
        others=tuple(item for item in left_out if not item.is_core),
        modules=tuple(module for module in curriculum.modules if module.code not in used),
    )
