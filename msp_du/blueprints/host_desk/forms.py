"""What a contact of the host answers: a name and a capacity, or a reason."""

from uuid import UUID

from msp_du.web.fields import EmailField, GuardedTextField, HiddenField, TextField, VersionField
from msp_du.web.forms import BaseForm
from msp_du.web.i18n import lazy
from msp_du.web.validators import email, length, required


class OpenForm(BaseForm):
    """A button, and nothing to fill in."""


class KnownAddressForm(BaseForm):
    """The address at which mails of the desk arrive."""

    email = EmailField(
        lazy("Adresse e-mail"),
        [required(), email()],
        hint=lazy("Celle où vous recevez nos messages"),
        autocomplete="email",
    )


class ApprovalForm(BaseForm):
    """The signature under a list; the hidden fields say which list was shown."""

    entries = HiddenField()
    digest = HiddenField()
    declared_name = TextField(
        lazy("Votre nom"), [required(), length(maximum=120)], autocomplete="name"
    )
    declared_capacity = TextField(
        lazy("Votre fonction"),
        [required(), length(maximum=120)],
        hint=lazy("Telle qu’elle figurera sous votre signature"),
        autocomplete="organization-title",
    )

    @property
    def entry_ids(self) -> list[UUID]:
        """The entries of the list that was shown; none when the field was tampered with."""
        try:
            return [UUID(text) for text in (self.entries.data or "").split()]
        except ValueError:
            return []


class ReturnForm(BaseForm):
    """Why a line goes back."""

    version = VersionField()
    reason = GuardedTextField(
        lazy("Ce qui ne va pas"),
        [required()],
        max_length=300,
        hint=lazy("Par exemple : « Ce jour-là, la fin était à 16 h. »"),
    )

    @property
    def seen_version(self) -> int:
        """The version of the entry when the form was first shown."""
        return self.version.seen
