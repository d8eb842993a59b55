"""Forms of a sitting: when and by which order, who sits, closing, publishing, signing."""

from collections.abc import Iterable
from enum import StrEnum
from typing import Any
from uuid import UUID

from msp_du.domain.passwords import LONGEST
from msp_du.services.board_seats import Named
from msp_du.services.sittings import Appointment
from msp_du.web.fields import (
    CheckboxesField,
    CheckboxField,
    DateField,
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
from msp_du.web.i18n import lazy
from msp_du.web.validators import length, optional, required

REFERENCE_LENGTH = 60


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
