"""Form fields of this application: one class a kind of answer, each with its own widget.

Every field takes ``(label, validators, *, hint="", **look)``; the names a ``look`` may hold
are in ``options``. What was typed stays in the field when it is refused.
"""

from collections.abc import Mapping, Sequence
from datetime import date, time
from decimal import Decimal
from typing import Any

import flask_wtf.file
import wtforms
from werkzeug.datastructures import MultiDict
from wtforms.utils import unset_value
from wtforms.validators import ValidationError

from msp_du.domain.confidentiality import Finding, find_identifying
from msp_du.files.spreadsheet_text import is_control
from msp_du.web import formatting, reading, validators, widgets
from msp_du.web.choice_fields import CheckboxesField, ChoiceField, RadioField, SelectField
from msp_du.web.control import Control
from msp_du.web.i18n import _, lazy

__all__ = [
    "CheckboxField",
    "CheckboxesField",
    "ChoiceField",
    "DateField",
    "DecimalField",
    "DurationField",
    "EmailField",
    "GuardedTextField",
    "HiddenField",
    "IntegerField",
    "ParsedField",
    "PasswordField",
    "RadioField",
    "SelectField",
    "TextAreaField",
    "TextField",
    "TimeField",
    "UploadField",
    "VersionField",
]


def _clean(text: str) -> str:
    """Return typed text trimmed, with plain line ends and no sign that hides or turns the rest."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n")
    return "".join(sign for sign in lines if not is_control(sign)).strip()


class TextField(Control, wtforms.StringField):
    """One line of text, whatever was sent; data is a ``str``, empty when nothing was typed."""

    options = frozenset({"width", "prefix", "suffix"})
    widget: Any = widgets.TEXT
    tidy = staticmethod(lambda text: reading.plain(_clean(text)))

    def process_formdata(self, valuelist: list[str]) -> None:
        self.data = self.tidy(valuelist[0]) if valuelist else ""


class EmailField(TextField):
    """An e-mail address, as typed."""

    widget: Any = widgets.EMAIL


class PasswordField(Control, wtforms.StringField):
    """A password: taken as it is, never written back into the page."""

    widget: Any = widgets.PASSWORD

    def _value(self) -> str:
        return ""


class TextAreaField(TextField):
    """Several lines of text that say nothing about anyone; all others are guarded."""

    options = frozenset({"rows"})
    widget: Any = widgets.TEXT_AREA
    tidy = staticmethod(_clean)


class GuardedTextField(TextField):
    """Free text with the confidentiality reminder and the soft guard (domain §3.5).

    When the text may let a person be recognised, it is refused once: the page names what
    was found, and the box « J’ai vérifié » lets it through.
    """

    options = frozenset({"rows"})
    widget: Any = widgets.GUARDED_TEXT
    tidy = staticmethod(_clean)

    def __init__(
        self,
        label: str = "",
        validators_: Sequence[Any] = (),
        *,
        max_length: int,
        validators: Sequence[Any] = (),
        **rest: Any,
    ) -> None:
        checks = [*validators_, *validators, _at_most(max_length)]
        super().__init__(label, checks, **rest)
        self.max_length = max_length
        self.findings: tuple[Finding, ...] = ()
        self.is_checked = False

    @property
    def checked_name(self) -> str:
        """Name of the box that says the text was read again."""
        return f"{self.name}_checked"

    def process(self, formdata: Any, *args: Any, **kwargs: Any) -> None:
        self.is_checked = bool(formdata and formdata.get(self.checked_name))
        parent: Any = super()
        parent.process(formdata, *args, **kwargs)

    def pre_validate(self, form: Any) -> None:
        self.findings = find_identifying(self.data or "")
        if self.findings and not self.is_checked:
            raise ValidationError(
                _("Relisez ce texte : il contient peut-être de quoi reconnaître une personne.")
            )


class ParsedField(Control):
    """One short text read as a value; data is None when blank or not understood."""

    options = frozenset({"width", "prefix", "suffix"})

    def read(self, text: str) -> Any:
        """Return the value of a text that is not blank, or raise ValueError with a sentence."""
        raise NotImplementedError

    def show(self, value: Any) -> str:
        """Return the text that stands for a value."""
        return str(value)

    def process_formdata(self, valuelist: list[str]) -> None:
        self.data = None
        if valuelist and valuelist[0].strip():
            self.data = self.read(valuelist[0])

    def _value(self) -> str:
        if self.raw_data:
            return str(self.raw_data[0])
        return "" if self.data is None else self.show(self.data)


class IntegerField(ParsedField):
    """A whole number; data is an ``int``."""

    widget: Any = widgets.WHOLE_NUMBER

    def read(self, text: str) -> int:
        return reading.read_whole_number(text)


class DecimalField(ParsedField):
    """A number written with a comma or a point; data is a ``Decimal``."""

    widget: Any = widgets.DECIMAL_NUMBER

    def read(self, text: str) -> Decimal:
        return reading.read_decimal(text)

    def show(self, value: Any) -> str:
        return formatting.number(value)


class TimeField(ParsedField):
    """A time of day; data is a ``time``."""

    widget: Any = widgets.SHORT_TEXT
    missing = lazy("Indiquez une heure, par exemple 9:30.")

    def read(self, text: str) -> time:
        return reading.read_time(text)

    def show(self, value: Any) -> str:
        return f"{value:%H:%M}"


class DurationField(ParsedField):
    """A duration in one box; data is minutes, at most ``most_hours`` hours."""

    widget: Any = widgets.SHORT_TEXT
    missing = lazy("Indiquez une durée, par exemple 7 h 30.")

    def __init__(self, *args: Any, most_hours: int = 24, **rest: Any) -> None:
        super().__init__(*args, **rest)
        self.most_hours = most_hours

    def read(self, text: str) -> int:
        return reading.read_duration(text, most_hours=self.most_hours)

    def show(self, value: Any) -> str:
        return formatting.hours(value)


class DateField(Control):
    """A day in three boxes, ``name-day``, ``name-month``, ``name-year``; data is a ``date``."""

    parts = ("day", "month", "year")
    widget: Any = widgets.DATE
    missing = lazy("Indiquez une date, par exemple 22 11 2026.")

    def process(self, formdata: Any, data: Any = unset_value, extra_filters: Any = None) -> None:
        if formdata is not None:
            typed = [formdata.get(f"{self.name}-{part}", "") for part in self.parts]
            formdata = MultiDict((self.name, part) for part in typed)
        parent: Any = super()
        parent.process(formdata, data, extra_filters)

    def process_formdata(self, valuelist: list[str]) -> None:
        self.data = None
        if any(part.strip() for part in valuelist):
            self.data = reading.read_day(*valuelist)

    @property
    def typed(self) -> Mapping[str, str]:
        """What stands in each box."""
        if self.raw_data:
            return dict(zip(self.parts, self.raw_data, strict=True))
        day: date | None = self.data
        if day is None:
            return dict.fromkeys(self.parts, "")
        return {"day": str(day.day), "month": str(day.month), "year": str(day.year)}

    @property
    def focus_id(self) -> str:
        return f"{self.id}-day"


class CheckboxField(Control, wtforms.BooleanField):
    """One box to tick; data is a ``bool``."""

    widget: Any = widgets.CHECKBOX
    missing = lazy("Cochez la case « %(label)s ».")


class UploadField(Control, flask_wtf.file.FileField):
    """One file; data is a ``FileStorage`` or None."""

    options = frozenset({"accept"})
    widget: Any = widgets.UPLOAD
    missing = lazy("Choisissez un fichier.")


class HiddenField(Control, wtforms.HiddenField):
    """A value carried along without being shown; no NUL, which PostgreSQL takes in no text."""

    def process_formdata(self, valuelist: list[str]) -> None:
        if valuelist:
            self.data = valuelist[0].replace("\0", "")


class VersionField(HiddenField):
    """The version of what is edited when its form was first shown; see ``seen``."""

    def process_formdata(self, valuelist: list[str]) -> None:
        self.data = valuelist[0] if valuelist else ""  # never the present one instead

    @property
    def seen(self) -> int:
        """The version as a number; 0, which nothing has, when it was tampered with."""
        return reading.read_version(self.data or "")


def _at_most(maximum: int) -> validators.Length:
    return validators.length(maximum=maximum)
