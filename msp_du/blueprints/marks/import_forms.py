"""Forms of an import of marks: the file, then the confirmation of what it would do."""

from msp_du.blueprints.marks.reasons import reason_field
from msp_du.web.fields import UploadField
from msp_du.web.forms import BaseForm
from msp_du.web.i18n import lazy
from msp_du.web.staging import ConfirmForm
from msp_du.web.validators import required


class MarksFileForm(BaseForm):
    """A file of marks."""

    file = UploadField(
        lazy("Fichier de notes"),
        [required()],
        accept=".xlsx,.csv,.txt",
        hint=lazy("Le modèle rempli, ou tout fichier XLSX ou CSV avec les numéros d’étudiant."),
    )


class ConfirmMarksForm(ConfirmForm):
    """Confirms the preview; published marks need a reason."""

    reason = reason_field()
