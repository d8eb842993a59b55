"""The choices of a rule set, and what holds when a curriculum does not say (exam-rules §1)."""

from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum


class AssessmentKind(StrEnum):
    """How a module is examined; decides what an absence counts for."""

    CONTINUOUS_ASSESSMENT = "continuous_assessment"
    FINAL_EXAM = "final_exam"
    ORAL = "oral"
    CASE_STUDY = "case_study"
    SIMULATION = "simulation"
    DOSSIER = "dossier"
    PROJECT = "project"
    THESIS = "thesis"
    DEFENCE = "defence"
    HOST_EVALUATION = "host_evaluation"
    PORTFOLIO = "portfolio"


class Grading(StrEnum):
    """Whether a module has a mark on 20 or is only passed or failed."""

    MARKED = "marked"
    PASS_FAIL = "pass_fail"  # noqa: S105


class Rounding(StrEnum):
    """When averages are rounded: to be shown and compared only, or at each level."""

    FINAL_ONLY = "final_only"
    CASCADE = "cascade"


class Compensation(StrEnum):
    """Whether the year's average may make up for a weak unit."""

    WITHIN_YEAR = "within_year"
    NONE = "none"


class ResitPolicy(StrEnum):
    """Which result stands after a resit."""

    BEST_OF = "best_of"
    REPLACE = "replace"


class AbsenceEffect(StrEnum):
    """What an absence counts for: a zero, nothing, or a module without average."""

    ZERO = "zero"
    NEUTRALISE = "neutralise"
    DEFAULT = "default"


class Gate(StrEnum):
    """What a year asks for beside its marks."""

    HOURS = "hours"
    ATTENDANCE = "attendance"
    COMPETENCIES = "competencies"
    PLACEMENT_CERTIFICATE = "placement_certificate"


@dataclass(frozen=True, slots=True)
class AbsenceRule:
    """What an unexcused (``ABI``) and an excused (``ABJ``) absence count for."""

    unexcused: AbsenceEffect = AbsenceEffect.DEFAULT
    excused: AbsenceEffect = AbsenceEffect.DEFAULT

    def effect(self, *, excused: bool) -> AbsenceEffect:
        """Return what one absence counts for."""
        return self.excused if excused else self.unexcused


@dataclass(frozen=True, slots=True)
class Honour:
    """A band of honours; ``starts_at`` is the lowest average (0 to 20) that reaches it."""

    code: str
    starts_at: Decimal


CONTINUOUS_ABSENCE = AbsenceRule(AbsenceEffect.ZERO, AbsenceEffect.NEUTRALISE)
OTHER_ABSENCE = AbsenceRule()
USUAL_HONOURS = (
    Honour("P", Decimal(10)),
    Honour("AB", Decimal(12)),
    Honour("B", Decimal(14)),
    Honour("TB", Decimal(16)),
)


@dataclass(frozen=True, slots=True)
class Rules:
    """The parameters of the computation; marks, floors and bands are on 20.

    ``unit_floor``, ``module_floor`` and ``resit_cap`` are None where there is no such limit.
    ``year_weights`` (year number, weight > 0) is None when the diploma's average weighs the
    units by their coefficients; otherwise it names every year once. ``honours`` are in any order.
    """

    pass_mark: Decimal = Decimal(10)
    rounding: Rounding = Rounding.FINAL_ONLY
    compensation: Compensation = Compensation.WITHIN_YEAR
    unit_floor: Decimal | None = Decimal(8)
    module_floor: Decimal | None = None
    continuous_absence: AbsenceRule = CONTINUOUS_ABSENCE
    other_absence: AbsenceRule = OTHER_ABSENCE
    resit_policy: ResitPolicy = ResitPolicy.BEST_OF
    resit_cap: Decimal | None = None
    year_weights: tuple[tuple[int, Decimal], ...] | None = None
    debts_allowed: int = 1
    honours: tuple[Honour, ...] = USUAL_HONOURS
    honours_after_resit: bool = True
    honours_after_board_points: bool = False
    gates: tuple[Gate, ...] = tuple(Gate)

    def absence_effect(self, kind: AssessmentKind, *, excused: bool) -> AbsenceEffect:
        """Return what an absence of session 1 counts for (exam-rules §3.1).

        >>> Rules().absence_effect(AssessmentKind.CONTINUOUS_ASSESSMENT, excused=True).value
        'neutralise'
        >>> Rules().absence_effect(AssessmentKind.ORAL, excused=True).value
        'default'
        """
        continuous = kind is AssessmentKind.CONTINUOUS_ASSESSMENT
        rule = self.continuous_absence if continuous else self.other_absence
        return rule.effect(excused=excused)


USUAL_RULES = Rules()
