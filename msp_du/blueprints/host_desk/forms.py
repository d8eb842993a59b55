"""What a contact of the host answers: a name and a capacity, or a reason."""

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


class CodeForm(BaseForm):
    """The code that came by mail."""

    code = TextField(
        lazy("Code reçu"), [required(), length(maximum=12)], autocomplete="one-time-code"
    )


class AgreementSignatureForm(BaseForm):
    """The signature under an agreement; the hidden field says which text was shown."""

    digest = HiddenField()
    declared_name = TextField(
        lazy("Votre nom"),
        [required(), length(maximum=160)],
        hint=lazy("Écrivez-le pour signer"),
        autocomplete="name",
    )
    declared_capacity = TextField(
        lazy("En quelle qualité"), [required(), length(maximum=120)], autocomplete="off"
    )


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
