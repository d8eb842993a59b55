"""Forms of an import of marks: the file, then the confirmation of what it would do."""

from msp_du.web.fields import GuardedTextField, UploadField
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

    reason = GuardedTextField(
        lazy("Pourquoi ces notes publiées changent"),
        max_length=300,
        rows=2,
        hint=lazy("Par exemple : erreur de saisie. Ce motif reste dans l’historique."),
    )
