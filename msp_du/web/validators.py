"""Checks of shape on form fields, each with a French sentence that says what is wrong."""

from decimal import Decimal
from typing import Any

from wtforms.validators import StopValidation, ValidationError

from msp_du.domain.email_address import normal_address
from msp_du.web.i18n import _, ngettext


def is_blank(field: Any) -> bool:
    """Tell whether nothing was typed, chosen or sent for this field."""
    sent = field.raw_data or ()
    return not any(item.strip() if isinstance(item, str) else item for item in sent)


class Required:
    """Refuses a field left blank."""

    field_flags = {"required": True}  # noqa: RUF012 - read by WTForms on the instance

    def __init__(self, message: str = "") -> None:
        self.message = message

    def __call__(self, _form: Any, field: Any) -> None:
        if is_blank(field) or field.data == "":  # nothing left once tidied
            missing = self.message or getattr(field, "missing", "")
            text = str(missing or _("Remplissez « %(label)s ».", label=field.label.text))
            raise StopValidation(text.replace("%(label)s", str(field.label.text)))


class Optional:
    """Marks a field as optional and spares a blank one the checks that follow."""

    field_flags = {"optional": True}  # noqa: RUF012 - read by WTForms on the instance

    def __call__(self, _form: Any, field: Any) -> None:
        if is_blank(field):
            raise StopValidation


class Length:
    """Refuses a text that is too short or too long, counted in characters."""

    def __init__(self, minimum: int, maximum: int | None) -> None:
        self.minimum = minimum
        self.maximum = maximum

    def __call__(self, _form: Any, field: Any) -> None:
        if field.data is None:
            return
        size = len(field.data)
        if size < self.minimum:
            raise ValidationError(
                ngettext(
                    "Écrivez au moins un caractère.",
                    "Écrivez au moins %(num)s caractères.",
                    self.minimum,
                )
            )
        if self.maximum is not None and size > self.maximum:
            raise ValidationError(too_long(size, self.maximum))


def too_long(size: int, maximum: int) -> str:
    """Return what is said of a text that is longer than it may be."""
    return ngettext(
        "Raccourcissez : un caractère au plus.",
        "Raccourcissez : %(num)s caractères au plus, il y en a %(size)s.",
        maximum,
        size=size,
    )


class Email:
    """Refuses what cannot be an e-mail address; whether it exists, only a mail tells."""

    def __call__(self, _form: Any, field: Any) -> None:
        if field.data and normal_address(field.data) is None:
            raise ValidationError(
                _("Écrivez une adresse complète, par exemple prenom.nom@exemple.fr.")
            )


class NumberRange:
    """Refuses a number out of its bounds, both included."""

    def __init__(self, minimum: Decimal | int | None, maximum: Decimal | int | None) -> None:
        self.minimum = minimum
        self.maximum = maximum

    def __call__(self, _form: Any, field: Any) -> None:
        if field.data is None:
            return
        if self.minimum is not None and field.data < self.minimum:
            raise ValidationError(
                _("Écrivez un nombre d’au moins %(least)s.", least=field.show(self.minimum))
            )
        if self.maximum is not None and field.data > self.maximum:
            raise ValidationError(
                _("Écrivez un nombre d’au plus %(most)s.", most=field.show(self.maximum))
            )


class SameAs:
    """Refuses a second typing that differs from the first (field name ``other``)."""

    def __init__(self, other: str) -> None:
        self.other = other

    def __call__(self, form: Any, field: Any) -> None:
        if field.data != form[self.other].data:
            raise ValidationError(_("Les deux saisies sont différentes."))


def required(message: str = "") -> Required:
    """Refuse a blank field, in the field's own words or in ``message``."""
    return Required(message)


def optional() -> Optional:
    """Mark the field « facultatif » and stop here when it is blank."""
    return Optional()


def length(*, minimum: int = 0, maximum: int | None = None) -> Length:
    """Refuse a text shorter than ``minimum`` or longer than ``maximum`` characters."""
    return Length(minimum, maximum)


def email() -> Email:
    """Refuse what does not look like an e-mail address."""
    return Email()


def number_range(
    *, minimum: Decimal | int | None = None, maximum: Decimal | int | None = None
) -> NumberRange:
    """Refuse a number outside the bounds, both included."""
    return NumberRange(minimum, maximum)


def same_as(other: str) -> SameAs:
    """Refuse a value that differs from that of the field ``other``."""
    return SameAs(other)
