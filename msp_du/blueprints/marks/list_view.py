"""The modules of cohorts in words: how many marks are there, who marks, what is to do."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from flask import url_for

from msp_du.domain.vocabulary import Language
from msp_du.services.mark_lists import CohortLines, ModuleLine
from msp_du.web import formatting
from msp_du.web.i18n import _, current_language, ngettext


@dataclass(frozen=True, slots=True)
class ModuleView:
    """A line of the list."""

    code: str
    title: str
    url: str
    naming_url: str
    progress: str
    tag: str
    tag_kind: str
    markers: str
    notes: Sequence[str]
    steps_url: str


@dataclass(frozen=True, slots=True)
class YearModules:
    """The modules of one year of the diploma; nobody follows a year that is not begun."""

    number: int
    is_begun: bool
    modules: Sequence[ModuleView]


@dataclass(frozen=True, slots=True)
class CohortView:
    """A cohort and its modules, year by year."""

    id: UUID
    code: str
    institution_name: str
    years: Sequence[YearModules]
    links: Sequence[tuple[str, str]]


def cohort_views(found: Sequence[CohortLines], today: date) -> list[CohortView]:
    """Put cohorts and their modules in words."""
    several = len({each.institution_name for each in found}) > 1
    return [
        CohortView(
            id=each.cohort.id,
            code=each.cohort.code,
            institution_name=each.institution_name if several else "",
            years=[
                _year(each, number, today) for number in sorted({x.year_number for x in each.lines})
            ],
            links=_links(each.cohort.id),
        )
        for each in found
    ]


def _links(cohort_id: UUID) -> list[tuple[str, str]]:
    """Return where the marks of several modules are imported, and who resits what."""
    return [
        (_("Importer des notes"), url_for("marks.import_cohort", cohort_id=cohort_id)),
        (_("Voir les imports"), url_for("marks.list_imports", cohort_id=cohort_id)),
        (_("Qui passe la seconde session"), url_for("marks.show_resits", cohort_id=cohort_id)),
    ]


def _year(found: CohortLines, number: int, today: date) -> YearModules:
    lines = [line for line in found.lines if line.year_number == number]
    is_begun = any(line.expected for line in lines)
    return YearModules(number, is_begun, [_view(found, line, today) for line in lines])


def _view(found: CohortLines, line: ModuleLine, today: date) -> ModuleView:
    english = line.module.title_en if current_language() is Language.ENGLISH else None
    cohort_id, module_id = found.cohort.id, line.module.id
    tag, kind = _tag(line, today)
    return ModuleView(
        code=line.module.code,
        title=english or line.module.title_fr,
        url=url_for("marks.fill_sheet", cohort_id=cohort_id, module_id=module_id),
        naming_url=url_for("marks.name_markers", cohort_id=cohort_id, module_id=module_id),
        progress=_("%(entered)s sur %(expected)s", entered=line.entered, expected=line.expected),
        tag=tag,
        tag_kind=kind,
        markers=", ".join(line.markers),
        notes=_notes(line),
        steps_url=url_for("marks.show_steps", cohort_id=cohort_id, module_id=module_id),
    )


def _notes(line: ModuleLine) -> list[str]:
    state, notes = line.state, []
    if state.sits_on:
        notes.append(_("Épreuve le %(day)s", day=formatting.day(state.sits_on)))
    if state.due_on and line.is_due:
        notes.append(_("Notes attendues le %(day)s", day=formatting.day(state.due_on)))
    if state.is_anonymous:
        notes.append(_("Sans les noms"))
    if state.questions:
        notes.append(
            ngettext("Une question attend", "%(num)s questions attendent", state.questions)
        )
    return notes


def _tag(line: ModuleLine, today: date) -> tuple[str, str]:
    if line.state.is_finished:
        return (_("Publié") if line.state.is_published else _("Terminé")), "done"
    if line.is_late(today):
        return _("En retard"), "refused"
    if not line.expected:
        return _("Pas commencé"), "quiet"
    return _progress_tag(line)


def _progress_tag(line: ModuleLine) -> tuple[str, str]:
    if line.thirds:
        return ngettext(
            "Une troisième note demandée", "%(num)s troisièmes notes demandées", line.thirds
        ), "todo"
    if line.is_done:
        return _("Fait"), "done"
    return (_("En cours"), "done") if line.entered else (_("À saisir"), "todo")
