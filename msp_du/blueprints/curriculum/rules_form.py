"""The form of a rule set: every parameter, with what it means in words (exam-rules §1)."""

from decimal import Decimal
from typing import Any

import wtforms

from msp_du.blueprints.curriculum.draft_forms import DraftForm
from msp_du.domain.assessment_rules import (
    AbsenceEffect,
    AbsenceRule,
    Compensation,
    Gate,
    Honour,
    ResitPolicy,
    Rounding,
    Rules,
)
from msp_du.domain.curriculum import Curriculum
from msp_du.web.curriculum_faults import Fields
from msp_du.web.exact_field import ExactField
from msp_du.web.fields import (
    CheckboxesField,
    CheckboxField,
    HiddenField,
    IntegerField,
    RadioField,
    SelectField,
    TextField,
)
from msp_du.web.forms import SubForm
from msp_du.web.i18n import _, lazy
from msp_du.web.validators import is_blank, number_range, optional, required

BLANK_HONOURS = 2
ON_20 = {"suffix": lazy("sur 20")}


class WeightRow(SubForm):
    """What a year weighs in the average of the diploma."""

    number = HiddenField()
    weight = ExactField(lazy("Poids"), [optional()])


class HonourRow(SubForm):
    """A band of honours; a row left blank is none."""

    code = TextField(lazy("Code"), [optional()], width=5, autocomplete="off")
    starts_at = ExactField(lazy("À partir de"), [optional()], **ON_20)

    @property
    def is_empty(self) -> bool:
        """Tell whether nothing was typed in this row."""
        return all(is_blank(field) for field in self)

    def validate(self, extra_validators: Any = None) -> bool:
        parent: Any = super()
        parent.validate(extra_validators)
        if not self.is_empty and is_blank(self.starts_at):
            self.starts_at.errors = (_("Remplissez ce champ."),)
        return not self.errors


