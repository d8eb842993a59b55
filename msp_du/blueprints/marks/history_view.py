"""Changes of marks in words."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from msp_du.blueprints.marks.sheet_view import examiner_words
from msp_du.services.mark_history import Change
from msp_du.services.year_marks import FIRST_EXAMINER
from msp_du.web import formatting
from msp_du.web.i18n import _
from msp_du.web.mark_import_words import score_words


@dataclass(frozen=True, slots=True)
class ChangeView:
    """A line of the history; ``new`` is empty where only the comment changed."""

    shown_id: UUID
    name: str
    mark: str
    old: str
    new: str
    by: str
    when: str
    why: str


def history_view(changes: Sequence[Change]) -> list[ChangeView]:
    """Put changes in words, in the order in which they come."""
    return [
        ChangeView(
            shown_id=change.shown_id,
            name=change.name or "–",
            mark=_mark(change),
            old=score_words(change.old),
            new="" if change.old == change.new else score_words(change.new),
            by=change.by or "–",
            when=formatting.moment(change.at),
            why=_why(change),
        )
        for change in changes
    ]


def _mark(change: Change) -> str:
    words = change.assessment_code or _("Résultat")
    if change.session_number == 2:
        words = _("%(mark)s, seconde session", mark=words)
    if change.examiner > FIRST_EXAMINER:
        return _("%(title)s, %(number)s", title=words, number=examiner_words(change.examiner))
    return words


def _why(change: Change) -> str:
    parts = []
    if change.new_comment != change.old_comment:
        parts.append(
            _("Commentaire : « %(text)s »", text=change.new_comment)
            if change.new_comment
            else _("Commentaire retiré")
        )
    if change.imported_at:
        parts.append(_("Import du %(when)s", when=formatting.moment(change.imported_at)))
    if change.undoes_at:
        when = formatting.moment(change.undoes_at)
        parts.append(_("Annulation de l’import du %(when)s", when=when))
    if change.reason:
        parts.append(change.reason)
    return ". ".join(parts)
