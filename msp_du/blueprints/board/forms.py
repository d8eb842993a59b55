"""Forms of the board area: who sits and when, what is decided, points, closing, signing."""

from collections.abc import Iterable, Sequence
from decimal import Decimal
from enum import StrEnum
from typing import Any
from uuid import UUID

from msp_du.domain.decision_inputs import AddedPoints
from msp_du.domain.marks import HIGHEST_MARK
from msp_du.domain.passwords import LONGEST
from msp_du.domain.sittings import LONGEST_REASON, Choice
from msp_du.domain.vocabulary import ResultCode
from msp_du.services.board_seats import Named
from msp_du.services.sittings import Appointment
from msp_du.web.fields import (
    CheckboxesField,
    CheckboxField,
    DateField,
    DecimalField,
    GuardedTextField,
    HiddenField,
    PasswordField,
    RadioField,
    SelectField,
    TextField,
    TimeField,
    UploadField,
    VersionField,
)
from msp_du.web.forms import BaseForm
from msp_du.web.i18n import _, lazy
from msp_du.web.validators import length, number_range, optional, required
from msp_du.web.words import label

REFERENCE_LENGTH = 60
WHOLE_YEAR = "year"


class SittingForm(BaseForm):
    """When a board sits, and by which order."""

    version = VersionField()
    sits_on = DateField(lazy("Date de la séance"), validators=[required()])
    reference = TextField(
        lazy("Référence du procès-verbal"),
        validators=[required(), length(maximum=REFERENCE_LENGTH)],
        hint=lazy("Par exemple PV 2026-14. Elle paraît sur les documents."),
        width=20,
    )
    order_reference = TextField(
        lazy("Référence de l’arrêté de nomination"),
        validators=[required(), length(maximum=REFERENCE_LENGTH)],
        width=20,
    )
    order_on = DateField(lazy("Date de l’arrêté"), validators=[required()])
    gates_close_on = DateField(
        lazy("Date limite des conditions"),
        validators=[optional()],
        hint=lazy("Après ce jour, une condition qui n’est pas remplie ne l’est plus."),
    )

    @property
    def appointment(self) -> Appointment:
        return Appointment(
            sits_on=self.sits_on.data,
            reference=self.reference.data,
            order_reference=self.order_reference.data,
            order_on=self.order_on.data,
            gates_close_on=self.gates_close_on.data,
        )


class SeatForm(BaseForm):
    """A member of a board."""

    name = TextField(lazy("Prénom et nom"), validators=[required(), length(maximum=120)])
    quality = TextField(
        lazy("Qualité"),
        validators=[required(), length(maximum=120)],
        hint=lazy("Telle qu’elle sera imprimée, par exemple « maître de conférences »"),
    )
    is_president = CheckboxField(lazy("Préside le jury"))
    is_teacher = CheckboxField(lazy("Enseigne"))
    deputy_of_id = SelectField(
        lazy("Suppléance"), validators=[optional()], blank=lazy("Membre titulaire")
    )
    account_id = SelectField(
        lazy("Compte"),
        validators=[optional()],
        blank=lazy("Sans compte"),
        hint=lazy("Avec un compte, on décide à l’écran et on y signe le procès-verbal."),
    )

    def __init__(
        self,
        *args: Any,
        members: Iterable[tuple[UUID, str]],
        accounts: Iterable[tuple[UUID, str]],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        for field, choices in ((self.deputy_of_id, members), (self.account_id, accounts)):
            field.offer([(str(identity), name) for identity, name in choices])
            field.coerce = UUID

    @property
    def named(self) -> Named:
        return Named(**self.values)


class PresenceForm(BaseForm):
    """Who is there."""

    present = CheckboxesField(lazy("Membres présents"))

    def __init__(self, *args: Any, seats: Iterable[tuple[UUID, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.present.offer([(str(identity), name) for identity, name in seats])
        self.present.coerce = UUID


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


class CloseForm(BaseForm):
    """A sitting closed for good."""

    typed_reference = TextField(
        lazy("Recopiez la référence de la séance"),
        validators=[required(), length(maximum=REFERENCE_LENGTH)],
        width=20,
    )
    seen = HiddenField()


class PublicationMoment(StrEnum):
    """When trainees know."""

    NOW = "now"
    LATER = "later"


class PublishForm(BaseForm):
    """The moment from which trainees know."""

    when = RadioField(
        lazy("Publier"),
        validators=[required()],
        choices=[
            (PublicationMoment.NOW, lazy("Tout de suite")),
            (PublicationMoment.LATER, lazy("À un moment choisi")),
        ],
        reveals={PublicationMoment.LATER: ("day", "time")},
    )
    day = DateField(lazy("Jour"), validators=[optional()])
    time = TimeField(lazy("Heure"), validators=[optional()], width=5)


class SignForm(BaseForm):
    """A signature, with the password once more."""

    current_password = PasswordField(
        lazy("Mot de passe"),
        validators=[required(), length(maximum=LONGEST)],
        autocomplete="current-password",
    )


class ScanForm(BaseForm):
    """The minutes as they were signed by hand."""

    scan = UploadField(
        lazy("Exemplaire signé"),
        validators=[required()],
        hint=lazy("PDF, PNG ou JPEG, 10 Mo au plus"),
        accept="application/pdf,image/png,image/jpeg",
    )
