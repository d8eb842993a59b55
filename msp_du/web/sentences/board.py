"""What is said when a rule about board refuses."""

from collections.abc import Mapping

from msp_du.domain.errors import Rule
from msp_du.web.i18n import lazy

SENTENCES: Mapping[Rule, str] = {
    Rule.DECISION_BEFORE_YEAR: lazy(
        "L’année %(label)s a commencé le %(first_day)s : la séance ne peut pas être plus ancienne."
    ),
    Rule.DECISION_EXISTS: lazy(
        "Une décision vient d’être enregistrée pour cette année. Relisez-la avant de la corriger."
    ),
    Rule.DECISION_IN_FUTURE: lazy("La séance n’a pas encore eu lieu : ce jour est à venir."),
    Rule.DECISION_NOT_OPEN: lazy(
        "Les règles ne permettent pas cette décision. Choisissez-en une autre."
    ),
    Rule.DECISION_REFERENCE_MISSING: lazy("Indiquez la référence de la séance."),
    Rule.DECISION_STALE: lazy(
        "Les résultats ont changé depuis que cette page est ouverte : rien n’est enregistré. "
        "Relisez-les avant de décider."
    ),
}
