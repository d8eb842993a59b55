"""What is said when a rule about decisions of the board refuses."""

from collections.abc import Mapping

from msp_du.domain.errors import Rule
from msp_du.web.i18n import lazy

SENTENCES: Mapping[Rule, str] = {
    Rule.DECISION_EXISTS: lazy(
        "Une décision vient d’être enregistrée pour cette année. Relisez-la avant de la corriger."
    ),
    Rule.DECISION_NOT_OPEN: lazy(
        "Les règles ne permettent pas cette décision. Choisissez-en une autre."
    ),
    Rule.DECISION_STALE: lazy(
        "Les résultats ont changé depuis que cette page est ouverte : rien n’est enregistré. "
        "Relisez-les avant de décider."
    ),
}
