"""WTForms widgets: each renders a whole component through a macro of our templates."""

from typing import Any

from flask import get_template_attribute


class MacroWidget:
    """Renders a field with a macro of ``templates/components``: label, hint, error, control.

    The macro gets the field and its options: those of the widget, then of the field
    (``field.look``), then of the call in the template.
    """

    def __init__(self, template: str, macro: str, **defaults: object) -> None:
        self.template = f"components/{template}.html"
        self.macro = macro
        self.defaults = defaults

    def __call__(self, field: Any, **overrides: object) -> str:
        macro = get_template_attribute(self.template, self.macro)
        markup: str = macro(field, {**self.defaults, **field.look, **overrides})
        return markup


TEXT = MacroWidget("form_text", "text")
EMAIL = MacroWidget("form_text", "text", type="email", autocomplete="email", spellcheck=False)
PASSWORD = MacroWidget("form_text", "text", type="password", spellcheck=False)
WHOLE_NUMBER = MacroWidget("form_text", "text", inputmode="numeric", width=5, spellcheck=False)
DECIMAL_NUMBER = MacroWidget("form_text", "text", inputmode="decimal", width=5, spellcheck=False)
SHORT_TEXT = MacroWidget("form_text", "text", width=5, spellcheck=False)
TEXT_AREA = MacroWidget("form_textarea", "textarea", rows=5)
GUARDED_TEXT = MacroWidget("form_textarea", "guarded_textarea", rows=4)
SELECT = MacroWidget("form_choice", "select")
RADIOS = MacroWidget("form_choice", "radios", look="list")
CHECKBOXES = MacroWidget("form_choice", "checkboxes")
CHECKBOX = MacroWidget("form_choice", "checkbox")
DATE = MacroWidget("form_date", "date_parts")
UPLOAD = MacroWidget("form_upload", "upload")
