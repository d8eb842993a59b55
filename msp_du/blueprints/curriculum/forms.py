"""Forms of the curriculum area."""

from msp_du.web.fields import UploadField
from msp_du.web.forms import BaseForm
from msp_du.web.i18n import lazy
from msp_du.web.validators import required


class UploadForm(BaseForm):
    """A curriculum file to look at before it is imported."""

    file = UploadField(
        lazy("Fichier de la formation"),
        validators=[required()],
        hint=lazy("Un fichier YAML de 1 Mo au plus."),
        accept=".yaml,.yml",
    )
