"""The form of how people are reminded."""

from msp_du.web.fields import CheckboxField, IntegerField, VersionField
from msp_du.web.forms import BaseForm
from msp_du.web.i18n import lazy
from msp_du.web.validators import number_range, required


class ReminderForm(BaseForm):
    """Whether, how often, and when the coordination hears of it."""

    version = VersionField()
    is_on = CheckboxField(lazy("Envoyer des rappels"))
    every_days = IntegerField(
        lazy("Rappeler la même chose tous les"),
        [required(), number_range(minimum=1, maximum=60)],
        hint=lazy("Une personne reçoit au plus un rappel par jour, jamais le dimanche ni la nuit"),
        width=3,
        suffix=lazy("jours"),
    )
    escalate_after_days = IntegerField(
        lazy("Prévenir la coordination après"),
        [required(), number_range(minimum=1, maximum=120)],
        hint=lazy("De ce que d’autres personnes n’ont pas fait"),
        width=3,
        suffix=lazy("jours"),
    )
