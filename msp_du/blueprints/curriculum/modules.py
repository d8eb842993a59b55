"""A module of a version that may still change, with its assessments."""

import re
from typing import Any
from uuid import UUID

from flask import redirect, request, url_for
from flask.typing import ResponseReturnValue
from werkzeug.datastructures import MultiDict

from msp_du.blueprints.curriculum.draft_forms import ModuleForm, amount, title_of
from msp_du.blueprints.curriculum.drafts import (
    Draft,
    closed_page,
    draft_of_module,
    draft_of_unit,
    draft_page,
    save,
)
from msp_du.blueprints.curriculum.routes import bp
from msp_du.domain.assessment_rules import Grading
from msp_du.domain.curriculum import ONE, Assessment, Module
from msp_du.domain.curriculum_edits import with_module
from msp_du.domain.vocabulary import Role
from msp_du.web import reading
from msp_du.web.access import requires
from msp_du.web.curriculum_faults import Fields, path_of
from msp_du.web.curriculum_sums import sums_of_module
from msp_du.web.i18n import current_language

ROW = re.compile(r"assessments-([0-9]{1,3})-(.+)")
BLANK = {"was": "", "code": "", "kind": "", "weight": "1", "title_fr": "", "title_en": ""}


@bp.route("/modules/<uuid:module_id>/modifier", methods=["GET", "POST"])
@requires(Role.COORDINATOR)
def edit_module(module_id: UUID) -> ResponseReturnValue:
    """Change a module and its assessments."""
    draft, place, module = draft_of_module(module_id)
    if draft.is_closed:
        return closed_page(draft)
    form = _form(draft, _values(module) | {"unit": place.unit.code})
    return _saved(form, draft, was=module) or draft_page(
        "curriculum/edit_module.html",
        form,
        draft,
        code=module.code,
        sums=sums_of_module(draft.content, place, module),
    )


@bp.route("/unites/<uuid:unit_id>/modules/nouveau", methods=["GET", "POST"])
@requires(Role.COORDINATOR)
def add_module(unit_id: UUID) -> ResponseReturnValue:
    """Add a module, last in a unit."""
    draft, place = draft_of_unit(unit_id)
    if draft.is_closed:
        return closed_page(draft)
    values = {
        "unit": place.unit.code,
        "grading": Grading.MARKED.value,
        "coefficient": ONE,
        "has_resit": True,
        "assessments": [BLANK | {"weight": ONE}],
    }
    form = _form(draft, values)
    return _saved(form, draft) or draft_page(
        "curriculum/edit_module.html",
        form,
        draft,
        code=None,
        sums=sums_of_module(draft.content, place, None),
    )


def rearranged(sent: "MultiDict[str, str]", act: str) -> "MultiDict[str, str]":
    """Return what was sent with its rows of assessments in another order, one more or one less.

    ``act`` is ``add``, or ``up``, ``down``, ``drop`` and the place of a row, as in ``up-1``.
    """
    rows: dict[int, dict[str, str]] = {}
    answers: MultiDict[str, str] = MultiDict()
    for name, text in sent.items(multi=True):
        if found := ROW.fullmatch(name):
            rows.setdefault(int(found[1]), {})[found[2]] = text
        elif name != "act":
            answers.add(name, text)
    order = _ordered([rows[number] for number in sorted(rows)], act)
    for number, row in enumerate(order):
        for name, text in row.items():
            answers.add(f"assessments-{number}-{name}", text)
    return answers


def _ordered(rows: list[dict[str, str]], act: str) -> list[dict[str, str]]:
    verb, _dash, place = act.partition("-")
    if verb == "add":
        return [*rows, dict(BLANK)]
    here = reading.read_version(place)
    if here < len(rows):
        row = rows.pop(here)
        if verb != "drop":
            rows.insert(max(here - 1, 0) if verb == "up" else here + 1, row)
    return rows


def _form(draft: Draft, values: dict[str, Any]) -> ModuleForm:
    """Return the form, its rows in the order that the pressed button asks for."""
    act = request.form.get("act")
    data = values | {"version": str(draft.version)}
    sent = {"formdata": rearranged(request.form, act)} if act else {}
    form = ModuleForm(data=data, **sent)
    language = current_language()
    units = draft.content.units
    form.unit.offer(
        [(each.code, f"{each.code} – {each.title.wording(language)}") for each in units]
    )
    return form


def _saved(
    form: ModuleForm, draft: Draft, *, was: Module | None = None
) -> ResponseReturnValue | None:
    """Save the form, unless its rows were only put in order; None when it is to be shown."""
    if "act" in request.form or not form.validate_on_submit():
        return None
    module = _module(form)
    former = was.code if was else None
    wanted = with_module(draft.content, module, unit_code=form.unit.data, was=former)
    fields = _fields(form, path_of(wanted, module))
    renamed = {row.was.data: row.code.data for row in form.rows if row.was.data}
    if former is not None:
        renamed[former] = module.code
    if not save(form, draft, wanted, fields=fields, renamed=renamed):
        return None
    return redirect(url_for(".edit_version", version_id=draft.version_id, _anchor=module.code))


def _values(module: Module) -> dict[str, Any]:
    return {
        "code": module.code,
        "title_fr": module.title.fr,
        "title_en": module.title.en or "",
        "taught_hours": module.taught_hours,
        "placement_hours": module.placement_hours,
        "grading": module.grading.value,
        "coefficient": module.coefficient,
        "has_resit": module.has_resit,
        "assessments": [
            {
                "was": each.code,
                "code": each.code,
                "kind": each.kind.value,
                "weight": each.weight,
                "title_fr": each.title.fr if each.title else "",
                "title_en": (each.title.en or "") if each.title else "",
            }
            for each in module.assessments
        ],
    }


def _module(form: ModuleForm) -> Module:
    return Module(
        code=form.code.data,
        title=title_of(form),
        taught_hours=amount(form.taught_hours),
        coefficient=form.coefficient.data,
        grading=form.grading.data,
        has_resit=form.has_resit.data,
        placement_hours=amount(form.placement_hours),
        assessments=tuple(
            Assessment(row.code.data, row.kind.data, row.weight.data, row.title)
            for row in form.rows
        ),
    )


def _fields(form: ModuleForm, path: str) -> Fields:
    """Lead from the paths of the file to the fields."""
    fields: dict[str, Any] = {
        f"{path}.code": form.code,
        f"{path}.title.fr": form.title_fr,
        f"{path}.title.en": form.title_en,
        f"{path}.hours": form.taught_hours,
        f"{path}.placement_hours": form.placement_hours,
        f"{path}.grading": form.grading,
        f"{path}.coefficient": form.coefficient,
    }
    for number, row in enumerate(form.rows):
        at = f"{path}.assessments[{number}]"
        fields[f"{at}.code"] = row.code
        fields[f"{at}.weight"] = row.weight
        fields[f"{at}.title.fr"] = row.title_fr
        fields[f"{at}.title.en"] = row.title_en
    return fields
