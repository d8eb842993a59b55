"""How far the diploma is, in bars and in plain words."""

from collections.abc import Iterator, Sequence
from typing import Any

from babel.lists import format_list

from msp_du.domain.competencies import RatedYear
from msp_du.domain.vocabulary import EnrolmentState, Language
from msp_du.services.trainee_home import TraineeHome
from msp_du.web.formatting import hours, long_day
from msp_du.web.i18n import _, current_language, ngettext

LIST_LOCALES = {Language.FRENCH: "fr_FR", Language.ENGLISH: "en_GB"}
NAMED = 6
"""How many units are named before « et d’autres »."""


def bars(found: TraineeHome) -> list[dict[str, Any]]:
    """Return the hours, the core competencies and the units, each a bar with its words."""
    known = [_hours_bar(found), *_competencies_bar(found.rated), _units_bar(found)]
    return [{"awaiting": 0, "note": None, **bar} for bar in known]


def separations(found: TraineeHome) -> list[str]:
    """Return what the diploma still asks for, a line each; empty when nothing is missing."""
    if found.is_awarded:
        return []
    return [*_hours_left(found), *_competencies_left(found.rated), *_units_left(found)]


def _hours_bar(found: TraineeHome) -> dict[str, Any]:
    totals = found.totals
    return {
        "id": "heures",
        "title": _("Heures de stage validées"),
        "value": totals.approved,
        "total": totals.required,
        "awaiting": totals.submitted,
        "shown": _(
            "%(done)s sur %(required)s",
            done=hours(totals.approved),
            required=hours(totals.required),
        ),
        "note": " ".join(_hours_notes(found)) or None,
    }


def _hours_notes(found: TraineeHome) -> Iterator[str]:
    if found.totals.submitted:
        yield _("Dont %(hours)s à valider.", hours=hours(found.totals.submitted))
    if found.full_on is not None and found.state is EnrolmentState.ACTIVE:
        yield _(
            "À ce rythme, les %(hours)s de l’année seront notées le %(day)s.",
            hours=hours(found.years[-1].totals.required),
            day=long_day(found.full_on),
        )


def _competencies_bar(rated: RatedYear | None) -> Iterator[dict[str, Any]]:
    if rated is None:
        return
    final, now = rated.for_diploma, rated.standing
    note = None
    if rated.year_number < rated.years:
        note = _(
            "Au niveau demandé à la fin de l’année %(number)s : %(shown)s.",
            number=rated.year_number,
            shown=_out_of(now.acquired, now.core_total),
        )
    yield {
        "id": "competences",
        "title": _("Compétences socles acquises"),
        "value": final.acquired,
        "total": final.core_total,
        "shown": _out_of(final.acquired, final.core_total),
        "note": note,
    }


def _units_bar(found: TraineeHome) -> dict[str, Any]:
    acquired = sum(unit.is_acquired for unit in found.units)
    return {
        "id": "unites",
        "title": _("Unités validées"),
        "value": acquired,
        "total": len(found.units),
        "shown": _out_of(acquired, len(found.units)),
        "note": _("Elles avancent à chaque décision du jury.") if not acquired else None,
    }


def _hours_left(found: TraineeHome) -> Iterator[str]:
    """Say what is missing: each year asks for its own hours, a year passed asks for none."""
    begun = sum(year.totals.required for year in found.years)
    to_come = found.totals.required - begun
    left = to_come + sum(year.totals.missing for year in found.years if not year.is_admitted)
    if not left:
        return
    if found.totals.submitted:
        yield _(
            "%(hours)s de stage à valider, dont %(sent)s déjà envoyées",
            hours=hours(left),
            sent=hours(min(left, found.totals.submitted)),
        )
    else:
        yield _("%(hours)s de stage à valider", hours=hours(left))


def _competencies_left(rated: RatedYear | None) -> Iterator[str]:
    if rated is None:
        return
    final = rated.for_diploma
    domains = rated.domains_of(final.missing)
    if domains:
        yield ngettext(
            "une compétence socle à faire valider : %(domains)s",
            "%(num)s compétences socles à faire valider : %(domains)s",
            len(final.missing),
            domains=_domains(domains, len(rated.framework.domains)),
        )
    if final.has_too_many_not_applicable:
        yield _(
            "%(count)s compétences socles sans objet : deux au plus peuvent l’être",
            count=len(final.not_applicable),
        )


def _domains(codes: Sequence[str], count: int) -> str:
    if len(codes) == count:
        return _("tous les domaines")
    return ngettext("domaine %(codes)s", "domaines %(codes)s", len(codes), codes=_listed(codes))


def _units_left(found: TraineeHome) -> Iterator[str]:
    codes = [unit.code for unit in found.units if not unit.is_acquired]
    if not codes:
        return
    named = _listed(codes)
    if len(codes) > NAMED:
        named = _("%(named)s et d’autres", named=", ".join(codes[:NAMED]))
    yield ngettext(
        "une unité à valider : %(named)s",
        "%(num)s unités à valider : %(named)s",
        len(codes),
        named=named,
    )


def _listed(codes: Sequence[str]) -> str:
    return format_list(list(codes), locale=LIST_LOCALES[current_language()])


def _out_of(done: int, total: int) -> str:
    return _("%(done)s sur %(total)s", done=done, total=total)
