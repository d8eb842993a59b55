"""Writer of the curriculum file: one curriculum, one text.

The order of the keys is that of the format's description. Every rule is written out, so that the
file says by itself by which rules it is computed; of units, modules and assessments, only what
differs from the default, and ``weight`` always. Titles and other free words stand in double
quotes, which no reader takes for a number, a date or a truth value.
"""

import hashlib
from collections.abc import Iterator
from decimal import Decimal

from msp_du.domain.assessment_rules import AbsenceRule, Grading, Rules
from msp_du.domain.curriculum import (
    Assessment,
    Curriculum,
    Module,
    Setting,
    Settings,
    Title,
    Unit,
    Year,
)
from msp_du.files.yaml_text import flag, quoted, word

FORMAT = "msp-du/curriculum@1"


def write(curriculum: Curriculum) -> bytes:
    """Return the file of a curriculum; reading it gives the curriculum, writing again the bytes."""
    return ("\n".join(_curriculum(curriculum)) + "\n").encode()


def digest(curriculum: Curriculum) -> str:
    """Return the SHA-256 of the curriculum's file, in hexadecimal."""
    return hashlib.sha256(write(curriculum)).hexdigest()


def rules_text(rules: Rules) -> str:
    """Return the rules as the file has them: equal rules, equal text."""
    return "\n".join(_rules(rules)) + "\n"


def _curriculum(curriculum: Curriculum) -> Iterator[str]:
    yield f"format: {FORMAT}"
    yield f"code: {word(curriculum.code)}"
    yield f"version: {quoted(curriculum.version)}"
    yield from _title(curriculum.title, "")
    if curriculum.institution is not None:
        yield f"institution: {quoted(curriculum.institution)}"
    yield from _rules(curriculum.rules)
    if curriculum.settings.entries:
        yield "settings:"
        for name, setting in curriculum.settings.entries:
            yield f"  {word(name)}: {_setting(setting)}"
    yield "years:"
    for year in curriculum.years:
        yield from _year(year)


def _rules(rules: Rules) -> Iterator[str]:
    yield "rules:"
    yield f"  pass_mark: {_number(rules.pass_mark)}"
    yield f"  rounding: {rules.rounding.value}"
    yield f"  compensation: {rules.compensation.value}"
    yield f"  unit_floor: {_limit(rules.unit_floor)}"
    yield f"  module_floor: {_limit(rules.module_floor)}"
    yield "  absence:"
    yield f"    continuous_assessment: {_absence(rules.continuous_absence)}"
    yield f"    other: {_absence(rules.other_absence)}"
    yield f"  resit_policy: {rules.resit_policy.value}"
    yield f"  resit_cap: {_limit(rules.resit_cap)}"
    yield f"  diploma_weighting: {_weighting(rules)}"
    yield f"  debts_allowed: {rules.debts_allowed}"
    bands = [f"{{code: {word(h.code)}, from: {_number(h.starts_at)}}}" for h in rules.honours]
    yield f"  honours: [{', '.join(bands)}]"
    yield f"  honours_after_resit: {flag(value=rules.honours_after_resit)}"
    yield f"  honours_after_board_points: {flag(value=rules.honours_after_board_points)}"
    yield f"  gates: [{', '.join(gate.value for gate in rules.gates)}]"


def _year(year: Year) -> Iterator[str]:
    yield f"  - number: {year.number}"
    yield "    units:"
    for unit in year.units:
        yield from _unit(unit)


def _unit(unit: Unit) -> Iterator[str]:
    yield f"      - code: {word(unit.code)}"
    yield from _title(unit.title, "        ")
    yield f"        ects: {_number(unit.ects)}"
    yield f"        coefficient: {_number(unit.coefficient)}"
    if not unit.is_compensable:
        yield "        compensable: false"
    yield "        modules:"
    for module in unit.modules:
        yield from _module(module)


def _module(module: Module) -> Iterator[str]:
    margin = " " * 12
    yield f"          - code: {word(module.code)}"
    yield from _title(module.title, margin)
    if module.taught_hours:
        yield f"{margin}hours: {_number(module.taught_hours)}"
    if module.coefficient is not None:
        yield f"{margin}coefficient: {_number(module.coefficient)}"
    if module.grading is not Grading.MARKED:
        yield f"{margin}grading: {module.grading.value}"
    if not module.has_resit:
        yield f"{margin}resit: false"
    if module.placement_hours:
        yield f"{margin}placement_hours: {_number(module.placement_hours)}"
    if module.assessments:
        yield f"{margin}assessments:"
        for assessment in module.assessments:
            yield from _assessment(assessment)


def _assessment(assessment: Assessment) -> Iterator[str]:
    margin = " " * 16
    yield f"              - code: {word(assessment.code)}"
    yield f"{margin}kind: {assessment.kind.value}"
    yield f"{margin}weight: {_number(assessment.weight)}"
    if assessment.title is not None:
        yield from _title(assessment.title, margin)


def _title(title: Title, margin: str) -> Iterator[str]:
    yield f"{margin}title:"
    yield f"{margin}  fr: {quoted(title.fr)}"
    if title.en is not None:
        yield f"{margin}  en: {quoted(title.en)}"


def _absence(rule: AbsenceRule) -> str:
    return f"{{unexcused: {rule.unexcused.value}, excused: {rule.excused.value}}}"


def _weighting(rules: Rules) -> str:
    if rules.year_weights is None:
        return "by_coefficients"
    weights = (f"{number}: {_number(weight)}" for number, weight in rules.year_weights)
    return f"{{{', '.join(weights)}}}"


def _setting(setting: Setting) -> str:
    if isinstance(setting, Settings):
        pairs = (f"{word(name)}: {_setting(value)}" for name, value in setting.entries)
        return f"{{{', '.join(pairs)}}}"
    if isinstance(setting, tuple):
        return f"[{', '.join(_setting(value) for value in setting)}]"
    if isinstance(setting, bool):
        return flag(value=setting)
    return word(setting) if isinstance(setting, str) else _limit(setting)


def _number(number: Decimal) -> str:
    return format(number, "f")


def _limit(number: Decimal | None) -> str:
    return "null" if number is None else _number(number)
