"""Forms of the board area."""

from collections.abc import Sequence
from uuid import UUID

from msp_du.domain.vocabulary import ResultCode
from msp_du.services.decisions import Sitting
from msp_du.web.fields import CheckboxesField, DateField, RadioField, TextField, VersionField
from msp_du.web.forms import BaseForm
from msp_du.web.i18n import lazy
from msp_du.web.validators import length, required
from msp_du.web.words import label

REFERENCE_LENGTH = 60


class ResultForm(BaseForm):
    """What the board decides; ``replaces`` is the decision it corrects."""

    result = RadioField(lazy("Ce que le jury décide"), validators=[required()])
    replaces = VersionField()


class SittingForm(BaseForm):
    """When the board sat and the reference of its minutes; ``seen`` is what the page showed."""

    decided_on = DateField(lazy("Date de la séance"), validators=[required()])
    reference = TextField(
        lazy("Référence de la séance"),
        validators=[required(), length(maximum=REFERENCE_LENGTH)],
        hint=lazy("Celle du procès-verbal, par exemple PV 2026-14. Elle paraît sur les documents."),
        width=20,
    )
    seen = VersionField()

    @property
    def sitting(self) -> Sitting:
        return Sitting(self.decided_on.data, self.reference.data)


class DecisionForm(ResultForm, SittingForm):
    """A decision on one year."""

    def offer(self, results: Sequence[ResultCode]) -> None:
        """Set what may be decided."""
        self.result.offer([(result.value, label(result)) for result in results])

    def show_again(self, results: Sequence[ResultCode], seen: str, current_id: UUID | None) -> None:
        """Stand around a year that changed; what was typed stays."""
        self.offer(results)
        self.seen.data = seen
        self.replaces.data = str(current_id or "")

    @property
    def decided(self) -> ResultCode:
        return ResultCode(self.result.data)

    @property
    def replaced_id(self) -> UUID | None:
        """The decision to be corrected; None when there is none, or no such id."""
        try:
            return UUID(self.replaces.data or "")
        except ValueError:
            return None


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


def prefilled(sitting: Sitting | None, seen: str) -> dict[str, object]:
    """Return what a form starts with: the last sitting, and what its page shows."""
    if sitting is None:
        return {"seen": seen}
    return {"decided_on": sitting.decided_on, "reference": sitting.reference, "seen": seen}
