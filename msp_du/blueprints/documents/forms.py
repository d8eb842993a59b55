"""Forms of the documents area."""

from msp_du.domain.vocabulary import RevocationReason
from msp_du.web.fields import HiddenField, RadioField, TextField
from msp_du.web.forms import BaseForm
from msp_du.web.i18n import lazy
from msp_du.web.validators import required


class IssueForm(BaseForm):
    """Asks for one document of one person."""

    what = RadioField(lazy("Document à éditer"), validators=[required()], choices=[])


class IssueManyForm(BaseForm):
    """Confirms the documents that the page lists, known by their digest."""

    seen = HiddenField()


class ReplaceForm(BaseForm):
    """Confirms by its number that a document is to be replaced."""

    number = TextField(
        lazy("Numéro du document"),
        validators=[required()],
        width=20,
        autocomplete="off",
        spellcheck=False,
    )


class RevokeForm(BaseForm):
    """Says why a document ends, and confirms by its number."""

    reason = RadioField(lazy("Motif"), validators=[required()], choices=RevocationReason)
    number = TextField(
        lazy("Numéro du document"),
        validators=[required()],
        width=20,
        autocomplete="off",
        spellcheck=False,
    )
