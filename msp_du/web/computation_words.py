"""How a year was computed, step by step, in words: which rule, which numbers."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from msp_du.domain.assessment_rules import Rules
from msp_du.domain.averages import Lack
from msp_du.domain.explanation_steps import (
    Explanation,
    ModuleRule,
    ModuleStep,
    ScoreRule,
    ScoreStep,
    UnitRule,
    UnitStep,
)
from msp_du.domain.marks import Score, rounded
from msp_du.web import formatting
from msp_du.web.i18n import _, lazy, ngettext
from msp_du.web.result_words import unit_result
from msp_du.web.words import label


@dataclass(frozen=True, slots=True)
class StepWords:
    """A step of the computation (year, unit or module): which rule, which numbers.

    ``title`` says what it is about and what came of it; ``lines`` are sentences.
    """

    title: str
    lines: Sequence[str]
    steps: Sequence["StepWords"] = ()


UNIT_RULES = {
    UnitRule.EXEMPT: lazy("Dispense : l’unité donne ses crédits et ne compte pas dans la moyenne."),
    UnitRule.MARKS_MISSING: lazy("En attente : il manque une note ou une validation."),
    UnitRule.IN_DEFAULT: lazy("Défaillance : un module reste sans moyenne."),
    UnitRule.BY_POINTS: lazy("Acquise grâce aux points du jury."),
    UnitRule.BY_BOARD: lazy("Acquise par décision du jury."),
    UnitRule.HELD_BACK: lazy("Non acquise : un module est sous son plancher, ou n’est pas validé."),
    UnitRule.NOT_COMPENSABLE: lazy(
        "Non acquise : elle est sous %(mark)s, et elle ne se compense pas."
    ),
    UnitRule.NO_COMPENSATION: lazy(
        "Non acquise : elle est sous %(mark)s, et le règlement ne compense aucune unité."
    ),
    UnitRule.BELOW_FLOOR: lazy(
        "Non acquise : %(average)s < %(floor)s (plancher), elle ne peut pas être compensée."
    ),
    UnitRule.YEAR_WITHOUT_AVERAGE: lazy(
        "Pas encore acquise : l’année n’a pas de moyenne qui puisse la compenser."
    ),
    UnitRule.YEAR_TOO_LOW: lazy(
        "Non acquise : la moyenne de l’année est sous %(mark)s et ne la compense pas."
    ),
    UnitRule.OTHER_UNITS: lazy(
        "Non acquise : une autre unité ne peut pas être compensée. La compensation vaut pour "
        "toutes les unités, ou pour aucune."
    ),
    UnitRule.REFUSED_BY_BOARD: lazy("Non acquise : le jury n’a pas retenu la compensation."),
}
MODULE_RULES = {
    ModuleRule.EXEMPT: lazy("Dispense : ce module ne compte pas."),
    ModuleRule.EQUIVALENT: lazy("Ce module n’est pas examiné : l’équivalence le couvre."),
    ModuleRule.MISSING: lazy("En attente d’une note ou d’une validation."),
    ModuleRule.IN_DEFAULT: lazy("Défaillance : une absence le laisse sans moyenne."),
    ModuleRule.PASSED: lazy("Validé."),
    ModuleRule.FAILED: lazy("Non validé."),
    ModuleRule.WHOLE_RESIT: lazy(
        "L’épreuve de seconde session (%(second)s) compte pour tout le module."
    ),
    ModuleRule.WHOLE_RESIT_BELOW: lazy(
        "L’épreuve de seconde session (%(second)s) n’est pas meilleure : la première session reste."
    ),
}


def steps(found: Explanation, rules: Rules) -> list[StepWords]:
    """Return the steps of a year: its average, then each unit with its modules."""
    return [_year(found), *(_unit(unit, rules) for unit in found.units)]


def module_steps(found: Explanation, code: str) -> list[StepWords]:
    """Return the step of one module alone."""
    return [_module(one) for unit in found.units for one in unit.modules if one.code == code]


def _year(found: Explanation) -> StepWords:
    parts = [(unit.average, unit.coefficient) for unit in found.units]
    lines = [*_sum(parts, found.exact), *_with_points(found.exact, found.points, found.average)]
    if found.average is None:
        lines = [_("L’année n’a pas de moyenne tant qu’une unité n’en a pas.")]
    name = _("Moyenne de l’année")
    return StepWords(_titled(name, found.average, None), lines)


def _unit(unit: UnitStep, rules: Rules) -> StepWords:
    parts = [(module.average, module.coefficient or Decimal(0)) for module in unit.modules]
    lines: list[str] = []
    if unit.is_equivalent:
        lines.append(
            _(
                "Équivalence : %(average)s compte comme moyenne de l’unité.",
                average=formatting.mark(unit.exact),
            )
        )
    else:
        lines += _sum(parts, unit.exact)
    lines += _with_points(unit.exact, unit.points, unit.average)
    lines.append(_unit_rule(unit, rules))
    return StepWords(
        _titled(unit.code, unit.average, unit_result(unit.result)),
        lines,
        [_module(module) for module in unit.modules],
    )


def _unit_rule(unit: UnitStep, rules: Rules) -> str:
    numbers = {
        "mark": formatting.number(rules.pass_mark),
        "average": formatting.mark(unit.average),
        "floor": formatting.mark(rules.unit_floor),
    }
    if unit.rule is UnitRule.ACQUIRED:
        if unit.average is None:
            return _("Acquise : tout ce qui est à valider l’est.")
        return _("Acquise : sa moyenne atteint %(mark)s.", mark=numbers["mark"])
    if unit.rule is UnitRule.COMPENSATED:
        if rules.unit_floor is None:
            return _("Compensée : la moyenne de l’année atteint %(mark)s.", mark=numbers["mark"])
        return _(
            "Compensée : la moyenne de l’année atteint %(mark)s, et l’unité n’est pas sous "
            "%(floor)s (plancher).",
            mark=numbers["mark"],
            floor=numbers["floor"],
        )
    return str(UNIT_RULES[unit.rule]) % numbers


def _module(module: ModuleStep) -> StepWords:
    lines = [_score(score) for score in module.scores]
    if module.rule is ModuleRule.AVERAGE:
        counting = [
            (score.value, score.weight)
            for score in module.scores
            if isinstance(score.value, Fraction)
        ]
        lines += _sum(counting, module.average) if len(counting) > 1 else ()
    else:
        lines.append(str(MODULE_RULES[module.rule]) % {"second": _said(module.second)})
    return StepWords(_titled(module.code, module.average, None), lines)


def _score(score: ScoreStep) -> str:
    """Return what became of an assessment's results."""
    details = {
        "code": score.code,
        "first": _said(score.first),
        "second": _said(score.second),
        "value": formatting.mark(score.value) if isinstance(score.value, Fraction) else "–",
    }
    return str(_SCORE_RULES[_kind(score)]) % details


