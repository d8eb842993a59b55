"""The home pages of coordinators and of the registrar's office, in words."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from flask import url_for

from msp_du.services.cohort_progress import Part, YearProgress
from msp_du.services.document_counts import CohortDocuments
from msp_du.services.home import CohortCounts
from msp_du.web.formatting import hours
from msp_du.web.i18n import _, ngettext

NAMED = 5
"""How many people are named before « et d’autres »."""


@dataclass(frozen=True, slots=True)
class Share:
    """A share in words, what is remarkable about it, and in hundredths for the bar beside it."""

    shown: str
    percent: int | None
    note: str = ""


@dataclass(frozen=True, slots=True)
class YearLine:
    """A year of a cohort in the coordinator's table."""

    name: str
    url: str
    board_url: str
    late_url: str
    trainees: int
    hours: Share
    marks: Share
    competencies: Share
    unplaced: int
    waiting: str
    ready: int
    decided: int


def coordinator_page(
    found: Sequence[CohortCounts],
    years: Sequence[YearProgress],
    failed: tuple[UUID, int] | None,
) -> Mapping[str, Any]:
    """Return what to do for cohorts and messages, and how far each of their years is."""
    todo = [item for row in found for item in _todo(row)]
    return {
        "has_cohorts": bool(found),
        "todo": todo + ([_failed(*failed)] if failed else []),
        "years": [_line(year) for year in years],
    }


def registrar_page(found: Sequence[CohortDocuments]) -> Mapping[str, Any]:
    """Return the documents to issue, the ones given up, and the cohorts."""
    return {
        "todo": [item for row in found for item in _documents_todo(row)],
        "given_up": [
            {"number": number, "url": url_for("documents.show_document", document_id=document_id)}
            for row in found
            for document_id, number in row.given_up
        ],
        "cohorts": [
            {"row": row, "url": url_for("documents.show_cohort", cohort_id=row.cohort_id)}
            for row in found
        ],
    }


def _line(year: YearProgress) -> YearLine:
    late = ngettext("une personne en retard", "%(num)s personnes en retard", year.late)
    return YearLine(
        name=_("%(code)s, année %(number)s", code=year.cohort_code, number=year.year_number),
        url=url_for("cohorts.show_cohort", cohort_id=year.cohort_id),
        board_url=url_for("board.show_board", cohort_id=year.cohort_id, annee=year.year_number),
        late_url=url_for("hours.list_at_risk", cohort_id=year.cohort_id),
        trainees=year.trainees,
        hours=_share(year.hours, late if year.late else ""),
        marks=_share(year.marks),
        competencies=_share(year.competencies),
        unplaced=year.unplaced,
        waiting=hours(year.waiting_minutes),
        ready=year.ready,
        decided=year.decided,
    )


def _share(part: Part, note: str = "") -> Share:
    """Return a share in whole hundredths, rounded down: all is there only at 100."""
    if not part.total:
        return Share("–", None, note)
    percent = min(100, 100 * part.done // part.total)
    return Share(_("%(percent)s %%", percent=percent), percent, note)


def _todo(row: CohortCounts) -> Iterator[dict[str, str]]:
    url = url_for("cohorts.show_cohort", cohort_id=row.id)
    names = row.unplaced
    if names:
        shown = ", ".join(names[:NAMED])
        more = len(names) > NAMED
        yield {
            "title": ngettext(
                "Une personne sans stage", "%(num)s personnes sans stage", len(names)
            ),
            "url": url,
            "text": _("%(names)s et d’autres", names=shown) if more else shown,
            "tag": row.code,
            "tag_kind": "quiet",
        }
    if row.waiting:
        yield {
            "title": ngettext(
                "Une saisie attend depuis plus de 14 jours",
                "%(num)s saisies attendent depuis plus de 14 jours",
                row.waiting,
            ),
            "url": url,
            "text": _("Envoyées à la structure, et sans réponse"),
            "tag": row.code,
            "tag_kind": "quiet",
        }


def _failed(institution_id: UUID, count: int) -> dict[str, str]:
    return {
        "title": ngettext(
            "Un message n’est pas parti", "%(num)s messages ne sont pas partis", count
        ),
        "url": url_for("administration.list_messages", institution_id=institution_id, etat="echec"),
        "text": _("Vérifiez l’adresse, puis renvoyez"),
        "tag": _("Échec"),
        "tag_kind": "refused",
    }


def _documents_todo(row: CohortDocuments) -> Iterator[dict[str, str]]:
    if row.ready:
        yield {
            "title": ngettext("Un document à éditer", "%(num)s documents à éditer", row.ready),
            "url": url_for("documents.show_cohort", cohort_id=row.cohort_id),
            "text": _("Le jury a décidé"),
            "tag": row.cohort_code,
            "tag_kind": "quiet",
        }
