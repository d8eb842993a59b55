"""Numbers of public registers as people type them, in their one form."""

import stdnum.exceptions
import stdnum.fr.siret

from msp_du.domain.finess import normal_finess

__all__ = ["normal_finess", "normal_siret"]


def normal_siret(text: str) -> str | None:
    """Return the 14 digits of an establishment's number, or None when it cannot be one.

    >>> normal_siret("732 829 320 00074")
    '73282932000074'
    >>> normal_siret("73282932000079") is None
    True
    """
    plain = "".join(text.split()).replace(".", "")
    try:
        return stdnum.fr.siret.validate(plain) if plain.isascii() else None
    except stdnum.exceptions.ValidationError:
        return None
