"""What the reader of the curriculum file refuses, shown beside the fields that said it."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

import wtforms

from msp_du.domain.curriculum import Assessment, Curriculum, Module, Unit
from msp_du.files.faults import Fault, FaultKind
from msp_du.web.curriculum_labels import fault_sentence
from msp_du.web.forms import BaseForm
from msp_du.web.i18n import _, lazy

Fields = Mapping[str, Any]
Part = Unit | Module | Assessment

IN_A_FORM: Mapping[FaultKind, str] = {
    FaultKind.EMPTY_TEXT: lazy("Remplissez ce champ."),
    FaultKind.MISSING_KEY: lazy("Remplissez ce champ."),
    FaultKind.EMPTY_LIST: lazy("Il en faut au moins un."),
    FaultKind.NOT_A_NUMBER: lazy(
        "Écrivez un nombre, par exemple 12,5 (9 chiffres et 12 décimales au plus)."
    ),
}
"""Faults that a form says in other words than a file."""

_STEP = re.compile(r"(years|units|modules|assessments)\[(\d+)\]")


def parts_of(content: Curriculum) -> Iterator[tuple[str, Part]]:
    """Go through every part with its path in the file, even where two have one code."""
    for y, year in enumerate(content.years):
        for u, unit in enumerate(year.units):
            path = f"years[{y}].units[{u}]"
            yield path, unit
            for m, module in enumerate(unit.modules):
                yield f"{path}.modules[{m}]", module
                for a, one in enumerate(module.assessments):
                    yield f"{path}.modules[{m}].assessments[{a}]", one


def path_of(content: Curriculum, part: Part) -> str:
    """Return the path of a part that a content holds, itself and not another that is equal."""
    return next(path for path, one in parts_of(content) if one is part)


def place_faults(
    form: BaseForm, content: Curriculum, faults: Sequence[Fault], fields: Fields
) -> None:
    """Put each fault under the field of its path, or on top with its place in words."""
    names = {path: part.code for path, part in parts_of(content)}
    for fault in faults:
        text = _sentence(fault, names)
        field = fields.get(fault.path)
        if field is None:
            place = _place(fault.path, names)
            form.form_errors.append(
                _("%(place)s : %(text)s", place=place, text=text) if place else text
            )
        else:
            field.errors = [*field.errors, text]
    for each in form:
        if isinstance(each, wtforms.FieldList) and any(entry.errors for entry in each):
            each.errors = tuple(entry.errors for entry in each)


def _sentence(fault: Fault, names: Mapping[str, str]) -> str:
    details = dict(fault.details)
    if "other" in details:
        details["other"] = _place(details["other"], names)
    known = replace(fault, details=details)
    text = IN_A_FORM.get(fault.kind)
    return str(text) if text is not None else fault_sentence(known)


def _place(path: str, names: Mapping[str, str]) -> str:
    """Return a place of the file as people name it: by the codes that lead to it."""
    steps = [path[: step.end()] for step in _STEP.finditer(path)]
    codes = [names[step] for step in steps if step in names]
    if codes:
        return " › ".join(codes)
    return _("Règles") if path.startswith("rules") else ""
