"""A version that may still change: its outline, its titles, the order of its parts."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from flask import abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from msp_du import policies
from msp_du.blueprints.curriculum.draft_forms import DraftForm, TitlesForm, title_of
from msp_du.blueprints.curriculum.routes import bp
from msp_du.domain.curriculum import Curriculum, Module, Place, Setting, Settings
from msp_du.domain.curriculum_edits import Direction, moved, without_module, without_unit
from msp_du.domain.errors import RuleViolation
from msp_du.domain.vocabulary import Role
from msp_du.extensions import db, transaction
from msp_du.files.curriculum_yaml import CurriculumFaults
from msp_du.models import Account, CurriculumVersion, Unit
from msp_du.models import Module as ModuleRow
from msp_du.services import curricula, curriculum_drafts, curriculum_versions
from msp_du.services.curriculum_drafts import NOTHING_RENAMED
from msp_du.services.curriculum_versions import Use
from msp_du.web.access import authorise, get_or_404, requires
from msp_du.web.curriculum_faults import Fields, place_faults
from msp_du.web.curriculum_labels import exact
from msp_du.web.forms import BaseForm, render_form
from msp_du.web.i18n import _, current_language

NO_FIELDS: Fields = {}
SETTINGS = ("attendance_min", "late_counts_as", "max_years", "provisional_marks")


@dataclass(frozen=True, slots=True)
class Draft:
    """A version on its way to another content, and who changes it."""

    version_id: UUID
    version: int
    label: str
    content: Curriculum
    use: Use
    actor: Account

    @property
    def is_closed(self) -> bool:
        """Whether the page has nothing to offer: what was typed before the freeze is answered."""
        return self.use.is_frozen and request.method == "GET"


def open_draft(version_id: UUID) -> Draft:
    """Return a version that the actor may edit, or answer 404."""
    version = get_or_404(CurriculumVersion, version_id)
    actor = authorise(policies.can_edit_curriculum, version)
    use = curriculum_versions.use_of(db.session(), version, now=datetime.now(UTC))
    content = curricula.content_of(version)
    return Draft(version_id, version.version, version.label, content, use, actor)


def draft_of_unit(unit_id: UUID) -> tuple[Draft, Place]:
    """Return the version of a unit, and where the unit stands in it."""
    unit = get_or_404(Unit, unit_id)
    draft = open_draft(unit.curriculum_version_id)
    return draft, draft.content.place_of(unit.code)


def draft_of_module(module_id: UUID) -> tuple[Draft, Place, Module]:
    """Return the version of a module, where the module stands in it, and the module."""
    row = get_or_404(ModuleRow, module_id)
    draft = open_draft(row.unit.curriculum_version_id)
    place = draft.content.place_of(row.code)
    if place.module is None:
        abort(404)
    return draft, place, place.module


def draft_page(template: str, form: BaseForm, draft: Draft, **context: Any) -> ResponseReturnValue:
    """Answer with a page of the editor."""
    return render_form(
        template, form, draft=draft, exact=exact, language=current_language(), **context
    )


def closed_page(draft: Draft) -> ResponseReturnValue:
    """Say that the version is frozen, and offer to duplicate it."""
    return render_template("curriculum/closed.html", draft=draft)


def save(
    form: DraftForm,
    draft: Draft,
    content: Curriculum,
    *,
    fields: Fields = NO_FIELDS,
    renamed: Mapping[str, str] = NOTHING_RENAMED,
) -> bool:
    """Write a content; False when it is refused, with the reasons on the form."""
    try:
        with transaction() as session:
            curriculum_drafts.change(
                session,
                draft.version_id,
                content,
                seen=form.version.seen,
                actor=draft.actor,
                now=datetime.now(UTC),
                renamed=renamed,
            )
    except CurriculumFaults as found:
        place_faults(form, content, found.faults, fields)
    except RuleViolation as violation:
        form.add_violation(violation)
    else:
        flash(_("Le programme est enregistré."), "success")
        return True
    return False


@bp.route("/<uuid:version_id>/modifier")
@requires(Role.COORDINATOR)
def edit_version(version_id: UUID) -> ResponseReturnValue:
    """Show the outline of a version, each part with what can be done to it."""
    draft = open_draft(version_id)
    if draft.is_closed:
        return closed_page(draft)
    return _outline(draft, DraftForm(formdata=None))


@bp.route("/<uuid:version_id>/modifier/titre", methods=["GET", "POST"])
@requires(Role.COORDINATOR)
def edit_titles(version_id: UUID) -> ResponseReturnValue:
    """Change the titles and the settings; what the form does not know of them stays."""
    draft = open_draft(version_id)
    if draft.is_closed:
        return closed_page(draft)
    content = draft.content
    known = {name: content.settings.get(name) for name in SETTINGS}
    form = TitlesForm(
        data={
            "version": str(draft.version),
            "title_fr": content.title.fr,
            "title_en": content.title.en or "",
            "institution": content.institution or "",
            **known,
        }
    )
    if form.validate_on_submit():
        wanted = replace(
            content,
            title=title_of(form),
            institution=form.institution.data or None,
            settings=_settings(content.settings, form),
        )
        fields = {
            "title.fr": form.title_fr,
            "title.en": form.title_en,
            "institution": form.institution,
        }
        if save(form, draft, wanted, fields=fields):
            return redirect(url_for(".edit_version", version_id=version_id))
    return draft_page("curriculum/edit_titles.html", form, draft)


@bp.route("/unites/<uuid:unit_id>/deplacer", methods=["POST"])
@requires(Role.COORDINATOR)
def move_unit(unit_id: UUID) -> ResponseReturnValue:
    """Move a unit up or down in its year."""
    draft, place = draft_of_unit(unit_id)
    return _move(draft, place.code)


@bp.route("/modules/<uuid:module_id>/deplacer", methods=["POST"])
@requires(Role.COORDINATOR)
def move_module(module_id: UUID) -> ResponseReturnValue:
    """Move a module up or down in its unit."""
    draft, place, _module = draft_of_module(module_id)
    return _move(draft, place.code)


@bp.route("/unites/<uuid:unit_id>/retirer", methods=["GET", "POST"])
@requires(Role.COORDINATOR)
def remove_unit(unit_id: UUID) -> ResponseReturnValue:
    """Take a unit out with its modules, once that is confirmed."""
    draft, place = draft_of_unit(unit_id)
    return _remove(draft, place, without_unit(draft.content, place.code))


@bp.route("/modules/<uuid:module_id>/retirer", methods=["GET", "POST"])
@requires(Role.COORDINATOR)
def remove_module(module_id: UUID) -> ResponseReturnValue:
    """Take a module out with its assessments, once that is confirmed."""
    draft, place, module = draft_of_module(module_id)
    return _remove(draft, place, without_module(draft.content, module.code))


def _outline(draft: Draft, form: DraftForm) -> ResponseReturnValue:
    version = db.session().get_one(CurriculumVersion, draft.version_id)
    units = {unit.code: unit.id for unit in version.units}
    modules = curricula.module_ids(db.session(), draft.version_id)
    return draft_page("curriculum/edit_version.html", form, draft, units=units, modules=modules)


def _move(draft: Draft, code: str) -> ResponseReturnValue:
    form = DraftForm()
    try:
        direction = Direction(request.form.get("direction", ""))
    except ValueError:
        abort(422)
    if save(form, draft, moved(draft.content, code, direction)):
        return redirect(url_for(".edit_version", version_id=draft.version_id, _anchor=code))
    return _outline(draft, form)


def _remove(draft: Draft, place: Place, wanted: Curriculum) -> ResponseReturnValue:
    if draft.is_closed:
        return closed_page(draft)
    form = DraftForm(data={"version": str(draft.version)})
    if form.validate_on_submit() and save(form, draft, wanted):
        return redirect(url_for(".edit_version", version_id=draft.version_id))
    return draft_page("curriculum/remove_part.html", form, draft, place=place)


def _settings(settings: Settings, form: TitlesForm) -> Settings:
    """Return the settings with the answers of a form; those left blank go, others stay."""
    answers: dict[str, Setting] = {name: form[name].data for name in SETTINGS}
    kept: dict[str, Setting] = dict(settings.entries)
    for name, answer in answers.items():
        if answer is None:
            kept.pop(name, None)
        else:
            kept[name] = answer
    return Settings(tuple(kept.items()))
