"""What an assessment and a module count for after one session or two (exam-rules §3.1, §3.7)."""

from decimal import Decimal
from fractions import Fraction

from msp_du.domain.assessment_rules import AbsenceEffect, ResitPolicy, Rules
from msp_du.domain.averages import Lack, Value, module_average
from msp_du.domain.curriculum import ONE, Assessment, Module
from msp_du.domain.marks import Score
from msp_du.domain.vocabulary import MarkCode
from msp_du.domain.year_marks import YearMarks

ABSENCE_VALUES: dict[AbsenceEffect, Value] = {
    AbsenceEffect.ZERO: Fraction(0),
    AbsenceEffect.NEUTRALISE: Lack.NEUTRAL,
    AbsenceEffect.DEFAULT: Lack.DEFAULT,
}


def first_value(assessment: Assessment, score: Score | None, rules: Rules) -> Value:
    """Return what a result of session 1 counts for (exam-rules §3.1)."""
    if score is None:
        return Lack.MISSING
    if isinstance(score, Decimal):
        return Fraction(score)
    excused = score is MarkCode.EXCUSED_ABSENCE
    return ABSENCE_VALUES[rules.absence_effect(assessment.kind, excused=excused)]


def second_value(score: Score, rules: Rules) -> Value:
    """Return what a result of session 2 counts for: a mark up to the cap, or a default."""
    if not isinstance(score, Decimal):
        return Lack.DEFAULT
    return Fraction(score if rules.resit_cap is None else min(score, rules.resit_cap))


def standing_value(first: Value, second: Value, rules: Rules) -> Value:
    """Return which of two results stands, by the rule set's policy (exam-rules §3.7).

    By ``best_of`` any mark is better than none; ``first`` is then a mark or a default, for an
    absence of session 1 does not outlive one of session 2.
    """
    if rules.resit_policy is ResitPolicy.REPLACE:
        return second
    if isinstance(first, Fraction) and isinstance(second, Fraction):
        return max(first, second)
    return second if isinstance(second, Fraction) else first


def assessment_value(
    assessment: Assessment, rules: Rules, marks: YearMarks, *, is_open: bool
) -> Value:
    """Return what an assessment counts for; its resit counts if its module is open for one."""
    first = marks.first.get(assessment.code)
    second = marks.second.get(assessment.code) if is_open else None
    if second is None:
        return first_value(assessment, first, rules)
    known = Fraction(first) if isinstance(first, Decimal) else Lack.DEFAULT
    return standing_value(known, second_value(second, rules), rules)


def module_value(module: Module, rules: Rules, marks: YearMarks, *, is_open: bool) -> Value:
    """Return the average of a marked module, or what it lacks (exam-rules §3.2, §3.7).

    A resit exam that stands for the whole module is set against the average of session 1; resits
    of its assessments, should there be any besides, then do not count.
    """
    whole = marks.second.get(module.code) if is_open else None
    parts_open = is_open and whole is None
    value = module_average(
        [
            (assessment_value(assessment, rules, marks, is_open=parts_open), assessment.weight)
            for assessment in module.assessments
        ],
        rules.rounding,
    )
    if whole is None:
        return value
    resat = module_average([(second_value(whole, rules), ONE)], rules.rounding)
    return standing_value(value, resat, rules)
