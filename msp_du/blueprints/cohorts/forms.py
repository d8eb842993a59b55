"""Forms of the cohorts area; cells of a class list and boxes of a form follow the same rules."""

from collections.abc import Callable, Iterable, Mapping
from datetime import UTC, date, datetime
from functools import partial
from typing import Any, Final

from wtforms.validators import ValidationError

from msp_du.domain import calendar
from msp_du.domain.vocabulary import Regime
from msp_du.files import class_list_cells as cells
from msp_du.files.class_list import Trainee
from msp_du.files.class_list_faults import CellRefused, Column, Fault
from msp_du.models import Enrolment
from msp_du.services.enrolments import Identity
from msp_du.web.class_list_labels import COLUMN_LABELS, fault_sentence
from msp_du.web.fields import (
    CheckboxField,
    DateField,
    EmailField,
    HiddenField,
    RadioField,
    SelectField,
    TextField,
    UploadField,
)
from msp_du.web.forms import BaseForm
from msp_du.web.i18n import lazy
from msp_du.web.staging import ConfirmForm
from msp_du.web.validators import email, length, optional, required

_READERS: Final[Mapping[Column, Callable[[str], Any]]] = {
    Column.FAMILY_NAME: cells.read_name,
    Column.USAGE_NAME: cells.read_name,
    Column.GIVEN_NAMES: cells.read_name,
    Column.CHOSEN_NAME: cells.read_name,
    Column.BIRTH_PLACE: cells.read_text,
    Column.STUDENT_NUMBER: cells.read_student_number,
    Column.INE: cells.read_ine,
    Column.EMPLOYER: cells.read_text,
}


class CellRule:
    """Holds a box to what a class list may have in that column, and tidies it the same way."""

    def __init__(self, column: Column) -> None:
        self.column = column

    def __call__(self, _form: Any, field: Any) -> None:
        field.data = _checked(field.data, self.column, _READERS[self.column])


class BirthDateRule:
    """Holds a date of birth to the ages that a class list may have."""

    def __call__(self, _form: Any, field: Any) -> None:
        if field.data is None:
            return
        today = calendar.today(datetime.now(UTC), calendar.PARIS)
        read = partial(cells.read_birth_date, today=today)
        _checked(f"{field.data:%d/%m/%Y}", Column.BIRTH_DATE, read)


def _named(form: BaseForm, names: Iterable[str]) -> dict[str, Any]:
    """Return the answers of these names, an empty box as None."""
    return {name: form.values[name] or None for name in names}


def _checked(text: str, column: Column, read: Callable[[str], Any]) -> Any:
    try:
        tidied = cells.cell_text(text, column)
        return read(tidied) if tidied else ""
    except CellRefused as refused:
        fault = Fault(refused.kind, column, refused.details)
        raise ValidationError(fault_sentence(fault)) from None


class CohortForm(BaseForm):
    """A cohort to open."""

    code = TextField(
        lazy("Code de la promotion"),
        validators=[required(), length(maximum=40)],
        hint=lazy("Il paraît dans les titres, par exemple P2026."),
        width=10,
    )
    curriculum_version_id = SelectField(lazy("Version de la formation"), validators=[required()])
    academic_year_id = SelectField(lazy("Première année universitaire"), validators=[required()])


class IdentityForm(BaseForm):
    """Who a person is, and by which tie they follow the diploma."""

    version = HiddenField()
    family_name = TextField(
        COLUMN_LABELS[Column.FAMILY_NAME], validators=[required(), CellRule(Column.FAMILY_NAME)]
    )
    usage_name = TextField(
        COLUMN_LABELS[Column.USAGE_NAME], validators=[optional(), CellRule(Column.USAGE_NAME)]
    )
    given_names = TextField(
        COLUMN_LABELS[Column.GIVEN_NAMES], validators=[required(), CellRule(Column.GIVEN_NAMES)]
    )
    chosen_name = TextField(
        COLUMN_LABELS[Column.CHOSEN_NAME],
        validators=[optional(), CellRule(Column.CHOSEN_NAME)],
        hint=lazy("Celui que montrent les écrans ; les documents officiels gardent l’état civil."),
    )
    birth_date = DateField(
        COLUMN_LABELS[Column.BIRTH_DATE], validators=[required(), BirthDateRule()]
    )
    birth_place = TextField(
        COLUMN_LABELS[Column.BIRTH_PLACE], validators=[optional(), CellRule(Column.BIRTH_PLACE)]
    )
    student_number = TextField(
        COLUMN_LABELS[Column.STUDENT_NUMBER],
        validators=[required(), CellRule(Column.STUDENT_NUMBER)],
        width=20,
    )
    ine = TextField(
        COLUMN_LABELS[Column.INE], validators=[optional(), CellRule(Column.INE)], width=20
    )
    regime = RadioField(COLUMN_LABELS[Column.REGIME], choices=Regime, validators=[required()])
    employer = TextField(
        COLUMN_LABELS[Column.EMPLOYER], validators=[optional(), CellRule(Column.EMPLOYER)]
    )

    @property
    def identity(self) -> Identity:
        """What was typed, an empty box as None."""
        return Identity(**_named(self, Identity.__dataclass_fields__))


class TraineeForm(IdentityForm):
    """One person to enrol."""

    email = EmailField(COLUMN_LABELS[Column.EMAIL], validators=[required(), email()])
    invite = CheckboxField(lazy("Envoyer l’invitation maintenant"))

    @property
    def trainee(self) -> Trainee:
        """What was typed, as a row of a class list."""
        address = cells.read_email(self.email.data)
        return Trainee(**_named(self, Trainee.__dataclass_fields__) | {"email": address})


class StateForm(BaseForm):
    """What happens to an enrolment, and when; never why."""

    version = HiddenField()
    act = RadioField(lazy("Que se passe-t-il ?"), validators=[required()])
    on = DateField(
        lazy("À partir du"),
        validators=[required()],
        hint=lazy("Une date suffit : aucun motif n’est demandé ni gardé."),
    )


class InvitationForm(BaseForm):
    """Where an invitation goes."""

    email = EmailField(COLUMN_LABELS[Column.EMAIL], validators=[required(), email()])


class ClassListForm(BaseForm):
    """A class list to look at before it is imported."""

    file = UploadField(
        lazy("Liste de la promotion"),
        validators=[required()],
        hint=lazy("Un fichier CSV, tel qu’un tableur l’enregistre ; 2 Mo au plus."),
        accept=".csv,text/csv",
    )


class ConfirmClassListForm(ConfirmForm):
    """Confirms the preview of a class list."""

    invite = CheckboxField(lazy("Envoyer les invitations maintenant"))


def identity_values(enrolment: Enrolment) -> dict[str, object]:
    """Return what an identity form starts with."""
    person = enrolment.person
    birth_date: date | None = person.birth_date
    return {
        "family_name": person.birth_family_name,
        "usage_name": person.usage_family_name,
        "given_names": person.given_names,
        "chosen_name": person.chosen_given_name,
        "birth_date": birth_date,
        "birth_place": person.birth_place,
        "student_number": person.student_number,
        "ine": person.ine,
        "regime": enrolment.regime,
        "employer": enrolment.employer.name if enrolment.employer else None,
    }
