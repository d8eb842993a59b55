"""A field for exact numbers, shown with every decimal that they have."""

import re
from decimal import Decimal

from msp_du.domain.vocabulary import Language
from msp_du.web.fields import DecimalField
from msp_du.web.i18n import _, current_language
from msp_du.web.reading import plain

_NUMBER = re.compile(r"[+-]?[0-9]{1,12}(\.[0-9]{1,15})?")


class ExactField(DecimalField):
    """A number with a comma or a point and as many decimals as it needs; data is a ``Decimal``."""

    def read(self, text: str) -> Decimal:
        figures = plain(text).replace(" ", "").replace(",", ".")
        if not _NUMBER.fullmatch(figures):
            raise ValueError(_("Écrivez un nombre, par exemple 12,5."))
        return Decimal(figures)

    def show(self, value: Decimal) -> str:
        text = format(value, "f")
        return text if current_language() is Language.ENGLISH else text.replace(".", ",")
