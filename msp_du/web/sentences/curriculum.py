"""What is said when a rule about versions of the curriculum refuses."""

from collections.abc import Mapping

from msp_du.domain.errors import Rule
from msp_du.web.i18n import lazy

SENTENCES: Mapping[Rule, str] = {
    Rule.CURRICULUM_FROZEN: lazy(
        "Cette version du programme a servi et ne change plus. "
        "Dupliquez-la en une nouvelle version."
    ),
    Rule.CURRICULUM_PART_IN_USE: lazy(
        "%(code)s ne peut être ni retiré ni changé d’année : %(use)s."
    ),
    Rule.CURRICULUM_VERSION_EXISTS: lazy(
        "La version %(reference)s existe déjà. Donnez un autre nom à la nouvelle version "
        "(dans un fichier : clé version)."
    ),
}
