"""The form of one domain: a level for each competency, or none yet."""

from collections.abc import Mapping, Sequence
from typing import Any, ClassVar, cast

from wtforms.validators import StopValidation

from msp_du.domain.competencies import CompetencyDomain
from msp_du.domain.vocabulary import Level
from msp_du.services.competencies import Given, Ratings, edition
from msp_du.web.fields import GuardedTextField, HiddenField, RadioField
from msp_du.web.forms import BaseForm
from msp_du.web.i18n import _, lazy
from msp_du.web.words import label

REASON_LENGTH = 200


class ReasonOf:
    """Wants a reason beside « Sans objet », and beside no other level; ``level`` is its field."""

    field_flags = {"required": True}  # noqa: RUF012 - read by WTForms on the instance

    def __init__(self, level: str) -> None:
        self.level = level

    def __call__(self, form: Any, field: Any) -> None:
        not_applicable = form[self.level].data == Level.NOT_APPLICABLE
        if not_applicable and not field.data:
            raise StopValidation(_("Dites pourquoi la structure ne peut pas offrir la situation."))
        if field.data and not not_applicable:
            raise StopValidation(_("Choisissez « Sans objet » pour cette raison, ou effacez-la."))


class RatingForm(BaseForm):
    """What a rater says of one domain; ``seen`` is the edition of what they were shown."""

    codes: ClassVar[Sequence[str]] = ()

    seen = HiddenField()

    @property
    def ratings(self) -> dict[str, Given]:
        """What was chosen, by the code of the competency; one left open is not there."""
        return {
            code: (Level(level.data), reason.data or None)
            for code, (level, reason) in zip(self.codes, self._rows(), strict=True)
            if level.data
        }

    @property
    def rows(self) -> list[Any]:
        """The fields to show; each reason stands inside its level."""
        return [level for level, _reason in self._rows()]

    def _rows(self) -> list[tuple[Any, Any]]:
        return [(self[f"level_{n}"], self[f"reason_{n}"]) for n in range(len(self.codes))]


def rating_form(
    domain: CompetencyDomain,
    hints: Mapping[str, str],
    legends: Sequence[str],
    choices: Sequence[tuple[str, str]],
) -> type[RatingForm]:
    """Return the form of a domain; ``hints`` say what the others chose, ``legends`` the items."""
    fields: dict[str, Any] = {"codes": [item.code for item in domain.competencies]}
    for number, (item, legend) in enumerate(zip(domain.competencies, legends, strict=True)):
        fields[f"level_{number}"] = RadioField(
            legend,
            choices=choices,
            look="levels",
            hint=hints.get(item.code, ""),
            reveals={Level.NOT_APPLICABLE.value: (f"reason_{number}",)},
        )
        fields[f"reason_{number}"] = GuardedTextField(
            lazy("Pourquoi la structure ne peut pas offrir la situation"),
            [ReasonOf(f"level_{number}")],
            max_length=REASON_LENGTH,
            hint=lazy("Cela parle de la structure, jamais de la santé de qui que ce soit."),
            rows=2,
        )
    return cast("type[RatingForm]", type("DomainForm", (RatingForm,), fields))


def rating_values(codes: Sequence[str], last: Ratings, offered: Ratings) -> dict[str, str]:
    """Return what the form shows first: ``offered`` ratings, else the rater's last ones."""
    values = {"seen": edition(last, codes)}
    for number, code in enumerate(codes):
        rating = offered.get(code) or last.get(code)
        if rating is not None:
            values[f"level_{number}"] = rating.level.value
            values[f"reason_{number}"] = rating.reason or ""
    return values


def level_choices(titles: Mapping[Level, str]) -> list[tuple[str, str]]:
    """Return the levels as choices, in the words of the framework where it has them."""
    return [(level.value, titles.get(level) or label(level)) for level in Level]
