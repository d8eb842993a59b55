"""The rules of a curriculum as sentences that a règlement could quote."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal

from msp_du.domain.assessment_rules import (
    AbsenceEffect,
    AbsenceRule,
    Compensation,
    Gate,
    ResitPolicy,
    Rounding,
    Rules,
)
from msp_du.domain.rule_presets import RulePreset
from msp_du.web import formatting
from msp_du.web.i18n import _, lazy, ngettext

PRESET_TEXTS: Mapping[RulePreset, str] = {
    RulePreset.USUAL: lazy(
        "Les unités d’une année se compensent à partir de 8, la meilleure des deux sessions "
        "compte, une unité peut manquer pour passer en année supérieure."
    ),
    RulePreset.STRICT: lazy(
        "Chaque unité doit atteindre 10, chaque module 6. La seconde session remplace la première "
        "et compte pour 10 au plus. Aucune unité ne peut manquer."
    ),
    RulePreset.BLOCKS: lazy(
        "Chaque moyenne est arrondie avant de servir à la suivante. Les unités se compensent à "
        "partir de 9, une absence injustifiée compte zéro, deux unités peuvent manquer."
    ),
}
"""What each preset is for, in a word or two; ``rule_texts`` says it parameter by parameter."""


@dataclass(frozen=True, slots=True)
class RuleText:
    """One parameter in words, under the subject it belongs to."""

    name: str
    subject: str
    text: str


def rule_texts(rules: Rules) -> tuple[RuleText, ...]:
    """Return every parameter in words, in the order of the file."""
    return tuple(RuleText(*texts) for texts in _texts(rules))


def texts_by_subject(rules: Rules) -> dict[str, list[str]]:
    """Return every parameter in words, under the subjects in their order."""
    found: dict[str, list[str]] = {}
    for rule in rule_texts(rules):
        found.setdefault(rule.subject, []).append(rule.text)
    return found


def changed_texts(before: Rules, after: Rules) -> list[tuple[RuleText, RuleText]]:
    """Return the parameters that differ, as they were and as they are to be."""
    pairs = zip(rule_texts(before), rule_texts(after), strict=True)
    return [(was, now) for was, now in pairs if was.text != now.text]


def _texts(rules: Rules) -> Iterator[tuple[str, str, str]]:
    averages, absences, resits = _("Moyennes"), _("Absences"), _("Seconde session")
    compensation, diploma = _("Compensation"), _("Diplôme")
    yield "pass_mark", averages, _pass_mark(rules)
    yield "rounding", averages, _rounding(rules)
    yield "compensation", compensation, _compensation(rules)
    yield "unit_floor", compensation, _unit_floor(rules)
    yield "module_floor", averages, _module_floor(rules)
    yield (
        "absence.continuous_assessment",
        absences,
        _("En contrôle continu, %(effects)s.", effects=_absence(rules.continuous_absence)),
    )
    yield (
        "absence.other",
        absences,
        _("Aux autres évaluations, %(effects)s.", effects=_absence(rules.other_absence)),
    )
    yield "resit_policy", resits, _resit_policy(rules)
    yield "resit_cap", resits, _resit_cap(rules)
    yield "diploma_weighting", diploma, _weighting(rules)
    yield "debts_allowed", _("Passage d’une année à l’autre"), _debts(rules)
    yield "honours", diploma, _honours(rules)
    yield "honours_after_resit", diploma, _after_resit(rules)
    yield "honours_after_board_points", diploma, _after_board_points(rules)
    yield "gates", _("Conditions de l’année"), _gates(rules)


def _mark(value: Decimal) -> str:
    return _("%(mark)s sur 20", mark=formatting.number(value))


def _pass_mark(rules: Rules) -> str:
    return _(
        "Une unité est acquise lorsque sa moyenne atteint %(mark)s et que tous ses modules "
        "sans note sont validés.",
        mark=_mark(rules.pass_mark),
    )


def _rounding(rules: Rules) -> str:
    if rules.rounding is Rounding.CASCADE:
        return _(
            "Chaque moyenne est arrondie au centième dès qu’elle est calculée ; la moyenne "
            "arrondie sert au calcul suivant."
        )
    return _(
        "Les calculs gardent les valeurs exactes ; les moyennes sont arrondies au centième "
        "pour être affichées et comparées aux seuils."
    )


def _compensation(rules: Rules) -> str:
    if rules.compensation is Compensation.NONE:
        return _("Les unités ne se compensent pas entre elles.")
    return _(
        "Les unités d’une même année se compensent lorsque la moyenne de l’année atteint %(mark)s.",
        mark=_mark(rules.pass_mark),
    )


def _unit_floor(rules: Rules) -> str:
    if rules.unit_floor is None:
        return _("Aucune moyenne minimale n’est exigée pour qu’une unité soit compensée.")
    return _(
        "Une unité dont la moyenne est inférieure à %(mark)s n’est pas compensée.",
        mark=_mark(rules.unit_floor),
    )


def _module_floor(rules: Rules) -> str:
    if rules.module_floor is None:
        return _("Aucune moyenne minimale n’est exigée dans chaque module.")
    return _(
        "Une unité n’est ni acquise ni compensée si la moyenne d’un de ses modules est inférieure "
        "à %(mark)s.",
        mark=_mark(rules.module_floor),
    )


def _absence(rule: AbsenceRule) -> str:
    words = {
        AbsenceEffect.ZERO: _("compte zéro"),
        AbsenceEffect.NEUTRALISE: _("ne compte pas dans la moyenne"),
        AbsenceEffect.DEFAULT: _("laisse le module sans moyenne (défaillance)"),
    }
    return _(
        "une absence injustifiée %(unexcused)s et une absence justifiée %(excused)s",
        unexcused=words[rule.unexcused],
        excused=words[rule.excused],
    )


def _resit_policy(rules: Rules) -> str:
    if rules.resit_policy is ResitPolicy.REPLACE:
        return _("Le résultat de la seconde session remplace celui de la première.")
    return _("Le meilleur des deux résultats est retenu.")


def _resit_cap(rules: Rules) -> str:
    if rules.resit_cap is None:
        return _("Les notes de la seconde session ne sont pas plafonnées.")
    return _(
        "Une note de la seconde session compte pour %(mark)s au plus.", mark=_mark(rules.resit_cap)
    )


def _weighting(rules: Rules) -> str:
    if rules.year_weights is None:
        return _(
            "La moyenne du diplôme est celle de toutes les unités, pondérée par leurs coefficients."
        )
    weights = [
        _("année %(number)s : %(weight)s", number=number, weight=formatting.number(weight))
        for number, weight in rules.year_weights
    ]
    return _(
        "La moyenne du diplôme est celle des années, pondérée ainsi : %(weights)s.",
        weights=_(" ; ").join(weights),
    )


def _debts(rules: Rules) -> str:
    if rules.debts_allowed == 0:
        return _("Toutes les unités d’une année sont exigées pour passer dans la suivante.")
    return ngettext(
        "Le passage dans l’année suivante est possible avec une unité à obtenir, si elle est "
        "compensable.",
        "Le passage dans l’année suivante est possible avec %(num)s unités à obtenir au plus, si "
        "elles sont compensables.",
        rules.debts_allowed,
    )


def _honours(rules: Rules) -> str:
    if not rules.honours:
        return _("Le diplôme est délivré sans mention.")
    bands = [
        _("%(code)s à partir de %(mark)s", code=honour.code, mark=_mark(honour.starts_at))
        for honour in sorted(rules.honours, key=lambda honour: honour.starts_at)
    ]
    return _("Le diplôme porte une mention : %(bands)s.", bands=", ".join(bands))


def _after_resit(rules: Rules) -> str:
    if rules.honours_after_resit:
        return _("La mention est accordée de la même façon après une seconde session.")
    return _("Après une seconde session, seule la mention la plus basse est accordée.")


def _after_board_points(rules: Rules) -> str:
    if rules.honours_after_board_points:
        return _("La mention est accordée de la même façon après des points de jury.")
    return _("Après des points de jury, seule la mention la plus basse est accordée.")


def _gates(rules: Rules) -> str:
    words = {
        Gate.HOURS: _("les heures de stage"),
        Gate.ATTENDANCE: _("l’assiduité"),
        Gate.COMPETENCIES: _("les compétences"),
        Gate.PLACEMENT_CERTIFICATE: _("l’attestation de stage"),
    }
    if not rules.gates:
        return _("Rien d’autre que les résultats n’est exigé pour valider l’année.")
    return _(
        "Pour valider l’année, il faut aussi : %(gates)s.",
        gates=", ".join(words[gate] for gate in rules.gates),
    )
