"""What is said when hours sent by a phone or a program are refused."""

from collections.abc import Mapping

from msp_du.domain.errors import Rule
from msp_du.web.i18n import lazy

SENTENCES: Mapping[Rule, str] = {
    Rule.HOURS_COMPETENCY_UNKNOWN: lazy(
        "Ces compétences ne sont pas dans le référentiel de la promotion : %(named)s."
    ),
    Rule.HOURS_TIME_TWICE: lazy(
        "Le %(day)s, l’horloge passe deux fois par %(time)s : notez plutôt la durée de ce jour."
    ),
}
