"""Words of the closed lists about the rule set."""

from enum import StrEnum

from msp_du.domain import assessment_rules
from msp_du.web.i18n import lazy

WORDS: dict[type[StrEnum], dict[str, str]] = {
    assessment_rules.AssessmentKind: {
        "continuous_assessment": lazy("Contrôle continu"),
        "final_exam": lazy("Examen terminal"),
        "oral": lazy("Oral"),
        "case_study": lazy("Étude de cas"),
        "simulation": lazy("Mise en situation"),
        "dossier": lazy("Dossier"),
        "project": lazy("Projet"),
        "thesis": lazy("Mémoire"),
        "defence": lazy("Soutenance"),
        "host_evaluation": lazy("Évaluation du stage"),
        "portfolio": lazy("Portfolio"),
    },
    assessment_rules.Grading: {
        "marked": lazy("Noté sur 20"),
        "pass_fail": lazy("Validé ou non"),
    },
    assessment_rules.Rounding: {
        "final_only": lazy("À l’affichage seulement"),
        "cascade": lazy("À chaque niveau"),
    },
    assessment_rules.Compensation: {
        "within_year": lazy("Dans l’année"),
        "none": lazy("Aucune"),
    },
    assessment_rules.ResitPolicy: {
        "best_of": lazy("La meilleure des deux notes"),
        "replace": lazy("La seconde note remplace la première"),
    },
    assessment_rules.AbsenceEffect: {
        "zero": lazy("Compte zéro"),
        "neutralise": lazy("Ne compte pas"),
        "default": lazy("Module sans moyenne"),
    },
    assessment_rules.Gate: {
        "hours": lazy("Heures de stage"),
        "attendance": lazy("Assiduité"),
        "competencies": lazy("Compétences"),
        "placement_certificate": lazy("Attestation de stage"),
    },
}
