"""What is said when a rule about the register of structures refuses."""

from collections.abc import Mapping

from msp_du.domain.errors import Rule
from msp_du.web.i18n import lazy

SENTENCES: Mapping[Rule, str] = {
    Rule.FINESS_TAKEN: lazy("Une structure porte déjà ce numéro FINESS : %(name)s."),
    Rule.FINESS_WRONG: lazy(
        "Ce numéro FINESS n’existe pas : il compte 9 signes, dont le dernier se calcule. "
        "Recopiez-le, ou laissez vide."
    ),
    Rule.HOST_LINK_ELSEWHERE: lazy("Choisissez une structure du même établissement."),
    Rule.HOST_LINK_LOOP: lazy(
        "Cette structure dépend déjà de celle-ci : le lien tournerait en rond."
    ),
    Rule.HOST_OBSERVATION_HOURS: lazy(
        "Cette structure n’accueille qu’en observation : %(limit)s au plus par année, toutes "
        "périodes comprises, et %(total)s sont prévues."
    ),
    Rule.HOST_OBSERVATION_LOGGED: lazy(
        "Cette structure n’accueille qu’en observation : %(limit)s au plus par année, et avec "
        "cette saisie %(total)s y seraient notées."
    ),
    Rule.HOST_SPONSOR_MANAGES: lazy(
        "Le parrain est un tiers : ce n’est jamais l’organisme gestionnaire."
    ),
    Rule.HOSTS_NOT_MERGED: lazy(
        "Ces deux fiches ne peuvent pas être réunies : elles ont un même objet des deux côtés. "
        "Corrigez-le d’abord sur l’une des deux."
    ),
    Rule.HOSTS_SAME: lazy("Choisissez une autre structure que celle-ci."),
    Rule.IMPORT_NOTHING_CHOSEN: lazy("Cochez au moins une structure à reprendre."),
    Rule.PROPOSAL_DECIDED: lazy("Cette proposition a déjà reçu une réponse."),
    Rule.PROPOSAL_EMPTY: lazy("Rien n’a changé : il n’y a rien à proposer."),
    Rule.PROPOSAL_OVERTAKEN: lazy(
        "La fiche a changé depuis cette proposition : relisez ce qui est proposé, puis répondez."
    ),
    Rule.SERVICE_NAME_TAKEN: lazy("Cette structure a déjà un service de ce nom."),
    Rule.SERVICE_NOT_OF_HOST: lazy("Choisissez un service de la structure d’accueil."),
    Rule.SIRET_WRONG: lazy(
        "Ce numéro SIRET n’existe pas : il compte 14 chiffres, dont le dernier se calcule. "
        "Recopiez-le, ou laissez vide."
    ),
    Rule.READINESS_DATE: lazy("La date de la vérification ne peut pas être à venir."),
    Rule.LEARNING_MONTH: lazy("Choisissez un mois passé, ou aucun."),
}
