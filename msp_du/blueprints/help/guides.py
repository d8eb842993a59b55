"""Guides and statements: Markdown files of the package, read once, shown by a template."""

from dataclasses import dataclass
from functools import cache
from pathlib import Path

from markdown_it import MarkdownIt
from markdown_it.tree import SyntaxTreeNode

from msp_du.domain.vocabulary import Language, Role

FOLDER = Path(__file__).parents[2] / "help"

GUIDES = {
    Role.TRAINEE: "stagiaire",
    Role.SUPERVISOR: "tutorat-de-stage",
    Role.TUTOR: "suivi-pedagogique",
    Role.COORDINATOR: "coordination",
    Role.REGISTRAR: "scolarite",
    Role.BOARD_MEMBER: "jury",
    Role.ADMINISTRATOR: "administration",
}
"""Role to its word in the address; the file is named as the role."""

PLACEMENT_GUIDES = {
    "hosts": "structures",
    "places": "places-de-stage",
    "placement_law": "regles-des-stages",
    "agreements": "conventions",
    "hours": "heures",
    "offline": "heures-sans-reseau",
    "host_desk": "valider-sans-compte",
    "messages": "messages-et-rappels",
}
STUDY_GUIDES = {
    "curriculum": "modifier-la-formation",
    "attendance": "presences",
    "marks": "notes",
    "board": "tenir-un-jury",
    "moves": "acquis-et-suite",
    "verification": "verifier-un-document",
}
OPEN_GUIDES = PLACEMENT_GUIDES | STUDY_GUIDES
"""Guides by subject, whatever the role: the name of the file to the word in the address."""

_markdown = MarkdownIt("commonmark", {"html": False})


@dataclass(frozen=True, slots=True)
class HelpPage:
    """A page of text: its title, and the nodes that ``help/_markdown.html`` draws."""

    title: str
    nodes: tuple[SyntaxTreeNode, ...]


@cache
def read(name: str, language: Language) -> HelpPage:
    """Return a page by the name of its file, which opens with one heading of the first level."""
    text = (FOLDER / language.value / f"{name}.md").read_text("utf-8")
    heading, *nodes = SyntaxTreeNode(_markdown.parse(text)).children
    return HelpPage(heading.children[0].content, tuple(nodes))
