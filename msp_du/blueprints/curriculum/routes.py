"""Versions of the curriculum, to read and to download."""

from datetime import UTC, datetime
from uuid import UUID

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from msp_du import policies
from msp_du.extensions import db
from msp_du.models import CurriculumVersion, Institution
from msp_du.services import curricula, curriculum_versions
from msp_du.web.access import authorise, current_account, get_or_404, signed_in
from msp_du.web.curriculum_labels import exact
from msp_du.web.curriculum_rules import texts_by_subject
from msp_du.web.downloads import download
from msp_du.web.i18n import current_language

bp = Blueprint("curriculum", __name__, url_prefix="/formation")


@bp.route("/")
@signed_in
def list_versions() -> ResponseReturnValue:
    """List the versions of one's institutions."""
    actor = current_account()
    institutions = policies.institution_ids(actor)
    grants = [grant.institution for grant in policies.active_grants(actor)]
    return render_template(
        "curriculum/list_versions.html",
        rows=curriculum_versions.list_versions(db.session(), institutions, now=datetime.now(UTC)),
        several=len(institutions) > 1,
        importing=_importing({institution.id: institution for institution in grants}),
        language=current_language(),
    )


@bp.route("/<uuid:version_id>")
@signed_in
def show_version(version_id: UUID) -> ResponseReturnValue:
    """Show years, units, modules and assessments of a version."""
    version = get_or_404(CurriculumVersion, version_id)
    actor = authorise(policies.can_read_curriculum, version)
    return render_template(
        "curriculum/show_version.html",
        version=version,
        content=curricula.content_of(version),
        use=curriculum_versions.use_of(db.session(), version, now=datetime.now(UTC)),
        may_edit=policies.can_edit_curriculum(actor, version),
        has_others=bool(curriculum_versions.others_of(db.session(), version)),
        exact=exact,
        language=current_language(),
    )


@bp.route("/<uuid:version_id>/regles")
@signed_in
def show_rules(version_id: UUID) -> ResponseReturnValue:
    """Show the rules of a version in words."""
    version = get_or_404(CurriculumVersion, version_id)
    actor = authorise(policies.can_read_curriculum, version)
    return render_template(
        "curriculum/show_rules.html",
        version=version,
        subjects=texts_by_subject(curricula.content_of(version).rules),
        use=curriculum_versions.use_of(db.session(), version, now=datetime.now(UTC)),
        may_edit=policies.can_edit_curriculum(actor, version),
    )


@bp.route("/<uuid:version_id>/fichier")
@signed_in
def download_version(version_id: UUID) -> ResponseReturnValue:
    """Give the file of a version, byte for byte as any other export of it."""
    version = get_or_404(CurriculumVersion, version_id)
    authorise(policies.can_read_curriculum, version)
    name = f"formation-{version.label}.yaml"
    return download(curricula.file_of(version), "application/yaml", name)


def _importing(institutions: dict[UUID, Institution]) -> list[Institution]:
    """List the institutions in which the actor may import, by name."""
    actor = current_account()
    allowed = [i for i in institutions.values() if policies.can_import_curriculum(actor, i)]
    return sorted(allowed, key=lambda institution: institution.name)
