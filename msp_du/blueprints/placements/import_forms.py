"""Forms of the import of structures: a file, a choice in the national extract, the confirmation."""

from msp_du.web.fields import HiddenField, TextField, UploadField
from msp_du.web.forms import BaseForm
from msp_du.web.i18n import lazy
from msp_du.web.validators import length, optional, required


class HostListForm(BaseForm):
    """A list of structures, or the national extract with what to look for in it."""

    file = UploadField(
        lazy("Fichier"),
        [required()],
        hint=lazy("CSV ou XLSX, 500 structures au plus ; ou l’extrait national FINESS tel quel."),
        accept=".csv,.txt,.xlsx,text/csv",
    )
    wanted = TextField(
        lazy("Dans l’extrait national : nom, ville ou numéro"),
        [optional(), length(maximum=120)],
        autocomplete="off",
    )
    department = TextField(
        lazy("Dans l’extrait national : département"),
        [optional(), length(maximum=3)],
        width=3,
        autocomplete="off",
        hint=lazy("Par exemple 37 ou 2A"),
    )


class ChoiceForm(BaseForm):
    """Which establishments of the extract to take; the page's own boxes say which."""

    staged = HiddenField()
