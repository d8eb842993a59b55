"""A unit of a version that may still change, with the numbers of its modules."""

from dataclasses import replace
from typing import Any
from uuid import UUID

from flask import redirect, url_for
from flask.typing import ResponseReturnValue

from msp_du.blueprints.curriculum.draft_forms import NewUnitForm, UnitForm, amount, title_of
from msp_du.blueprints.curriculum.drafts import (
    Draft,
    closed_page,
    draft_of_unit,
    draft_page,
    open_draft,
    save,
)
from msp_du.blueprints.curriculum.routes import bp
from msp_du.domain.assessment_rules import Grading
from msp_du.domain.curriculum import Module, Place, Title, Unit
from msp_du.domain.curriculum_edits import with_unit
from msp_du.domain.vocabulary import Role
from msp_du.extensions import db
from msp_du.services import curricula
from msp_du.web.access import requires
from msp_du.web.curriculum_faults import Fields, path_of
from msp_du.web.curriculum_sums import sums_of_unit
from msp_du.web.i18n import _


@bp.route("/unites/<uuid:unit_id>/modifier", methods=["GET", "POST"])
@requires(Role.COORDINATOR)
def edit_unit(unit_id: UUID) -> ResponseReturnValue:
    """Change a unit and the numbers of its modules, with the sums that they make."""
    draft, place = draft_of_unit(unit_id)
    code = place.code
    if draft.is_closed:
        return closed_page(draft)
    form = UnitForm(data=_values(place) | {"version": str(draft.version)})
    form.year.offer(_years(draft))
    if form.validate_on_submit():
        unit = replace(_unit(form), modules=_modules(form, place.unit))
        wanted = with_unit(draft.content, unit, year_number=int(form.year.data), was=code)
        fields = _fields(form, path_of(wanted, unit), unit)
        if save(form, draft, wanted, fields=fields, renamed={code: unit.code}):
            return redirect(url_for(".edit_unit", unit_id=unit_id))
    return draft_page(
        "curriculum/edit_unit.html",
        form,
        draft,
        code=code,
        unit_id=unit_id,
        rows=_rows(form, place.unit),
        modules=curricula.module_ids(db.session(), draft.version_id),
        sums=sums_of_unit(draft.content, place),
    )


@bp.route("/<uuid:version_id>/modifier/unites/nouvelle", methods=["GET", "POST"])
@requires(Role.COORDINATOR)
def add_unit(version_id: UUID) -> ResponseReturnValue:
    """Add a unit with a first module, last in its year or in a new one."""
    draft = open_draft(version_id)
    if draft.is_closed:
        return closed_page(draft)
    form = NewUnitForm(data={"version": str(draft.version), "is_compensable": True})
    form.year.offer(_years(draft))
    if form.validate_on_submit():
        first = Module(
            code=form.module_code.data,
            title=Title(form.module_title.data),
            grading=Grading.PASS_FAIL,
        )
        unit = replace(_unit(form), modules=(first,))
        wanted = with_unit(draft.content, unit, year_number=int(form.year.data))
        path = path_of(wanted, unit)
        fields = dict(_fields(form, path, unit)) | {
            f"{path}.modules[0].code": form.module_code,
            f"{path}.modules[0].title.fr": form.module_title,
        }
        if save(form, draft, wanted, fields=fields):
            return redirect(url_for(".edit_version", version_id=version_id, _anchor=unit.code))
    return draft_page("curriculum/add_unit.html", form, draft)


def _values(place: Place) -> dict[str, Any]:
    unit = place.unit
    return {
        "code": unit.code,
        "title_fr": unit.title.fr,
        "title_en": unit.title.en or "",
        "year": str(place.year.number),
        "ects": unit.ects,
        "coefficient": unit.coefficient,
        "is_compensable": unit.is_compensable,
        "modules": [
            {
                "was": module.code,
                "taught_hours": module.taught_hours,
                "placement_hours": module.placement_hours,
                "coefficient": module.coefficient,
            }
            for module in unit.modules
        ],
    }


def _years(draft: Draft) -> list[tuple[str, str]]:
    """List the years that a unit may be in: those there are, and one more."""
    numbers = [year.number for year in draft.content.years]
    new = max(numbers) + 1
    return [
        *((str(number), _("Année %(number)s", number=number)) for number in numbers),
        (str(new), _("Année %(number)s (nouvelle)", number=new)),
    ]


def _unit(form: UnitForm) -> Unit:
    """Return what the form says of the unit itself."""
    return Unit(
        code=form.code.data,
        title=title_of(form),
        ects=form.ects.data,
        coefficient=form.coefficient.data,
        modules=(),
        is_compensable=form.is_compensable.data,
    )


def _rows(form: UnitForm, unit: Unit) -> list[tuple[Module, Any]]:
    """Pair each module with its row of the form; a row of no module of the unit is nobody's."""
    rows = {entry.form.was.data: entry.form for entry in form.modules}
    return [(module, rows[module.code]) for module in unit.modules if module.code in rows]


def _modules(form: UnitForm, unit: Unit) -> tuple[Module, ...]:
    """Return the modules with the numbers that were typed; one without a row keeps its own."""
    rows = {module.code: row for module, row in _rows(form, unit)}
    return tuple(
        replace(
            module,
            taught_hours=amount(rows[module.code].taught_hours),
            placement_hours=amount(rows[module.code].placement_hours),
            coefficient=rows[module.code].coefficient.data if module.is_marked else None,
        )
        if module.code in rows
        else module
        for module in unit.modules
    )


def _fields(form: UnitForm, path: str, unit: Unit) -> Fields:
    """Lead from the paths of the file to the fields."""
    fields: dict[str, Any] = {
        f"{path}.code": form.code,
        f"{path}.title.fr": form.title_fr,
        f"{path}.title.en": form.title_en,
        f"{path}.ects": form.ects,
        f"{path}.coefficient": form.coefficient,
        f"{path}.modules": form.code,
    }
    rows = {entry.form.was.data: entry.form for entry in form.modules}
    for number, module in enumerate(unit.modules):
        if module.code in rows:
            at = f"{path}.modules[{number}]"
            fields[f"{at}.hours"] = rows[module.code].taught_hours
            fields[f"{at}.placement_hours"] = rows[module.code].placement_hours
            fields[f"{at}.coefficient"] = rows[module.code].coefficient
    return fields
