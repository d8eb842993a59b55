"""The steps of a module's marks in words: what was done, by whom, when."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from msp_du.domain.errors import Rule
from msp_du.models import Account, MarksSheet
from msp_du.services.mark_sheets import Sheet
from msp_du.web import formatting
from msp_du.web.i18n import _


@dataclass(frozen=True, slots=True)
class StepsView:
    """Which steps were taken, and a line for each."""

    is_finished: bool
    is_published: bool
    is_anonymous: bool
    was_anonymous: bool
    lines: list[str]


def steps_view(state: MarksSheet | None) -> StepsView:
    """Put the steps taken so far in words."""
    if state is None:
        return StepsView(
            is_finished=False, is_published=False, is_anonymous=False, was_anonymous=False, lines=[]
        )
    return StepsView(
        is_finished=state.finished_at is not None,
        is_published=state.published_at is not None,
        is_anonymous=state.is_anonymous,
        was_anonymous=state.anonymous_at is not None,
        lines=list(_lines(state)),
    )


def missing_marks(sheet: Sheet) -> int:
    """Count the cells of a sheet that hold nothing yet; a third mark only where it is asked."""
    return sum(
        1
        for row in sheet.rows
        for seen, shut in zip(row.cells, row.shut, strict=True)
        if seen.score is None and shut is not Rule.MARK_THIRD_NOT_ASKED
    )


def _lines(state: MarksSheet) -> Iterator[str]:
    if state.anonymous_at is not None:
        yield _("Anonyme depuis le %(who)s.", who=_who(state.anonymous_at, state.anonymous_by))
    if state.lifted_at is not None:
        yield _("Anonymat levé le %(who)s.", who=_who(state.lifted_at, state.lifted_by))
    if state.finished_at is not None:
        yield _("Saisie terminée le %(who)s.", who=_who(state.finished_at, state.finished_by))
    if state.published_at is not None:
        yield _("Notes publiées le %(who)s.", who=_who(state.published_at, state.published_by))


def _who(moment: datetime, account: Account | None) -> str:
    when = formatting.moment(moment)
    if account is None:
        return when
    return _("%(when)s par %(name)s", when=when, name=account.display_name)
