"""Forms around the board: documents that came, the file of its results."""

from collections.abc import Sequence

from msp_du.web.fields import (
    CheckboxesField,
    DateField,
    RadioField,
)
from msp_du.web.forms import BaseForm
from msp_du.web.i18n import lazy
from msp_du.web.validators import required


class DocumentsForm(BaseForm):
    """Documents of placements that came on a day."""

    placements = CheckboxesField(
        lazy("Documents reçus"), validators=[required(lazy("Cochez au moins un document."))]
    )
    received_on = DateField(lazy("Reçus le"), validators=[required()])

    def list_due(self, due: Sequence[tuple[str, str, str]]) -> None:
        """Set what may be ticked: id, words, and words below."""
        self.placements.offer([(identity, words) for identity, words, _below in due])
        self.placements.look["hints"] = {identity: below for identity, _words, below in due}


class ExportForm(BaseForm):
    """The form of the file that leaves."""

    form = RadioField(
        lazy("Format du fichier"),
        validators=[required()],
        choices=[("xlsx", lazy("Classeur XLSX")), ("csv", lazy("Texte CSV, points-virgules"))],
    )