class RulesForm(DraftForm):
    """Every parameter of the computation."""

    pass_mark = ExactField(
        lazy("Moyenne à atteindre"),
        [required()],
        hint=lazy("Une unité est acquise lorsque sa moyenne l’atteint."),
        **ON_20,
    )
    rounding = RadioField(
        lazy("Arrondi au centième"),
        [required()],
        choices=Rounding,
        hints={
            "final_only": lazy("Les calculs gardent les valeurs exactes."),
            "cascade": lazy("Chaque moyenne arrondie sert au calcul suivant."),
        },
    )
    module_floor = ExactField(
        lazy("Moyenne minimale dans chaque module"),
        [optional()],
        hint=lazy("En dessous, l’unité n’est ni acquise ni compensée. Vide : aucune."),
        **ON_20,
    )
    compensation = RadioField(
        lazy("Compensation entre unités"),
        [required()],
        choices=Compensation,
        hints={
            "within_year": lazy(
                "Une unité faible est rattrapée par la moyenne de l’année, si elle est compensable."
            ),
            "none": lazy("Chaque unité doit atteindre la moyenne."),
        },
    )
    unit_floor = ExactField(
        lazy("Moyenne minimale d’une unité compensée"),
        [optional()],
        hint=lazy("En dessous, l’unité n’est pas compensée. Vide : aucune."),
        **ON_20,
    )
    continuous_unexcused = SelectField(
        lazy("Absence injustifiée en contrôle continu"), [required()], choices=AbsenceEffect
    )
    continuous_excused = SelectField(
        lazy("Absence justifiée en contrôle continu"), [required()], choices=AbsenceEffect
    )
    other_unexcused = SelectField(
        lazy("Absence injustifiée aux autres évaluations"), [required()], choices=AbsenceEffect
    )
    other_excused = SelectField(
        lazy("Absence justifiée aux autres évaluations"), [required()], choices=AbsenceEffect
    )
    resit_policy = RadioField(
        lazy("Résultat retenu après une seconde session"),
        [required()],
        choices=ResitPolicy,
        hints={
            "best_of": lazy("Repasser une évaluation ne fait jamais baisser le résultat."),
            "replace": lazy("Même plus bas, le second résultat compte."),
        },
    )
    resit_cap = ExactField(
        lazy("Note la plus haute en seconde session"),
        [optional()],
        hint=lazy("Une note plus haute compte pour celle-ci. Vide : pas de plafond."),
        **ON_20,
    )
    debts_allowed = IntegerField(
        lazy("Unités qui peuvent manquer pour passer dans l’année suivante"),
        [required(), number_range(minimum=0)],
        hint=lazy("Elles doivent être compensables. 0 : toutes sont exigées."),
    )
    gates = CheckboxesField(
        lazy("Ce qu’une année demande en plus des notes"),
        choices=Gate,
        hint=lazy("Jamais mêlé aux moyennes : l’année attend, ou n’est pas validée."),
    )
    weights = wtforms.FieldList(wtforms.FormField(WeightRow))
    honours = wtforms.FieldList(wtforms.FormField(HonourRow))
    honours_after_resit = CheckboxField(
        lazy("Toutes les mentions restent possibles après une seconde session"),
        hint=lazy("Sinon, seule la plus basse est accordée."),
    )
    honours_after_board_points = CheckboxField(
        lazy("Toutes les mentions restent possibles après des points de jury"),
        hint=lazy("Sinon, seule la plus basse est accordée."),
    )

    @property
    def honour_rows(self) -> list[HonourRow]:
        """The bands that are filled in."""
        rows: list[HonourRow] = [entry.form for entry in self.honours]
        return [row for row in rows if not row.is_empty]

    @property
    def rules(self) -> Rules:
        """What a valid form says."""
        return Rules(
            pass_mark=self.pass_mark.data,
            rounding=self.rounding.data,
            compensation=self.compensation.data,
            unit_floor=self.unit_floor.data,
            module_floor=self.module_floor.data,
            continuous_absence=AbsenceRule(
                self.continuous_unexcused.data, self.continuous_excused.data
            ),
            other_absence=AbsenceRule(self.other_unexcused.data, self.other_excused.data),
            resit_policy=self.resit_policy.data,
            resit_cap=self.resit_cap.data,
            year_weights=self._year_weights(),
            debts_allowed=self.debts_allowed.data,
            honours=tuple(Honour(row.code.data, row.starts_at.data) for row in self.honour_rows),
            honours_after_resit=self.honours_after_resit.data,
            honours_after_board_points=self.honours_after_board_points.data,
            gates=tuple(gate for gate in Gate if gate in self.gates.data),
        )

    def name_years(self) -> None:
        """Call the weight of each year by its year."""
        for row in (entry.form for entry in self.weights):
            row.weight.label.text = _("Année %(number)s", number=row.number.data)

    def fields(self) -> Fields:
        """Lead from the paths of the file to the fields."""
        fields: dict[str, Any] = {f"rules.{field.short_name}": field for field in self}
        for row in (entry.form for entry in self.weights):
            fields[f"rules.diploma_weighting.{row.number.data}"] = row.weight
        for number, row in enumerate(self.honour_rows):
            fields[f"rules.honours[{number}].code"] = row.code
            fields[f"rules.honours[{number}].from"] = row.starts_at
        return fields

    def _year_weights(self) -> tuple[tuple[int, Decimal], ...] | None:
        """Return the weights that were typed; None when there is none."""
        rows = [entry.form for entry in self.weights]
        typed = [row for row in rows if row.weight.data is not None and row.number.data.isdigit()]
        return tuple((int(row.number.data), row.weight.data) for row in typed) or None


def rules_values(content: Curriculum) -> dict[str, Any]:
    """Return what the form shows of the rules of a version."""
    rules = content.rules
    weights = dict(rules.year_weights or ())
    names = (
        "pass_mark",
        "rounding",
        "compensation",
        "unit_floor",
        "module_floor",
        "resit_policy",
        "resit_cap",
        "debts_allowed",
        "honours_after_resit",
        "honours_after_board_points",
        "gates",
    )
    blank = {"code": "", "starts_at": None}
    return {name: getattr(rules, name) for name in names} | {
        "continuous_unexcused": rules.continuous_absence.unexcused,
        "continuous_excused": rules.continuous_absence.excused,
        "other_unexcused": rules.other_absence.unexcused,
        "other_excused": rules.other_absence.excused,
        "weights": [
            {"number": str(year.number), "weight": weights.get(year.number)}
            for year in content.years
        ],
        "honours": [
            *({"code": band.code, "starts_at": band.starts_at} for band in rules.honours),
            *[blank] * BLANK_HONOURS,
        ],
    }
