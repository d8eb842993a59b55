"""Forms of the coordination about hosts' desks."""

from uuid import UUID

from msp_du.services.desk_approvals import ShownList
from msp_du.web.choice_fields import SelectField
from msp_du.web.fields import DateField, GuardedTextField, HiddenField, TextField
from msp_du.web.forms import BaseForm
from msp_du.web.i18n import lazy
from msp_du.web.validators import length, required


class OnBehalfForm(BaseForm):
    """Why somebody else signs, and as whom; the hidden field says which list was shown."""

    list = HiddenField()
    reason = GuardedTextField(
        lazy("Pourquoi l’hôte ne signe pas"),
        [required()],
        max_length=300,
        hint=lazy("Par exemple : « Absence longue, accord donné par téléphone. » Tous le liront."),
    )
    capacity = TextField(
        lazy("Votre fonction"),
        [required(), length(maximum=120)],
        autocomplete="organization-title",
    )

    def shown(self, placement_id: UUID) -> ShownList:
        """Return the list as the form showed it."""
        carried = (self.list.data or "").split()
        token, digest, *ids = carried if len(carried) > 2 else ("", "", "")
        try:
            entry_ids = tuple(UUID(text) for text in ids)
        except ValueError:
            entry_ids = ()
        return ShownList(placement_id, entry_ids, digest, token)


class DeputyForm(BaseForm):
    """Who stands in, from which day to which."""

    deputy = SelectField(lazy("Qui remplace"), [required()], blank=lazy("Choisissez"))
    starts_on = DateField(lazy("Premier jour"), [required()])
    ends_on = DateField(lazy("Dernier jour"), [required()])


class HandoverForm(BaseForm):
    """Who takes over, from which day."""

    successor = SelectField(lazy("Qui prend la suite"), [required()], blank=lazy("Choisissez"))
    effective_on = DateField(lazy("À partir du"), [required()])
