"""The rules of a version that may still change: each parameter, or a whole preset."""

from dataclasses import replace
from uuid import UUID

from flask import abort, redirect, request, url_for
from flask.typing import ResponseReturnValue

from msp_du.blueprints.curriculum.draft_forms import DraftForm
from msp_du.blueprints.curriculum.drafts import closed_page, draft_page, open_draft, save
from msp_du.blueprints.curriculum.routes import bp
from msp_du.blueprints.curriculum.rules_form import RulesForm, rules_values
from msp_du.domain.rule_presets import PRESETS, RulePreset, preset_of
from msp_du.domain.vocabulary import Role
from msp_du.web.access import requires
from msp_du.web.curriculum_rules import PRESET_TEXTS, changed_texts, texts_by_subject


@bp.route("/<uuid:version_id>/modifier/regles", methods=["GET", "POST"])
@requires(Role.COORDINATOR)
def edit_rules(version_id: UUID) -> ResponseReturnValue:
    """Change the parameters of the computation, one by one."""
    draft = open_draft(version_id)
    if draft.is_closed:
        return closed_page(draft)
    form = RulesForm(data=rules_values(draft.content) | {"version": str(draft.version)})
    form.name_years()
    if form.validate_on_submit():
        wanted = replace(draft.content, rules=form.rules)
        if save(form, draft, wanted, fields=form.fields()):
            return redirect(url_for(".show_rules", version_id=version_id))
    return draft_page(
        "curriculum/edit_rules.html",
        form,
        draft,
        presets=PRESET_TEXTS,
        present=preset_of(draft.content.rules),
    )


@bp.route("/<uuid:version_id>/modifier/regles/modele", methods=["GET", "POST"])
@requires(Role.COORDINATOR)
def apply_preset(version_id: UUID) -> ResponseReturnValue:
    """Show what a preset (``?modele=``) would change, then put it in place of all the rules."""
    draft = open_draft(version_id)
    if draft.is_closed:
        return closed_page(draft)
    try:
        preset = RulePreset(request.args.get("modele", RulePreset.USUAL))
    except ValueError:
        abort(404)
    rules = PRESETS[preset]
    form = DraftForm(data={"version": str(draft.version)})
    if form.validate_on_submit() and save(form, draft, replace(draft.content, rules=rules)):
        return redirect(url_for(".show_rules", version_id=version_id))
    return draft_page(
        "curriculum/apply_preset.html",
        form,
        draft,
        preset=preset,
        about=PRESET_TEXTS[preset],
        changes=changed_texts(draft.content.rules, rules),
        subjects=texts_by_subject(rules),
    )
