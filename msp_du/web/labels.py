"""Sentences: what is said when a rule refuses, and the words of the closed lists."""

from collections.abc import Mapping
from datetime import date, datetime, time
from enum import StrEnum

from msp_du.domain.errors import Rule, RuleViolation
from msp_du.domain.hours import Caution, HoursWarning
from msp_du.web import formatting
from msp_du.web.i18n import lazy
from msp_du.web.sentences import SENTENCES
from msp_du.web.words import label

__all__ = ["caution", "label", "sentence"]


CAUTIONS: Mapping[HoursWarning, str] = {
    HoursWarning.OVER_DAILY_HINT: lazy(
        "Cela fait %(minutes)s dans la journée, plus que les %(limit)s habituelles."
    ),
    HoursWarning.OVER_WEEKLY_HINT: lazy(
        "Cela fait %(minutes)s dans la semaine, plus que les %(limit)s habituelles."
    ),
    HoursWarning.CLOCK_CHANGE: lazy(
        "L’heure change pendant cette nuit : la durée compte le temps réellement passé."
    ),
}

_IN_MINUTES = frozenset({"break_minutes", "elapsed", "least", "limit", "minutes", "total", "warn"})


class _Shown(dict[str, object]):
    """Details as people read them; one that the rule did not give shows as an ellipsis."""

    def __missing__(self, name: str) -> str:
        return "…"


def _shown(name: str, detail: object) -> str:
    if detail is None:
        return "…"
    if isinstance(detail, StrEnum | RuleViolation):
        return _said(detail)
    if isinstance(detail, date | time):
        return _shown_time(detail)
    if isinstance(detail, int) and name in _IN_MINUTES:
        return formatting.hours(detail)
    if isinstance(detail, float):
        return formatting.number(detail)
    return str(detail)


def _said(detail: StrEnum | RuleViolation) -> str:
    if isinstance(detail, RuleViolation):
        return sentence(detail.rule, **detail.details)
    return label(detail)


def _shown_time(detail: date | time) -> str:
    if isinstance(detail, datetime):
        return formatting.moment(detail)
    return formatting.day(detail) if isinstance(detail, date) else f"{detail:%H:%M}"


def _filled(text: str, details: Mapping[str, object]) -> str:
    return str(text) % _Shown({name: _shown(name, detail) for name, detail in details.items()})


def sentence(rule: Rule, **details: object) -> str:
    """Return what is said when ``rule`` refuses; dates, minutes and states become words."""
    return _filled(SENTENCES[rule], details)


def caution(given: Caution) -> str:
    """Return the warning to read before hours are saved."""
    return _filled(CAUTIONS[given.kind], {"minutes": given.minutes, "limit": given.limit})
