"""Why published marks change: the field that asks, on the sheet and before an import."""

from typing import Any

from msp_du.web.fields import GuardedTextField
from msp_du.web.i18n import lazy

LONGEST = 300


class AskedWhenShown:
    """Marks a field as needed; the service knows when, and says so when it is missing."""

    field_flags = {"required": True}  # noqa: RUF012 - read by WTForms on the instance

    def __call__(self, _form: Any, _field: Any) -> None:
        """Let it pass: a page that shows no such field sends none."""


def reason_field() -> Any:
    """Return the field; a page shows it only where published marks may be corrected."""
    return GuardedTextField(
        lazy("Pourquoi ces notes publiées changent"),
        [AskedWhenShown()],
        max_length=LONGEST,
        rows=2,
        hint=lazy("Par exemple : erreur de saisie. Ce motif reste dans l’historique."),
    )
