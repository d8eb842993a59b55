"""Forms about credits, moves and what is taken back."""

from collections.abc import Iterable
from typing import Any

from msp_du.domain.credits import GRANTED, CreditKind
from msp_du.services.unit_credits import CreditSheet
from msp_du.web.choice_fields import Choice
from msp_du.web.fields import (
    CheckboxField,
    DateField,
    RadioField,
    SelectField,
    TextField,
    VersionField,
)
from msp_du.web.forms import BaseForm
from msp_du.web.i18n import lazy
from msp_du.web.validators import length, required
from msp_du.web.words import label

REFERENCE_LENGTH = 60


class CreditForm(BaseForm):
    """A unit or module to credit, and the decision that says so."""

    part = SelectField(lazy("Unité ou module"), validators=[required()], blank=lazy("Choisir"))
    kind = RadioField(lazy("Ce qui est accordé"), validators=[required()])
    average = TextField(
        lazy("Moyenne de l’équivalence"),
        hint=lazy("Sur 20, par exemple 13,5. Rien pour une dispense."),
        width=5,
    )
    reference = TextField(
        lazy("Référence de la décision"),
        validators=[required(), length(maximum=REFERENCE_LENGTH)],
        hint=lazy("Celle de la commission ou du jury, par exemple VAPP 2026-3."),
        width=20,
    )
    decided_on = DateField(lazy("Date de la décision"), validators=[required()])

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.kind.offer([(kind.value, label(kind)) for kind in CreditKind if kind in GRANTED])

    def sheet(self, code: str) -> CreditSheet:
        """Return what was typed, of the part of that code."""
        return CreditSheet(
            code=code,
            kind=CreditKind(self.kind.data),
            average=self.average.data,
            reference=self.reference.data,
            decided_on=self.decided_on.data,
        )


class SeenForm(BaseForm):
    """What confirms a preview; ``seen`` is what it showed."""

    seen = VersionField()


class ProgressionForm(SeenForm):
    """When and by which version a cohort moves on."""

    academic_year_id = SelectField(
        lazy("Année universitaire qui commence"), validators=[required()]
    )
    curriculum_version_id = SelectField(lazy("Version de la formation"), validators=[required()])
    are_resits_over = CheckboxField(
        lazy("La seconde session est terminée"),
        hint=lazy("Les personnes qui ne s’y sont pas présentées recommencent alors l’année."),
    )
    typed_code = TextField(lazy("Code de la promotion"), width=10)


class VersionForm(SeenForm):
    """The version that a year of a cohort is to follow."""

    curriculum_version_id = SelectField(lazy("Version de la formation"), validators=[required()])


class TransferForm(SeenForm):
    """Where an enrolment goes, from which day, and what goes with it."""

    cohort_id = SelectField(
        lazy("Nouvelle promotion"), validators=[required()], blank=lazy("Choisir")
    )
    on = DateField(lazy("À partir du"), validators=[required()])
    takes_calendar = CheckboxField(
        lazy("L’année en cours suit le calendrier de la nouvelle promotion")
    )
    takes_version = CheckboxField(
        lazy("L’année en cours suit la version de la formation de la nouvelle promotion"),
        hint=lazy("Possible tant qu’aucune note n’existe pour cette année."),
    )

    def offer(self, cohorts: Iterable[Choice]) -> None:
        """Set where the enrolment may go."""
        self.cohort_id.offer(cohorts)


class TypedCodeForm(BaseForm):
    """Confirms by the cohort's code what is about to be removed."""

    typed_code = TextField(lazy("Code de la promotion"), validators=[required()], width=10)


class MergeForm(BaseForm):
    """The other record of the same person, then its number once more."""

    number = TextField(
        lazy("Numéro d’étudiant de l’autre fiche"),
        validators=[required()],
        hint=lazy("Cette autre fiche disparaît des listes ; tout ce qu’elle porte vient ici."),
        width=20,
    )
    typed_number = TextField(lazy("Numéro de la fiche qui disparaît"), width=20)
