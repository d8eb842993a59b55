"""The templates of pages: Flask's, with names that all of them share found faster."""

from collections.abc import MutableMapping
from typing import Any

from flask.templating import Environment


class PageTemplates(Environment):
    """Gives a template without names of its own the environment's, not a map laid over them.

    Each ``from … import`` compares those names with the page's, ten times a page: through the
    empty map that took a tenth of its rendering.
    """

    def make_globals(self, d: MutableMapping[str, Any] | None) -> MutableMapping[str, Any]:
        """Return the names of a template; ``d`` are its own."""
        return super().make_globals(d) if d else self.globals
