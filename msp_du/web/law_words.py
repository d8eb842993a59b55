"""The law of placements in words: durations, amounts, what was found and what was let pass."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Final

from babel.numbers import format_currency

from msp_du.domain.placement_lengths import Length
from msp_du.domain.placement_limits import Finding, Limit
from msp_du.domain.placement_presence import OddPresence
from msp_du.models import PlacementOverride
from msp_du.services.placement_checks import Found
from msp_du.web import formatting
from msp_du.web.i18n import _, current_language, lazy, ngettext
from msp_du.web.words import label

_TEXTS: Final[Mapping[Limit, str]] = {
    Limit.HOST_YEAR: lazy(
        "%(figure)s dans cette structure pendant l’année qui commence le %(since)s : la loi en "
        "permet %(bound)s au plus, renouvellements et périodes séparées compris."
    ),
    Limit.WEEK_MAXIMUM: lazy("%(figure)s par semaine : la loi en permet %(bound)s au plus."),
    Limit.WEEK_USUAL: lazy(
        "%(figure)s par semaine, plus que la durée légale de %(bound)s : vérifiez le rythme."
    ),
    Limit.TAUGHT: lazy(
        "%(figure)s d’enseignement dans l’année : un stage étudiant en demande au moins %(bound)s."
    ),
    Limit.TAUGHT_PRESENT: lazy(
        "%(figure)s de cours en présence au calendrier : un stage étudiant en demande au moins "
        "%(bound)s."
    ),
    Limit.TAUGHT_PRESENT_UNKNOWN: lazy(
        "Aucun cours n’est encore au calendrier : vérifiez qu’au moins %(bound)s seront données "
        "en présence."
    ),
    Limit.GAP: lazy(
        "%(figure)s entre deux stagiaires au même poste, l’un jusqu’au %(since)s : la loi demande "
        "un tiers du stage précédent, soit %(bound)s."
    ),
    Limit.GAP_UNSURE: lazy(
        "%(figure)s seulement après un autre stage au même endroit, jusqu’au %(since)s : si c’est "
        "le même poste, la loi demande %(bound)s."
    ),
    Limit.ALLOWANCE: lazy(
        "%(figure)s dans cette structure pendant l’année qui commence le %(since)s : au-dessus "
        "de %(bound)s, une gratification est due dès la première heure. Deux structures d’accueil "
        "l’évitent."
    ),
    Limit.LEAVE: lazy(
        "%(figure)s, plus de deux mois (%(bound)s) : la convention doit prévoir des congés."
    ),
    Limit.CONTINUING_CAP: lazy(
        "%(figure)s dans cette structure pendant l’année qui commence le %(since)s : l’usage est "
        "de six mois au plus (%(bound)s), sauf si le diplôme dit autre chose."
    ),
    Limit.SUPERVISED: lazy(
        "%(figure)s suivies en même temps par ce contact : l’usage est de %(bound)s au plus."
    ),
    Limit.FOLLOWED: lazy(
        "%(figure)s en même temps pour ce suivi pédagogique : l’usage est de %(bound)s au plus."
    ),
}


@dataclass(frozen=True, slots=True)
class FindingLine:
    """A finding in words: its article, where it stands, and who let it pass."""

    text: str
    article: str
    state: str
    tag_kind: str
    passed: str = ""


def finding_line(finding: Finding, override: PlacementOverride | None = None) -> FindingLine:
    """Put a finding in words, with who let it pass."""
    passed = override_words(override) if override else ""
    state, tag_kind = _state(finding, is_passed=override is not None)
    return FindingLine(finding_text(finding), article(finding), state, tag_kind, passed)


def _state(finding: Finding, *, is_passed: bool) -> tuple[str, str]:
    if finding.is_forbidden:
        return (_("Dérogation"), "todo") if is_passed else (_("Interdit"), "refused")
    return (_("Vérifié"), "done") if is_passed else (_("À vérifier"), "todo")


def found_lines(found: Iterable[Found]) -> list[FindingLine]:
    """Put what was found of a placement in words."""
    return [finding_line(one.finding, one.override) for one in found]


def finding_text(finding: Finding) -> str:
    """Return what a limit says of a placement, with its figure and its bound."""
    in_words = _UNITS.get(finding.limit, formatting.hours)
    return str(_TEXTS[finding.limit]) % {
        "figure": in_words(finding.figure),
        "bound": in_words(finding.bound),
        "since": formatting.day(finding.since) if finding.since else "…",
    }


def article(finding: Finding) -> str:
    """Return the article that a limit comes from, or that it is a custom."""
    if finding.article is None:
        return _("Usage, sans article de loi")
    if finding.article.startswith("L3121"):
        return _("Article %(article)s du Code du travail", article=finding.article)
    return _("Article %(article)s du Code de l’éducation", article=finding.article)


def override_words(row: PlacementOverride) -> str:
    """Return who let a finding pass, when, and the reason of what is forbidden."""
    name = row.account.display_name if row.account else "–"
    moment = formatting.moment(row.overridden_at)
    if row.reason is None:
        return _("Relu et confirmé par %(name)s le %(moment)s.", name=name, moment=moment)
    return _(
        "Dérogation de %(name)s, le %(moment)s : %(reason)s",
        name=name,
        moment=moment,
        reason=row.reason,
    )


def past_words(row: PlacementOverride) -> str:
    """Return an override of former figures: what was forbidden, then who let it pass."""
    finding = Finding(row.kind, row.figure, row.bound, row.since)
    return f"{finding_text(finding)} {override_words(row)}"


def length_words(length: Length) -> str:
    """Return « 420 h = 60 jours = 2 mois et 16 jours », and the hours left over."""
    equal = [formatting.hours(length.minutes), days(length.days)]
    if length.months:
        equal.append(_months_and_days(length))
    words = " = ".join(equal)
    if not length.minutes_left:
        return words
    return _("%(length)s (et %(hours)s)", length=words, hours=formatting.hours(length.minutes_left))


def euros(cents: int) -> str:
    """Return an amount, « 1 344,15 € » or "€1,344.15"."""
    return format_currency(Decimal(cents) / 100, "EUR", locale=current_language().value)


def days(count: int) -> str:
    """Return a number of days."""
    return ngettext("%(num)s\u00a0jour", "%(num)s\u00a0jours", count)


def unstated_lines(found: Iterable[tuple[date, OddPresence]]) -> list[str]:
    """Return « 11/11/2026 : les jours fériés » for each day."""
    return [
        _("%(day)s : %(kind)s", day=formatting.day(day), kind=label(kind).lower())
        for day, kind in found
    ]


def _months_and_days(length: Length) -> str:
    months = ngettext("%(num)s\u00a0mois", "%(num)s\u00a0mois", length.months)
    if not length.days_left:
        return months
    return _("%(months)s et %(days)s", months=months, days=days(length.days_left))


def _people(count: int) -> str:
    return ngettext("%(num)s\u00a0personne", "%(num)s\u00a0personnes", count)


_UNITS: Final[Mapping[Limit, Callable[[int], str]]] = {
    Limit.GAP: days,
    Limit.GAP_UNSURE: days,
    Limit.SUPERVISED: _people,
    Limit.FOLLOWED: _people,
}
