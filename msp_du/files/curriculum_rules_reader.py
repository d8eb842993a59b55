"""Reader of the ``rules`` of a curriculum file; each key left out keeps its default."""

import re
from decimal import Decimal

from msp_du.domain.assessment_rules import (
    CONTINUOUS_ABSENCE,
    OTHER_ABSENCE,
    USUAL_HONOURS,
    USUAL_RULES,
    AbsenceEffect,
    AbsenceRule,
    Compensation,
    Gate,
    Honour,
    ResitPolicy,
    Rounding,
    Rules,
)
from msp_du.domain.curriculum import NOTHING, ONE
from msp_du.files.faults import FaultKind
from msp_du.files.yaml_cursor import Cursor, shown
from msp_du.files.yaml_nodes import Mapping

BY_COEFFICIENTS = "by_coefficients"
YEAR_NUMBER = re.compile(r"[0-9]{1,9}")
LONGEST_CODE = 40

YearWeights = tuple[tuple[int, Decimal], ...]


def read_rules(cursor: Cursor, years: tuple[int, ...] | None) -> Rules:
    """Return the rules; year weights must name ``years`` and no other (None: years unknown)."""
    if not cursor.is_present:
        return USUAL_RULES
    record = cursor.record(
        required=(),
        optional=(
            "pass_mark",
            "rounding",
            "compensation",
            "unit_floor",
            "module_floor",
            "absence",
            "resit_policy",
            "resit_cap",
            "diploma_weighting",
            "debts_allowed",
            "honours",
            "honours_after_resit",
            "honours_after_board_points",
            "gates",
        ),
    )
    usual = USUAL_RULES
    continuous, other = _absence(record["absence"])
    debts_allowed = record["debts_allowed"].whole(lowest=0)
    return Rules(
        pass_mark=record["pass_mark"].threshold(usual.pass_mark),
        rounding=record["rounding"].choice(Rounding, usual.rounding),
        compensation=record["compensation"].choice(Compensation, usual.compensation),
        unit_floor=record["unit_floor"].limit(usual.unit_floor),
        module_floor=record["module_floor"].limit(usual.module_floor),
        continuous_absence=continuous,
        other_absence=other,
        resit_policy=record["resit_policy"].choice(ResitPolicy, usual.resit_policy),
        resit_cap=record["resit_cap"].limit(usual.resit_cap),
        year_weights=_year_weights(record["diploma_weighting"], years),
        debts_allowed=usual.debts_allowed if debts_allowed is None else debts_allowed,
        honours=_honours(record["honours"]),
        honours_after_resit=record["honours_after_resit"].flag(otherwise=usual.honours_after_resit),
        honours_after_board_points=record["honours_after_board_points"].flag(
            otherwise=usual.honours_after_board_points
        ),
        gates=_gates(record["gates"]),
    )


def _absence(cursor: Cursor) -> tuple[AbsenceRule, AbsenceRule]:
    record = cursor.record(required=(), optional=("continuous_assessment", "other"))
    return (
        _absence_rule(record["continuous_assessment"], CONTINUOUS_ABSENCE),
        _absence_rule(record["other"], OTHER_ABSENCE),
    )


def _absence_rule(cursor: Cursor, usual: AbsenceRule) -> AbsenceRule:
    record = cursor.record(required=(), optional=("unexcused", "excused"))
    return AbsenceRule(
        unexcused=record["unexcused"].choice(AbsenceEffect, usual.unexcused),
        excused=record["excused"].choice(AbsenceEffect, usual.excused),
    )


def _year_weights(cursor: Cursor, years: tuple[int, ...] | None) -> YearWeights | None:
    if not isinstance(cursor.node, Mapping):
        raw = cursor.raw()
        if raw is not None and raw != BY_COEFFICIENTS:
            cursor.report(FaultKind.UNKNOWN_VALUE, value=shown(raw), allowed=BY_COEFFICIENTS)
        return None
    weights: dict[int, Decimal] = {}
    for name, entry in cursor.entries().items():
        number = int(name) if YEAR_NUMBER.fullmatch(name) else None
        if number is None or (years is not None and number not in years):
            entry.report(FaultKind.UNKNOWN_KEY)
        elif number in weights:
            entry.report(FaultKind.DUPLICATE_KEY)
        else:
            weights[number] = entry.value.weight(ONE)
    for number in years or ():
        if number not in weights:
            cursor.report_missing(str(number))
    return tuple((number, weights.get(number, ONE)) for number in years or ())


def _honours(cursor: Cursor) -> tuple[Honour, ...]:
    if not cursor.is_present:
        return USUAL_HONOURS
    codes: dict[str, str] = {}
    starts: dict[Decimal, str] = {}
    honours = []
    for item in cursor.items(may_be_empty=True):
        record = item.record(required=("code", "from"), optional=())
        code = record["code"].text(longest=LONGEST_CODE)
        if code:
            record["code"].check_new(code, codes)
        honours.append(Honour(code, _honour_start(record["from"], starts)))
    return tuple(honours)


def _honour_start(cursor: Cursor, met: dict[Decimal, str]) -> Decimal:
    outside = Decimal(-1)
    start = cursor.threshold(outside)
    if start == outside:
        return NOTHING
    cursor.check_new(start, met)
    return start


def _gates(cursor: Cursor) -> tuple[Gate, ...]:
    if not cursor.is_present:
        return USUAL_RULES.gates
    met: dict[Gate, str] = {}
    for item in cursor.items(may_be_empty=True):
        gate = item.choice_or_none(Gate)
        if gate is not None:
            item.check_new(gate, met)
    return tuple(met)
