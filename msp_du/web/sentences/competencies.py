"""What is said when a rule about competencies refuses."""

from collections.abc import Mapping

from msp_du.domain.errors import Rule
from msp_du.web.i18n import lazy

SENTENCES: Mapping[Rule, str] = {
    Rule.FRAMEWORK_EXISTS: lazy(
        "Le référentiel %(reference)s existe déjà. Donnez une autre version au fichier "
        "(clé version)."
    ),
    Rule.FRAMEWORK_MISSING: lazy("Cette promotion n’a pas encore de référentiel de compétences."),
    Rule.RATING_REASON_MISSING: lazy(
        "Dites pourquoi la structure ne peut pas offrir la situation."
    ),
}
