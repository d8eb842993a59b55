"""Changes of marks in words."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from msp_du.services.mark_history import Change
from msp_du.web import formatting
from msp_du.web.i18n import _
from msp_du.web.mark_import_words import score_words


@dataclass(frozen=True, slots=True)
class ChangeView:
    """A line of the history."""

    year_id: UUID
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
            year_id=change.year_id,
            name=change.name or "–",
            mark=_mark(change),
            old=score_words(change.old),
            new=score_words(change.new),
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
    if change.examiner > 1:
        words = _("%(mark)s, examen %(number)s", mark=words, number=change.examiner)
    return words


def _why(change: Change) -> str:
    parts = []
    if change.imported_at:
        parts.append(_("Import du %(when)s", when=formatting.moment(change.imported_at)))
    if change.undoes_at:
        when = formatting.moment(change.undoes_at)
        parts.append(_("Annulation de l’import du %(when)s", when=when))
    if change.reason:
        parts.append(change.reason)
    return ". ".join(parts)
