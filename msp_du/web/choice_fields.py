"""Fields whose answers stand in a list: select, radios, checkboxes."""

from collections.abc import Callable, Iterable, Mapping
from enum import StrEnum
from typing import Any

from wtforms.validators import StopValidation

from msp_du.web import widgets
from msp_du.web.control import Control
from msp_du.web.i18n import _, lazy
from msp_du.web.words import label as label_of

Choice = tuple[str, str]
Choices = type[StrEnum] | Iterable[Choice]


class ChoiceField(Control):
    """One answer out of a list; data is a ``str``, or a member when choices is a StrEnum."""

    missing = lazy("Choisissez une réponse pour « %(label)s ».")

    def __init__(self, *args: Any, choices: Choices = (), **rest: Any) -> None:
        super().__init__(*args, **rest)
        self.coerce: Callable[[str], Any] = str
        self.choices: list[Choice] = []
        self.offer(choices)

    def offer(self, choices: Choices) -> None:
        """Set what may be chosen; a StrEnum brings its own words and type."""
        if isinstance(choices, type):
            self.coerce = choices
            self.choices = [(member.value, label_of(member)) for member in choices]
        else:
            self.choices = [(str(value), str(text)) for value, text in choices]

    @property
    def chosen(self) -> str:
        """Value of the choice to show as chosen."""
        if self.raw_data:
            return str(self.raw_data[0])
        return "" if self.data is None else str(self.data)

    def process_formdata(self, valuelist: list[str]) -> None:
        self.data = valuelist[0] if valuelist and valuelist[0] else None

    def pre_validate(self, form: Any) -> None:
        if self.data is None:
            return
        if self.data not in [value for value, _text in self.choices]:
            self.data = None
            raise StopValidation(_("Choisissez une réponse de la liste."))
        self.data = self.coerce(self.data)


class SelectField(ChoiceField):
    """One answer out of a long list; ``blank`` is the text of an empty first line."""

    options = frozenset({"blank", "width"})
    widget: Any = widgets.SELECT


class RadioField(ChoiceField):
    """One answer out of a few; see ``look``, ``hints`` and ``reveals`` in the component."""

    options = frozenset({"look", "hints", "reveals"})
    widget: Any = widgets.RADIOS

    def post_bind(self, form: Any) -> None:
        """Find the fields that stand inside a choice."""
        names: Mapping[str, Iterable[str]] = self.look.get("reveals", {})
        self.look["inside"] = {value: [form[n] for n in inside] for value, inside in names.items()}


class CheckboxesField(ChoiceField):
    """Any number of answers; data is a list, empty when none is ticked."""

    options = frozenset({"hints"})
    widget: Any = widgets.CHECKBOXES

    @property
    def ticked(self) -> list[str]:
        """Values to show as ticked."""
        return [str(value) for value in self.data or ()]

    def process_formdata(self, valuelist: list[str]) -> None:
        self.data = list(valuelist)

    def pre_validate(self, form: Any) -> None:
        known = [value for value, _text in self.choices]
        if any(value not in known for value in self.data or ()):
            self.data = []
            raise StopValidation(_("Choisissez des réponses de la liste."))
        self.data = [self.coerce(value) for value in self.data or ()]
