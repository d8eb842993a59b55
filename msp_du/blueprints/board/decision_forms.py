"""Forms of what a board decides: one year, the clear cases, points, a correction."""

from collections.abc import Iterable, Sequence
from decimal import Decimal
from uuid import UUID

from msp_du.blueprints.board.sitting_forms import REFERENCE_LENGTH
from msp_du.domain.decision_inputs import AddedPoints
from msp_du.domain.marks import HIGHEST_MARK
from msp_du.domain.sittings import LONGEST_REASON, Choice
from msp_du.domain.vocabulary import ResultCode
from msp_du.web.fields import (
    CheckboxField,
    DecimalField,
    GuardedTextField,
    HiddenField,
    RadioField,
    SelectField,
    TextField,
)
from msp_du.web.forms import BaseForm
from msp_du.web.i18n import _, lazy
from msp_du.web.validators import length, number_range, required
from msp_du.web.words import label

WHOLE_YEAR = "year"


class ChoiceForm(BaseForm):
    """What the board decides of a year; ``seen`` and ``token`` are what the page showed."""

    result = RadioField(lazy("Ce que le jury décide"), validators=[required()])
    may_progress = CheckboxField(
        lazy("Passage dans l’année suivante"),
        hint=lazy("En cas d’ajournement seulement : l’admission le donne toujours."),
    )
    derogation = GuardedTextField(
        lazy("Motif de la dérogation"),
        max_length=LONGEST_REASON,
        hint=lazy("Demandé quand la décision va contre ce que donnent les règles."),
        rows=3,
    )
    seen = HiddenField()
    token = HiddenField()

    def offer(self, results: Sequence[ResultCode]) -> None:
        """Set what may be decided."""
        self.result.offer([(result.value, label(result)) for result in results])

    @property
    def choice(self) -> Choice:
        return Choice(
            ResultCode(self.result.data), bool(self.may_progress.data), self.derogation.data or ""
        )


class CorrectionForm(ChoiceForm):
    """What a decision should have said; ``token`` names the decision that it corrects."""

    reason = GuardedTextField(
        lazy("Ce qui est rectifié, et pourquoi"),
        validators=[required()],
        max_length=LONGEST_REASON,
        rows=3,
    )
    typed_reference = TextField(
        lazy("Recopiez la référence de la séance"),
        validators=[required(), length(maximum=REFERENCE_LENGTH)],
        width=20,
    )

    @property
    def replaced_id(self) -> UUID | None:
        """The decision to be corrected; None when there is none, or no such id."""
        try:
            return UUID(self.token.data or "")
        except ValueError:
            return None


class PointsForm(BaseForm):
    """Points added to an average."""

    unit_code = SelectField(lazy("Moyenne"), validators=[required()])
    value = DecimalField(
        lazy("Points ajoutés"),
        validators=[required(), number_range(minimum=Decimal("0.01"), maximum=HIGHEST_MARK)],
        hint=lazy("Par exemple 0,25"),
        width=5,
    )
    reason = GuardedTextField(
        lazy("Motif"), validators=[required()], max_length=LONGEST_REASON, rows=3
    )

    def offer(self, units: Iterable[tuple[str, str]]) -> None:
        """Set which averages there are; that of the year comes first."""
        self.unit_code.offer([(WHOLE_YEAR, _("Moyenne de l’année")), *units])

    @property
    def given(self) -> AddedPoints:
        chosen = self.unit_code.data
        return AddedPoints(
            None if chosen == WHOLE_YEAR else chosen, self.value.data, self.reason.data
        )


class ClearForm(BaseForm):
    """Clear cases, all at once; ``seen`` is what the page showed."""

    seen = HiddenField()
