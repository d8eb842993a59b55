"""Forms of the accounts area."""

from msp_du.domain.passwords import LONGEST, SHORTEST
from msp_du.domain.vocabulary import Language
from msp_du.web.fields import EmailField, PasswordField, RadioField
from msp_du.web.forms import BaseForm
from msp_du.web.i18n import lazy
from msp_du.web.validators import email, length, required, same_as

_NEW_PASSWORD_HINT = lazy(
    "%(shortest)s caractères ou plus, espaces compris. Quatre ou cinq mots sans rapport entre eux "
    "font un bon mot de passe.",
    shortest=SHORTEST,
)


class SignInForm(BaseForm):
    """An address and its password."""

    email = EmailField(
        lazy("Adresse e-mail"),
        validators=[required(), length(maximum=254)],
        autocomplete="username",
    )
    password = PasswordField(
        lazy("Mot de passe"),
        validators=[required(), length(maximum=LONGEST)],
        autocomplete="current-password",
    )


class AddressForm(BaseForm):
    """An address to which a link is sent."""

    email = EmailField(
        lazy("Adresse e-mail"), validators=[required(), email()], autocomplete="username"
    )


class NewPasswordForm(BaseForm):
    """A new password, typed twice."""

    password = PasswordField(
        lazy("Nouveau mot de passe"),
        validators=[required()],
        hint=_NEW_PASSWORD_HINT,
        autocomplete="new-password",
    )
    again = PasswordField(
        lazy("Le même, une seconde fois"),
        validators=[required(), same_as("password")],
        autocomplete="new-password",
    )


class ChangePasswordForm(NewPasswordForm):
    """A new password, with proof of the current one."""

    current_password = PasswordField(
        lazy("Mot de passe actuel"),
        validators=[required(), length(maximum=LONGEST)],
        autocomplete="current-password",
    )


class ChangeAddressForm(BaseForm):
    """A new address, with proof of the password."""

    email = EmailField(
        lazy("Nouvelle adresse e-mail"), validators=[required(), email()], autocomplete="email"
    )
    current_password = PasswordField(
        lazy("Mot de passe actuel"),
        validators=[required(), length(maximum=LONGEST)],
        autocomplete="current-password",
    )


class ConfirmForm(BaseForm):
    """A button: nothing happens on a mere visit."""


class LanguageForm(BaseForm):
    """The language of screens and mails."""

    language = RadioField(
        lazy("Langue des pages et des messages"),
        choices=Language,
        validators=[required()],
        look="inline",
    )
