"""The tutor's home page in words: marks to enter, levels to validate, placements followed."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from flask import url_for

from msp_du.domain.ledger import Totals
from msp_du.services.home import FollowedPlacement
from msp_du.services.mark_lists import CohortLines, ModuleLine
from msp_du.services.rated_trainees import FollowedTrainee
from msp_du.web.formatting import day
from msp_du.web.i18n import _, ngettext

LISTED = 5
"""How many modules and trainees are listed before a link to the whole list."""


@dataclass(frozen=True, slots=True)
class Followed:
    """A placement on the tutor's page."""

    id: UUID
    trainee: str
    url: str
    totals: Totals
    where: str


def tutor_page(
    found: Sequence[FollowedPlacement],
    to_mark: Sequence[CohortLines],
    trainees: Sequence[FollowedTrainee],
    today: date,
) -> Mapping[str, Any]:
    """Return the marks due, the levels to validate, the placements that run and those over."""
    over = [row for row in found if row.ends_on is not None and row.ends_on < today]
    lines = [(cohort, line) for cohort in reversed(to_mark) for line in cohort.lines]
    asked = [_question_item(cohort, line) for cohort, line in lines if line.state.questions]
    waiting = [(cohort, line) for cohort, line in lines if line.is_due]
    waiting.sort(key=lambda pair: pair[1].state.due_on or date.max)
    due = [_marks_item(cohort, line, today) for cohort, line in waiting]
    rated = sorted(
        (row for row in trainees if row.is_to_validate and row.host_rated_at),
        key=lambda row: (row.host_rated_at, row.trainee),
    )
    levels = [_levels_item(row) for row in rated]
    return {
        "todo": [*due[:LISTED], *asked[:LISTED], *levels[:LISTED]],
        "more": [*_more_marks(len(due) - LISTED), *_more_levels(len(levels) - LISTED)],
        "running": [_followed(row, row.host_name) for row in found if row not in over],
        "ended": [_followed(row, _where(row)) for row in over],
    }


def _question_item(cohort: CohortLines, line: ModuleLine) -> dict[str, Any]:
    return {
        "title": ngettext(
            "%(code)s, une question attend",
            "%(code)s, %(num)s questions attendent",
            line.state.questions,
            code=line.module.code,
        ),
        "url": url_for("marks.show_steps", cohort_id=cohort.cohort.id, module_id=line.module.id),
        "text": cohort.cohort.code,
        "tag": _("À répondre"),
        "tag_kind": "todo",
    }


def _marks_item(cohort: CohortLines, line: ModuleLine, today: date) -> dict[str, Any]:
    left, due_on = line.expected - line.entered, line.state.due_on
    words = {
        "cohort": cohort.cohort.code,
        "entered": line.entered,
        "expected": line.expected,
    }
    tag, kind = (_("En cours"), "done") if line.entered else (_("À saisir"), "todo")
    return {
        "title": ngettext(
            "%(code)s, une note à saisir",
            "%(code)s, %(num)s notes à saisir",
            left,
            code=line.module.code,
        ),
        "url": url_for("marks.fill_sheet", cohort_id=cohort.cohort.id, module_id=line.module.id),
        "text": _(
            "%(cohort)s, %(entered)s sur %(expected)s, attendues le %(day)s",
            day=day(due_on),
            **words,
        )
        if due_on
        else _("%(cohort)s, %(entered)s sur %(expected)s", **words),
        "tag": _("En retard") if line.is_late(today) else tag,
        "tag_kind": "refused" if line.is_late(today) else kind,
    }


def _levels_item(row: FollowedTrainee) -> dict[str, Any]:
    rated_at = row.host_rated_at
    return {
        "title": row.trainee,
        "url": url_for("competencies.show_enrolment", enrolment_id=row.enrolment_id),
        "text": _(
            "%(cohort)s : la structure a situé les compétences le %(day)s",
            cohort=row.cohort_code,
            day=day(rated_at) if rated_at else "…",
        ),
        "tag": _("À valider"),
        "tag_kind": "todo",
    }


def _more_marks(count: int) -> Iterator[tuple[str, str]]:
    if count > 0:
        words = ngettext("Un autre module à noter", "%(num)s autres modules à noter", count)
        yield words, url_for("marks.list_marks")


def _more_levels(count: int) -> Iterator[tuple[str, str]]:
    if count > 0:
        words = ngettext(
            "Une autre personne à évaluer", "%(num)s autres personnes à évaluer", count
        )
        yield words, url_for("competencies.list_followed")


def _followed(row: FollowedPlacement, where: str) -> Followed:
    url = url_for("placements.show_placement", placement_id=row.id)
    return Followed(row.id, row.trainee, url, row.totals, where)


def _where(row: FollowedPlacement) -> str:
    last = day(row.ends_on) if row.ends_on else "…"
    return _("%(host)s, jusqu’au %(day)s", host=row.host_name, day=last)
