"""What is said when a rule about accounts refuses."""

from collections.abc import Mapping

from msp_du.domain.errors import Rule
from msp_du.web.i18n import lazy

SENTENCES: Mapping[Rule, str] = {
    Rule.ACCOUNT_ADDRESS_TAKEN: lazy("Cette adresse est déjà celle d’un compte."),
    Rule.ACCOUNT_DISABLED: lazy("Ce compte est fermé. La coordination peut le rouvrir."),
    Rule.ACCOUNT_ELSEWHERE: lazy(
        "Ce compte sert aussi dans un autre établissement : retirez ici ses rôles, il reste ouvert "
        "là-bas."
    ),
    Rule.ACCOUNT_IN_USE: lazy(
        "Ce compte est déjà ouvert par la personne : elle seule peut changer son adresse."
    ),
    Rule.ACCOUNT_OWN: lazy(
        "C’est votre propre compte : une autre personne de l’administration doit le faire."
    ),
    Rule.LINK_NOT_VALID: lazy(
        "Ce lien a déjà servi ou n’est plus valable. Demandez-en un nouveau."
    ),
    Rule.PASSWORD_COMMON: lazy(
        "Ce mot de passe se devine trop facilement. Quatre ou cinq mots sans rapport entre eux "
        "font un bon mot de passe."
    ),
    Rule.PASSWORD_TOO_LONG: lazy("Choisissez un mot de passe de %(maximum)s caractères au plus."),
    Rule.PASSWORD_TOO_SHORT: lazy("Choisissez un mot de passe d’au moins %(minimum)s caractères."),
    Rule.PASSWORD_WRONG: lazy("L’adresse ou le mot de passe ne convient pas."),
    Rule.NOT_AUTHORISED: lazy("Votre rôle ne permet pas de faire cela."),
    Rule.STALE_VERSION: lazy(
        "Cette fiche a changé depuis que vous l’avez ouverte. Relisez-la, puis recommencez."
    ),
}
