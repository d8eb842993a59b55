"""What a computed result says to people: why a year is not passed, what became of a unit."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from fractions import Fraction
from itertools import groupby

from msp_du.domain.assessment_rules import Gate, Rules
from msp_du.domain.causes import Cause, CauseKind
from msp_du.domain.curriculum import Curriculum
from msp_du.domain.decisions import DecisionFacts
from msp_du.domain.gaps import Gaps
from msp_du.domain.results import UnitOutcome, YearOutcome
from msp_du.domain.vocabulary import ResultCode
from msp_du.web import formatting
from msp_du.web.gap_words import failed_lines, pending_lines
from msp_du.web.i18n import _, lazy, ngettext

NAMED = 6
"""How many missing marks are named before « et d’autres »."""

_UNIT_RESULTS = {
    ResultCode.PASSED: lazy("Acquise"),
    ResultCode.PASSED_BY_BOARD: lazy("Acquise par décision du jury"),
    ResultCode.COMPENSATED: lazy("Acquise par compensation"),
    ResultCode.FAILED: lazy("Non acquise"),
    ResultCode.DEFAULTED: lazy("Défaillance"),
    ResultCode.EXEMPT: lazy("Dispense"),
    ResultCode.PENDING: lazy("En attente"),
}


@dataclass(frozen=True, slots=True)
class _Grounds:
    """What the sentences need beside the causes."""

    averages: Mapping[str, Fraction | None]
    year_average: Fraction | None
    rules: Rules
    gaps: Gaps


def unit_result(result: ResultCode) -> str:
    """Return what became of a unit, in a word that agrees with « unité »."""
    return str(_UNIT_RESULTS[result])


@dataclass(frozen=True, slots=True)
class CauseLine:
    """A sentence, and the causes that it tells."""

    causes: Sequence[Cause]
    text: str


def cause_sentences(
    outcome: YearOutcome, curriculum: Curriculum, gaps: Gaps | None = None
) -> list[str]:
    """Return why a year is not passed, one line a cause; empty when nothing stands against it.

    ``gaps`` are those of the year: with them the lines say what and how much is missing.
    """
    return [line.text for line in cause_lines(outcome, curriculum, gaps)]


def cause_lines(
    outcome: YearOutcome, curriculum: Curriculum, gaps: Gaps | None = None
) -> list[CauseLine]:
    """Return the same sentences with the causes that each tells."""
    grounds = _Grounds(
        averages=_averages(outcome.units),
        year_average=outcome.average,
        rules=curriculum.rules,
        gaps=gaps or Gaps(),
    )
    return _lines(outcome.causes, grounds)


def decided_causes(facts: DecisionFacts, curriculum: Curriculum) -> list[str]:
    """Return what stood against a year on the day of a decision, one line a cause."""
    causes = tuple(read_cause(text) for text in facts.causes)
    return cause_sentences(replace(facts.outcome(), causes=causes), curriculum, facts.missing)


def read_cause(text: str) -> Cause:
    """Return a cause from the text that a decision froze."""
    kind, _colon, code = text.partition(":")
    return Cause(CauseKind(kind), code or None)


def _averages(units: Sequence[UnitOutcome]) -> dict[str, Fraction | None]:
    found = {unit.code: unit.average for unit in units}
    return found | {one.code: one.average for unit in units for one in unit.modules}


def _lines(causes: Sequence[Cause], grounds: _Grounds) -> list[CauseLine]:
    lines: list[CauseLine] = []
    for kind, group in groupby(causes, key=lambda cause: cause.kind):
        if kind is CauseKind.MARKS_MISSING:
            missing = tuple(group)
            lines.append(CauseLine(missing, _missing_marks([one.code or "" for one in missing])))
        else:
            lines += [
                CauseLine((cause,), text)
                for cause in group
                for text in _SENTENCES[kind](cause, grounds)
            ]
    return lines


def named_codes(codes: Sequence[str]) -> str:
    """Return the first codes of a list, « M111, M112 et d’autres »."""
    named = ", ".join(codes[:NAMED])
    return _("%(named)s et d’autres", named=named) if len(codes) > NAMED else named


def _missing_marks(codes: Sequence[str]) -> str:
    named = named_codes(codes)
    return ngettext(
        "Une note est attendue : %(named)s",
        "%(num)s notes sont attendues : %(named)s",
        len(codes),
        named=named,
    )


def _default(cause: Cause, _grounds: _Grounds) -> Iterator[str]:
    yield _("%(code)s : défaillance, une absence laisse un module sans moyenne", code=cause.code)


def _module_floor(cause: Cause, grounds: _Grounds) -> Iterator[str]:
    yield _under_floor(cause, grounds, grounds.rules.module_floor)


def _pass_fail(cause: Cause, _grounds: _Grounds) -> Iterator[str]:
    yield _("%(code)s : non validé", code=cause.code)


def _not_compensable(cause: Cause, grounds: _Grounds) -> Iterator[str]:
    yield _(
        "%(code)s : %(average)s, sous %(mark)s et sans compensation possible",
        code=cause.code,
        average=formatting.mark(grounds.averages.get(cause.code or "")),
        mark=formatting.number(grounds.rules.pass_mark),
    )


def _unit_floor(cause: Cause, grounds: _Grounds) -> Iterator[str]:
    yield _under_floor(cause, grounds, grounds.rules.unit_floor)


def _unit_average(cause: Cause, grounds: _Grounds) -> Iterator[str]:
    yield _(
        "%(code)s : %(average)s, sous %(mark)s",
        code=cause.code,
        average=formatting.mark(grounds.averages.get(cause.code or "")),
        mark=formatting.number(grounds.rules.pass_mark),
    )


def _year_average(_cause: Cause, grounds: _Grounds) -> Iterator[str]:
    yield _(
        "Moyenne de l’année : %(average)s, sous %(mark)s",
        average=formatting.mark(grounds.year_average),
        mark=formatting.number(grounds.rules.pass_mark),
    )


def _gate_failed(cause: Cause, grounds: _Grounds) -> Iterator[str]:
    yield from failed_lines(Gate(cause.code or ""), grounds.gaps)


def _gate_pending(cause: Cause, grounds: _Grounds) -> Iterator[str]:
    yield from pending_lines(Gate(cause.code or ""), grounds.gaps)


def _under_floor(cause: Cause, grounds: _Grounds, floor: Decimal | None) -> str:
    return _(
        "%(code)s : %(average)s < %(floor)s (plancher)",
        code=cause.code,
        average=formatting.mark(grounds.averages.get(cause.code or "")),
        floor=formatting.mark(floor),
    )


_SENTENCES: Mapping[CauseKind, Callable[[Cause, _Grounds], Iterator[str]]] = {
    CauseKind.DEFAULT: _default,
    CauseKind.MODULE_FLOOR: _module_floor,
    CauseKind.PASS_FAIL: _pass_fail,
    CauseKind.NOT_COMPENSABLE: _not_compensable,
    CauseKind.UNIT_FLOOR: _unit_floor,
    CauseKind.UNIT_AVERAGE: _unit_average,
    CauseKind.YEAR_AVERAGE: _year_average,
    CauseKind.GATE_FAILED: _gate_failed,
    CauseKind.GATE_PENDING: _gate_pending,
}
