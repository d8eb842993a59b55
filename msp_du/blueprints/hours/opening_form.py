"""Why the coordination opens a day again."""

from msp_du.web.fields import GuardedTextField
from msp_du.web.forms import BaseForm
from msp_du.web.i18n import lazy
from msp_du.web.validators import required


class OpeningForm(BaseForm):
    """Why a day is opened again after the certificate."""

    reason = GuardedTextField(
        lazy("Pourquoi rouvrir ce jour"),
        [required()],
        max_length=300,
        hint=lazy("Par exemple : « Erreur de durée signalée par la structure. »"),
    )
