"""Fields of a proposal in words, for whoever answers it and for whoever sent it."""

from collections.abc import Mapping
from typing import Final

from msp_du.domain.host_proposals import HostField
from msp_du.models import HostProposalChange
from msp_du.web.i18n import _, lazy
from msp_du.web.words import label

_OF_CONTACT: Final[Mapping[HostField, str]] = {
    HostField.CONTACT_NAME: lazy("Nom du contact"),
    HostField.CONTACT_JOB_TITLE: lazy("Fonction du contact"),
    HostField.CONTACT_EMAIL: lazy("Adresse électronique du contact"),
    HostField.CONTACT_PHONE: lazy("Téléphone du contact"),
}


def field_words(each: HostField) -> str:
    """Return a field as a coordinator calls it."""
    return str(_OF_CONTACT[each]) if each in _OF_CONTACT else label(each)


def old_to_new(change: HostProposalChange) -> str:
    """Return what stands there and what is proposed, in one line."""
    return _old_to_new(change, field_words(change.field))


def own_old_to_new(change: HostProposalChange) -> str:
    """Return the same to whoever proposed it."""
    return _old_to_new(change, label(change.field))


def _old_to_new(change: HostProposalChange, field: str) -> str:
    return _(
        "%(field)s : %(old)s → %(new)s",
        field=field,
        old=change.old or _("rien"),
        new=change.new or _("rien"),
    )
