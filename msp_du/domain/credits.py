"""Credit for what was learnt before: exemptions, equivalences, units kept of a failed year."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction

from msp_du.domain.averages import reaches
from msp_du.domain.decisions import DecisionFacts
from msp_du.domain.errors import Rule, RuleViolation
from msp_du.domain.marks import parse_mark, rounded, to_hundredths
from msp_du.domain.standings import ACQUIRED


class CreditKind(StrEnum):
    """What a credit does (exam-rules §2): no average, a given average, the average once earned."""

    EXEMPT = "exempt"
    EQUIVALENCE = "equivalence"
    CAPITALISED = "capitalised"


GRANTED = frozenset({CreditKind.EXEMPT, CreditKind.EQUIVALENCE})
"""What people grant; units are capitalised by the passage to another year alone."""


@dataclass(frozen=True, slots=True)
class Credited:
    """A credit of a unit or module by code; hundredths of a point, None for an exemption."""

    code: str
    kind: CreditKind
    hundredths: int | None = None


def read_average(kind: CreditKind, text: str, *, is_unit: bool) -> int | None:
    """Return the average that goes with a credit, in hundredths; None for an exemption.

    Raises RuleViolation CREDIT_UNIT_ONLY for an equivalence of a module, CREDIT_AVERAGE_MISSING
    without one, CREDIT_AVERAGE_NOT_ASKED with one for an exemption, and as ``parse_mark`` does.

    >>> read_average(CreditKind.EQUIVALENCE, "13,5", is_unit=True)
    1350
    """
    if kind is CreditKind.EXEMPT:
        if text.strip():
            raise RuleViolation(Rule.CREDIT_AVERAGE_NOT_ASKED, field="average")
        return None
    if not is_unit:
        raise RuleViolation(Rule.CREDIT_UNIT_ONLY, field="kind")
    mark = parse_mark(text, field="average")
    if not isinstance(mark, Decimal):
        raise RuleViolation(Rule.CREDIT_AVERAGE_MISSING, field="average")
    return to_hundredths(mark)


def kept(
    facts: DecisionFacts, former: Mapping[str, Credited], *, pass_mark: Decimal
) -> tuple[Credited, ...]:
    """Return what a failed year leaves to the one that repeats it (domain §4.3).

    Units acquired are kept for good: with the credit they had, else with their average. One
    compensated is not, since the year failed; neither is one that only failed. An exemption
    from a single module stays too. ``pass_mark`` is that of the rules to come: an average below
    it would take the unit back, so that the unit is then kept as an exemption.
    """
    acquired = [unit for unit in facts.units if unit.result in ACQUIRED]
    units = {
        unit.code: former.get(unit.code)
        or Credited(
            unit.code,
            CreditKind.CAPITALISED,
            None if unit.average is None else int(rounded(unit.average) * 100),
        )
        for unit in acquired
    }
    within = {module.code for unit in acquired for module in unit.modules}
    modules = _exempt_modules(facts, former, within)
    return (*(_held_to(unit, pass_mark) for unit in units.values()), *modules)


def _held_to(unit: Credited, pass_mark: Decimal) -> Credited:
    if unit.hundredths is not None and reaches(Fraction(unit.hundredths, 100), pass_mark):
        return unit
    return Credited(unit.code, CreditKind.EXEMPT)


def _exempt_modules(
    facts: DecisionFacts, former: Mapping[str, Credited], within: Collection[str]
) -> list[Credited]:
    """Return the exemptions from single modules of units that are to be taken again."""
    codes = [module.code for unit in facts.units for module in unit.modules]
    return [former[code] for code in codes if code in former and code not in within]
