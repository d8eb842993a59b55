"""Forms of a version that may still change: its titles, a unit, a module, the label of a copy.

They check shape only: what a number or a code may be, the reader of the file says.
"""

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

import wtforms

from msp_du.domain.assessment_rules import AssessmentKind, Grading
from msp_du.domain.curriculum import NOTHING, Title
from msp_du.web.exact_field import ExactField
from msp_du.web.fields import (
    CheckboxField,
    HiddenField,
    IntegerField,
    RadioField,
    SelectField,
    TextField,
    VersionField,
)
from msp_du.web.forms import BaseForm, SubForm
from msp_du.web.i18n import _, lazy
from msp_du.web.validators import is_blank, number_range, optional, required


class DraftForm(BaseForm):
    """What every edit carries: the version of the content that the page showed."""

    version = VersionField()


class TitlesForm(DraftForm):
    """The diploma's titles, and what the screens are told."""

    title_fr = TextField(lazy("Titre du diplôme"), [required()])
    title_en = TextField(lazy("Titre en anglais"), [optional()])
    institution = TextField(
        lazy("Établissement, tel que le fichier le nomme"), [optional()], autocomplete="off"
    )
    attendance_min = ExactField(
        lazy("Assiduité demandée"),
        [optional(), number_range(minimum=0, maximum=100)],
        hint=lazy("Part des heures de chaque unité enseignée"),
        suffix="%",
    )
    late_counts_as = SelectField(
        lazy("Un retard compte comme"),
        [optional()],
        choices=[("present", lazy("une présence")), ("absent", lazy("une absence"))],
        blank=lazy("Non précisé"),
    )
    max_years = IntegerField(
        lazy("Années au plus pour obtenir le diplôme"),
        [optional(), number_range(minimum=1, maximum=20)],
    )
    provisional_marks = SelectField(
        lazy("Notes avant le jury"),
        [optional()],
        choices=[
            ("hidden", lazy("cachées aux stagiaires")),
            ("visible", lazy("visibles, dites provisoires")),
        ],
        blank=lazy("Non précisé"),
    )


class NumbersRow(SubForm):
    """The numbers of a module on its unit's page; ``was`` is its code."""

    was = HiddenField()
    taught_hours = ExactField(lazy("Heures d’enseignement"), suffix=lazy("h"))
    placement_hours = ExactField(lazy("Heures de stage"), suffix=lazy("h"))
    coefficient = ExactField(lazy("Coefficient"))


class UnitForm(DraftForm):
    """A unit, and the numbers of its modules."""

    code = TextField(lazy("Code"), [required()], width=10, spellcheck=False, autocomplete="off")
    title_fr = TextField(lazy("Titre"), [required()])
    title_en = TextField(lazy("Titre en anglais"), [optional()])
    year = SelectField(lazy("Année"), [required()])
    ects = ExactField(lazy("ECTS"), [required()])
    coefficient = ExactField(lazy("Coefficient"), [required()])
    is_compensable = CheckboxField(
        lazy("Peut être compensée par les autres unités de l’année"),
        hint=lazy("À décocher pour un stage ou un mémoire, qui doivent atteindre la moyenne"),
    )
    modules = wtforms.FieldList(wtforms.FormField(NumbersRow))


class NewUnitForm(UnitForm):
    """A new unit, with the first module that it cannot do without."""

    module_code = TextField(
        lazy("Code du premier module"),
        [required()],
        width=10,
        spellcheck=False,
        autocomplete="off",
        hint=lazy("Il est d’abord validé sans note : sa page lui donne heures et évaluations."),
    )
    module_title = TextField(lazy("Titre du premier module"), [required()])


class AssessmentRow(SubForm):
    """An assessment; a row left blank is none. ``was`` is its former code."""

    was = HiddenField()
    code = TextField(lazy("Code"), width=10, spellcheck=False, autocomplete="off")
    kind = SelectField(lazy("Nature"), choices=AssessmentKind, blank=lazy("Choisir…"))
    weight = ExactField(lazy("Poids"))
    title_fr = TextField(lazy("Titre"), [optional()])
    title_en = TextField(lazy("Titre en anglais"), [optional()])

    @property
    def is_empty(self) -> bool:
        """Tell whether nothing that counts was typed in this row."""
        return all(is_blank(self[name]) for name in ("code", "kind", "title_fr", "title_en"))

    @property
    def title(self) -> Title | None:
        """The title, None when there is none in either language."""
        return title_of(self) if self.title_fr.data or self.title_en.data else None

    def validate(self, extra_validators: Any = None) -> bool:
        parent: Any = super()
        parent.validate(extra_validators)
        if not self.is_empty:
            for field in (self.kind, self.weight):
                if is_blank(field):
                    field.errors = (*field.errors, _("Remplissez ce champ."))
        return not self.errors


class ModuleForm(DraftForm):
    """A module and its assessments."""

    code = TextField(lazy("Code"), [required()], width=10, spellcheck=False, autocomplete="off")
    title_fr = TextField(lazy("Titre"), [required()])
    title_en = TextField(lazy("Titre en anglais"), [optional()])
    unit = SelectField(lazy("Unité"), [required()])
    taught_hours = ExactField(lazy("Heures d’enseignement"), suffix=lazy("h"))
    placement_hours = ExactField(lazy("Heures de stage"), suffix=lazy("h"))
    grading = RadioField(lazy("Notation"), [required()], choices=Grading, look="inline")
    coefficient = ExactField(lazy("Coefficient"), hint=lazy("Rien pour un module validé sans note"))
    has_resit = CheckboxField(lazy("Peut être repassé en seconde session"))
    assessments = wtforms.FieldList(wtforms.FormField(AssessmentRow))

    @property
    def rows(self) -> list[AssessmentRow]:
        """The assessments that are filled in."""
        forms: Sequence[AssessmentRow] = [entry.form for entry in self.assessments]
        return [row for row in forms if not row.is_empty]


class CopyForm(BaseForm):
    """The label of a duplicate."""

    label = TextField(
        lazy("Nom de la nouvelle version"),
        [required()],
        width=10,
        autocomplete="off",
        hint=lazy("Par exemple 2027. Il paraît dans des titres : rien qui parle de santé."),
    )


def title_of(form: Any) -> Title:
    """Return the title that two fields say."""
    return Title(form.title_fr.data, form.title_en.data or None)


def amount(field: Any) -> Decimal:
    """Return a number that may be left blank for 0."""
    return NOTHING if field.data is None else field.data
