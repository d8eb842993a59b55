"""The form of the sandbox: every parameter of the rules that bears on a year, and one mark."""

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from msp_du.domain.assessment_rules import (
    AbsenceEffect,
    AbsenceRule,
    Compensation,
    Gate,
    ResitPolicy,
    Rounding,
    Rules,
)
from msp_du.domain.curriculum import Curriculum
from msp_du.domain.what_if import TriedMark
from msp_du.web.fields import (
    CheckboxesField,
    CheckboxField,
    DecimalField,
    IntegerField,
    RadioField,
    SelectField,
    TextField,
)
from msp_du.web.forms import BaseForm
from msp_du.web.i18n import lazy
from msp_du.web.validators import length, number_range, optional, required

ON_TWENTY = number_range(minimum=Decimal(0), maximum=Decimal(20))
NO_LIMIT = lazy("Laissez vide s’il n’y en a pas.")
_PLAIN = (
    "pass_mark",
    "unit_floor",
    "module_floor",
    "compensation",
    "rounding",
    "resit_policy",
    "resit_cap",
    "debts_allowed",
    "honours_after_resit",
    "honours_after_board_points",
)


def _absence(text: str) -> SelectField:
    return SelectField(text, [required()], choices=AbsenceEffect)


class SandboxForm(BaseForm):
    """Rules to be tried, and one mark of one trainee if one is chosen."""

    pass_mark = DecimalField(lazy("Moyenne demandée"), [required(), ON_TWENTY], width=3)
    unit_floor = DecimalField(
        lazy("Plancher d’une unité"), [optional(), ON_TWENTY], hint=NO_LIMIT, width=3
    )
    module_floor = DecimalField(
        lazy("Plancher d’un module"), [optional(), ON_TWENTY], hint=NO_LIMIT, width=3
    )
    compensation = SelectField(lazy("Compensation"), [required()], choices=Compensation)
    rounding = SelectField(lazy("Arrondi"), [required()], choices=Rounding)
    resit_policy = SelectField(lazy("Seconde session"), [required()], choices=ResitPolicy)
    resit_cap = DecimalField(
        lazy("Note la plus haute en seconde session"),
        [optional(), ON_TWENTY],
        hint=NO_LIMIT,
        width=3,
    )
    debts_allowed = IntegerField(
        lazy("Unités en dette admises"), [required(), number_range(minimum=0, maximum=99)], width=3
    )
    honours_after_resit = CheckboxField(lazy("Mention entière après une seconde session"))
    honours_after_board_points = CheckboxField(lazy("Mention entière après des points de jury"))
    continuous_unexcused = _absence(lazy("Contrôle continu, absence injustifiée"))
    continuous_excused = _absence(lazy("Contrôle continu, absence justifiée"))
    other_unexcused = _absence(lazy("Autres épreuves, absence injustifiée"))
    other_excused = _absence(lazy("Autres épreuves, absence justifiée"))
    gates = CheckboxesField(lazy("Conditions demandées"), choices=Gate)
    trainee = SelectField(lazy("Personne"), [optional()], blank=lazy("Aucune"))
    code = SelectField(lazy("Épreuve ou module"), [optional()], blank=lazy("Choisir…"))
    session = RadioField(
        lazy("Session"),
        [required()],
        choices=[("1", lazy("Première")), ("2", lazy("Seconde"))],
        look="inline",
    )
    mark = TextField(
        lazy("Note essayée"),
        [optional(), length(maximum=10)],
        hint=lazy(
            "Par exemple 12,5, ABI, ABJ ; V ou NV pour un module sans note ; vide : sans note."
        ),
        width=5,
    )

    @staticmethod
    def values_of(rules: Rules) -> dict[str, Any]:
        """Return what the form starts with: the rules as they are."""
        return {name: getattr(rules, name) for name in _PLAIN} | {
            "continuous_unexcused": rules.continuous_absence.unexcused,
            "continuous_excused": rules.continuous_absence.excused,
            "other_unexcused": rules.other_absence.unexcused,
            "other_excused": rules.other_absence.excused,
            "gates": list(rules.gates),
            "session": "1",
        }

    def offer(
        self, trainees: Sequence[tuple[str, str]], curriculum: Curriculum, number: int
    ) -> None:
        """Set whose mark may be tried, and which one."""
        self.trainee.offer(trainees)
        modules = [each for unit in curriculum.year(number).units for each in unit.modules]
        codes = [
            code
            for module in modules
            for code in [each.code for each in module.assessments] or [module.code]
        ]
        self.code.offer([(code, code) for code in codes])

    def changes(self, rules: Rules) -> dict[str, Any]:
        """Return the fields of the rules that are tried otherwise than they are."""
        gates = tuple(gate for gate in Gate if gate in self.gates.data)
        tried = {name: self[name].data for name in _PLAIN} | {
            "continuous_absence": AbsenceRule(
                self.continuous_unexcused.data, self.continuous_excused.data
            ),
            "other_absence": AbsenceRule(self.other_unexcused.data, self.other_excused.data),
        }
        if set(gates) != set(rules.gates):
            tried["gates"] = gates
        return {name: value for name, value in tried.items() if value != getattr(rules, name)}

    @property
    def tried_mark(self) -> TriedMark | None:
        """The mark that is tried, if both whose and which are chosen."""
        if not (self.trainee.data and self.code.data):
            return None
        return TriedMark(
            key=self.trainee.data,
            code=self.code.data,
            session=int(self.session.data),
            text=self.mark.data or "",
        )
