"""Study arrangements as short neutral notes, wherever they are shown."""

from collections.abc import Iterable, Sequence

from msp_du.domain.arrangements import Arrangement, ArrangementKind
from msp_du.web.i18n import _
from msp_du.web.words import label


def note_text(note: Arrangement) -> str:
    """Return an arrangement as a short neutral note."""
    words = label(note.kind)
    if note.kind is ArrangementKind.EXTRA_TIME:
        words = _("%(what)s (%(percent)s %%)", what=words, percent=note.percent)
    if note.precision:
        words = _("%(what)s : %(precision)s", what=words, precision=note.precision)
    return words


def notes_text(notes: Iterable[Arrangement]) -> Sequence[str]:
    """Return several notes."""
    return [note_text(note) for note in notes]
