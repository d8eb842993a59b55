"""Words of the closed lists about versions of the curriculum."""

from enum import StrEnum

from msp_du.domain import curriculum_edits, curriculum_sync, rule_presets
from msp_du.web.i18n import lazy

WORDS: dict[type[StrEnum], dict[str, str]] = {
    curriculum_sync.PartUse: {
        "mark": lazy("des notes y sont saisies"),
        "placement": lazy("un stage en dépend"),
        "tutor": lazy("une personne est nommée pour en saisir les notes"),
        "year": lazy("des personnes sont inscrites dans cette année"),
        "other": lazy("des données saisies en dépendent"),
    },
    curriculum_edits.Direction: {
        "up": lazy("Monter"),
        "down": lazy("Descendre"),
    },
    rule_presets.RulePreset: {
        "usual": lazy("Usuel"),
        "strict": lazy("Strict"),
        "blocks": lazy("Par blocs"),
    },
}