def _kind(score: ScoreStep) -> str:
    """Return which sentence tells an assessment: its rule, and what an absence counts for."""
    if score.rule is ScoreRule.ABSENCE:
        return f"{score.rule}-{'zero' if score.value == 0 else _lack(score)}"
    if score.rule is not ScoreRule.RESIT_COUNTS:
        return score.rule.value
    if isinstance(score.value, Lack):
        return f"{score.rule}-default"
    is_capped = isinstance(score.second, Decimal) and score.value < Fraction(score.second)
    return f"{score.rule}-capped" if is_capped else score.rule.value


def _lack(score: ScoreStep) -> str:
    return score.value.value if isinstance(score.value, Lack) else ""


_SCORE_RULES = {
    "mark": lazy("%(code)s : %(first)s"),
    "missing": lazy("%(code)s : la note est attendue"),
    "absence-zero": lazy("%(code)s : %(first)s, compte zéro"),
    "absence-neutral": lazy("%(code)s : %(first)s, ne compte pas"),
    "absence-default": lazy("%(code)s : %(first)s, laisse le module sans moyenne"),
    "resit-counts": lazy("%(code)s : la seconde session compte, %(second)s"),
    "resit-counts-capped": lazy(
        "%(code)s : la seconde session compte, %(second)s ramené à %(value)s"
    ),
    "resit-counts-default": lazy(
        "%(code)s : %(second)s à la seconde session, laisse le module sans moyenne"
    ),
    "first-kept": lazy(
        "%(code)s : %(first)s reste, la seconde session n’est pas meilleure (%(second)s)"
    ),
    "resit-not-open": lazy(
        "%(code)s : %(first)s ; la seconde session n’était pas ouverte (%(second)s, laissé de côté)"
    ),
}


def _said(score: Score | None) -> str:
    if score is None:
        return "–"
    return formatting.number(score) if isinstance(score, Decimal) else label(score)


def _titled(code: str, average: Fraction | None, result: str | None) -> str:
    """Return « UE1.2 : 8,75, acquise par compensation »."""
    known = [formatting.mark(average)] if average is not None else []
    known += [result.lower()] if result else []
    if not known:
        return code
    return _("%(code)s : %(known)s", code=code, known=", ".join(known))


def _sum(parts: Iterable[tuple[Fraction | None, Decimal]], exact: Fraction | None) -> Iterator[str]:
    """Yield « 12,00 × 2 + 14,00 = 38,00 ; 38,00 ÷ 3 = 12,67 »; nothing for a single part."""
    counting = [(value, weight) for value, weight in parts if value is not None and weight]
    if exact is None or len(counting) < 2:
        return
    terms = " + ".join(
        formatting.mark(value) + ("" if weight == 1 else f" × {formatting.number(weight)}")
        for value, weight in counting
    )
    total = sum((value * Fraction(weight) for value, weight in counting), Fraction(0))
    weights = sum((weight for _value, weight in counting), Decimal(0))
    yield _(
        "%(terms)s %(sign)s %(total)s ; %(total)s ÷ %(weights)s %(last)s %(average)s",
        terms=terms,
        sign=_sign(total),
        total=formatting.mark(total),
        weights=formatting.number(weights),
        last=_sign(exact),
        average=formatting.mark(exact),
    )


def _sign(value: Fraction) -> str:
    """Return how a value stands to what is shown of it."""
    return "=" if rounded(value) == value else "≈"


def _with_points(
    exact: Fraction | None, points: Decimal, average: Fraction | None
) -> Iterator[str]:
    if not points or exact is None:
        return
    yield ngettext(
        "%(before)s + %(points)s point du jury = %(after)s",
        "%(before)s + %(points)s points du jury = %(after)s",
        1 if points < 2 else 2,
        before=formatting.mark(exact),
        points=formatting.number(points),
        after=formatting.mark(average),
    )
