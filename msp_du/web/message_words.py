"""What the log of messages says: to whom, and why one did not leave, in words."""

import re
from typing import Final

from msp_du.services.message_log import Reader
from msp_du.web.i18n import _, lazy
from msp_du.web.labels import label

_ANSWERED: Final = re.compile(r"(mail server|sms gateway) answered (\d{3})")
_UNREACHABLE: Final = re.compile(r"(mail server|sms gateway): (\w+)")
_OTHERS: Final = {
    "sms: not a phone number": lazy("Le numéro de téléphone du contact n’en est pas un."),
    "sms: off": lazy("Aucun envoi de SMS n’est réglé sur ce service."),
    "never finished": lazy("L’envoi a été interrompu à chaque essai."),
}
_FAILED: Final = lazy("L’envoi a échoué.")
REFUSED: Final = 500


def reader_words(reader: Reader) -> str:
    """Return in which capacity somebody reads a message."""
    if reader.capacity is not None:
        return label(reader.capacity)
    return label(reader.role) if reader.role is not None else _("Sans rôle ici")


def error_words(error: str | None) -> str:
    """Return why a message did not leave the last time it was tried."""
    if error is None:
        return ""
    if answered := _ANSWERED.fullmatch(error):
        return _answer(answered[1], int(answered[2]))
    if unreachable := _UNREACHABLE.fullmatch(error):
        return _unreachable(unreachable[1], unreachable[2])
    return str(_OTHERS.get(error, _FAILED))


def _answer(server: str, code: int) -> str:
    if server == "sms gateway":
        return _("La passerelle de SMS a refusé le message (%(code)s).", code=code)
    if code >= REFUSED:
        return _(
            "Le serveur de messagerie a refusé le message (%(code)s) : vérifiez l’adresse.",
            code=code,
        )
    return _("Le serveur de messagerie demande d’attendre (%(code)s).", code=code)


def _unreachable(server: str, kind: str) -> str:
    if server == "sms gateway":
        return _("La passerelle de SMS ne répond pas.")
    if kind.startswith("SSL") or kind == "SMTPNotSupportedError":
        return _("Le serveur de messagerie n’offre pas la connexion chiffrée demandée.")
    if kind == "TimeoutError":
        return _("Le serveur de messagerie n’a pas répondu à temps.")
    if kind == "SMTPAuthenticationError":
        return _("Le serveur de messagerie refuse notre identifiant.")
    return _("Le serveur de messagerie ne répond pas.")
