"""Words of the curriculum's pages: what is wrong in a file, what a new version changes."""

from collections.abc import Mapping
from decimal import Decimal
from enum import StrEnum

from babel.numbers import format_decimal

from msp_du.domain.curriculum_changes import Aspect, Change, ChangeKind, Part, Value
from msp_du.files.fault_sentences import SENTENCES
from msp_du.files.faults import Fault
from msp_du.web.i18n import _, current_language, lazy
from msp_du.web.words import label


def fault_sentence(fault: Fault) -> str:
    """Return what is wrong, without the path: a page shows ``fault.path`` beside it."""
    return _(SENTENCES[fault.kind]) % fault.details


PART_LABELS: Mapping[Part, str] = {
    Part.UNIT: lazy("Unité"),
    Part.MODULE: lazy("Module"),
    Part.ASSESSMENT: lazy("Évaluation"),
}

CHANGE_LABELS: Mapping[ChangeKind, str] = {
    ChangeKind.ADDED: lazy("Ajout"),
    ChangeKind.REMOVED: lazy("Retrait"),
    ChangeKind.CHANGED: lazy("Changement"),
}

ASPECT_LABELS: Mapping[Aspect, str] = {
    Aspect.PLACE: lazy("place"),
    Aspect.TITLE: lazy("titre"),
    Aspect.ENGLISH_TITLE: lazy("titre anglais"),
    Aspect.ECTS: lazy("ECTS"),
    Aspect.COEFFICIENT: lazy("coefficient"),
    Aspect.COMPENSABLE: lazy("compensable"),
    Aspect.TAUGHT_HOURS: lazy("heures d’enseignement"),
    Aspect.PLACEMENT_HOURS: lazy("heures de stage"),
    Aspect.GRADING: lazy("notation"),
    Aspect.RESIT: lazy("seconde session"),
    Aspect.KIND: lazy("nature"),
    Aspect.WEIGHT: lazy("poids"),
}

SETTING_LABELS: Mapping[str, str] = {
    "attendance_min": lazy("Assiduité demandée"),
    "late_counts_as": lazy("Un retard compte comme"),
    "max_years": lazy("Années au plus pour obtenir le diplôme"),
    "provisional_marks": lazy("Notes avant le jury"),
}
"""The settings that the screens know, as their form names them."""


def exact(value: Decimal) -> str:
    """Return a number with every decimal it has, « 0,125 » or "0.125"."""
    return format_decimal(value, "#,##0.############", locale=current_language().value)


def change_sentence(change: Change) -> str:
    """Return what changes in a part that stays, or the title of one that comes or goes."""
    if change.aspect is None:
        return change.title
    return _(
        "%(aspect)s : %(before)s → %(after)s",
        aspect=ASPECT_LABELS[change.aspect],
        before=shown_value(change.before),
        after=shown_value(change.after),
    )


def shown_value(value: Value) -> str:
    """Return a value of a part as people read it."""
    match value:
        case bool():
            return _("oui") if value else _("non")
        case Decimal():
            return exact(value)
        case None | "":
            return _("rien")
        case StrEnum():
            return label(value)
    return str(value)
