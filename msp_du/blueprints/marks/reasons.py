"""Why published marks change: the field that asks, on the sheet and before an import."""

from dataclasses import dataclass
from typing import Any, Final

from msp_du.domain.confidentiality import find_identifying
from msp_du.web.fields import GuardedTextField
from msp_du.web.i18n import _, lazy
from msp_du.web.labels import label
from msp_du.web.validators import too_long

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


@dataclass(frozen=True, slots=True)
class Doubt:
    """What is wrong with a reason; whether it may pass once it was read again."""

    said: str = ""
    may_pass: bool = False


NO_DOUBT: Final = Doubt()


def doubt(text: str, *, is_checked: bool) -> Doubt:
    """Return what is wrong with a reason that the page's script sends, as the form would."""
    if len(text) > LONGEST:
        return Doubt(too_long(len(text), LONGEST))
    findings = () if is_checked else find_identifying(text)
    if not findings:
        return NO_DOUBT
    found = ", ".join(f"{label(each.kind)} « {each.excerpt} »" for each in findings)
    return Doubt(_("Ce texte contient peut-être : %(found)s.", found=found), may_pass=True)
