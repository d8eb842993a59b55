"""What is said when a rule about documents refuses."""

from collections.abc import Mapping

from msp_du.domain.errors import Rule
from msp_du.web.i18n import lazy

SENTENCES: Mapping[Rule, str] = {
    Rule.DOCUMENT_EXISTS: lazy(
        "Ce document existe déjà, ou se prépare. Pour le refaire, remplacez celui qui existe."
    ),
    Rule.DOCUMENT_NOT_ENTITLED: lazy(
        "Le jury n’a pas pris la décision qui permet d’éditer ce document."
    ),
    Rule.DOCUMENT_NUMBER_WRONG: lazy("Recopiez le numéro du document tel qu’il est écrit."),
    Rule.DOCUMENT_SIGN_MISSING: lazy(
        "La police des documents ne sait pas imprimer : %(signs)s. Corrigez d’abord le nom ou "
        "l’intitulé qui contient ce signe."
    ),
    Rule.DOCUMENT_STATE: lazy("Ce document est « %(current)s » : ce n’est plus possible."),
    Rule.DOCUMENT_UNSIGNED: lazy(
        "Personne ne signe encore pour l’établissement : l’administration doit d’abord inscrire "
        "au moins un signataire."
    ),
}
