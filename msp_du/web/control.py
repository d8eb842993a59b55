"""What every form field of this application is made from."""

from collections.abc import Sequence
from typing import Any, ClassVar

import wtforms

_COMMON = frozenset(
    {"label_size", "autocomplete", "inputmode", "spellcheck", "classes", "form_group"}
)


class Control(wtforms.Field):
    """What all fields share: a hint, options of looks, words for a blank answer."""

    options: ClassVar[frozenset[str]] = frozenset()
    missing: str = ""
    data: Any

    def __init__(
        self, label: str = "", validators: Sequence[Any] = (), *, hint: str = "", **rest: Any
    ) -> None:
        known = (_COMMON | self.options) & rest.keys()
        self.look = {name: rest.pop(name) for name in known}
        parent: Any = super()
        parent.__init__(label, list(validators), description=hint, **rest)

    @property
    def focus_id(self) -> str:
        """Id of the control that a link of the error summary leads to."""
        return str(self.id)
