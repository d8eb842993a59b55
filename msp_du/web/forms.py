"""Forms: one typed base over Flask-WTF, and how a page with a form is answered."""

from collections.abc import Iterator
from typing import Any

import flask_wtf
import wtforms
from flask import get_template_attribute, render_template
from flask.typing import ResponseReturnValue

from msp_du.domain.errors import RuleViolation
from msp_du.web.fields import RadioField
from msp_du.web.i18n import _
from msp_du.web.labels import sentence

_CSRF = "csrf_token"


class BaseForm(flask_wtf.FlaskForm):
    """A form of this application; its messages are ours, in French."""

    class Meta(flask_wtf.FlaskForm.Meta):
        """Turns WTForms' own translations off: no message of it is ever shown."""

        locales = False

        def get_translations(self, form: Any) -> None:
            return None

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        parent: Any = super()
        parent.__init__(*args, **kwargs)
        for field in self:
            if isinstance(field, RadioField):
                field.post_bind(self)

    def validate_on_submit(self, extra_validators: Any = None) -> bool:
        """Tell whether the form was sent and every answer has its shape."""
        parent: Any = super()
        return bool(parent.validate_on_submit(extra_validators))

    @property
    def values(self) -> dict[str, Any]:
        """Answers by field name, as a service takes them."""
        return {
            name: field.data
            for name, field in self._fields.items()
            if name != _CSRF and not isinstance(field, wtforms.SubmitField)
        }

    def hidden_tag(self, *fields: Any) -> str:
        """Return the hidden inputs, without ids: a page may hold several forms."""
        shown = fields or [field for field in self if isinstance(field, wtforms.HiddenField)]
        markup: str = get_template_attribute("components/form_text.html", "hidden")(shown)
        return markup

    def add_violation(self, violation: RuleViolation) -> None:
        """Put the rule's sentence under its field, or on top when it has none here."""
        text = sentence(violation.rule, **violation.details)
        if violation.field in self:
            field = self[violation.field]
            field.errors = [*field.errors, text]
        else:
            self.form_errors.append(text)

    def errors_for_summary(self) -> list[tuple[str, str]]:
        """Return (link, sentence) for each error in the order of the page; a link may be empty."""
        return [*(("", str(text)) for text in self.form_errors), *_linked_errors(self)]


class SubForm(wtforms.Form):
    """A group of fields repeated inside a form, as ``FieldList(FormField(…))``."""

    class Meta:
        """Turns WTForms' own translations off."""

        locales = False

        def get_translations(self, form: Any) -> None:
            return None


def _linked_errors(fields: Any) -> Iterator[tuple[str, str]]:
    for field in fields:
        if isinstance(field, wtforms.FormField):
            yield from _linked_errors(field.form)
        elif isinstance(field, wtforms.FieldList):
            yield from _linked_errors(field)
        elif field.short_name == _CSRF and field.errors:
            yield "", _("Cette page est restée ouverte trop longtemps. Envoyez-la de nouveau.")
        else:
            link = f"#{getattr(field, 'focus_id', field.id)}"
            yield from ((link, str(text)) for text in field.errors)


def render_form(
    template: str, form: BaseForm, *, status_if_errors: int = 422, **context: Any
) -> ResponseReturnValue:
    """Render a page around its form; with ``status_if_errors`` when the form was refused."""
    page = render_template(template, form=form, **context)
    return (page, status_if_errors) if form.errors else page
