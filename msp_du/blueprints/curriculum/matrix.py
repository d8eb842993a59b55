"""Which competencies each module assesses: the whole table, one module, a spreadsheet."""

from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from flask import abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from msp_du import policies
from msp_du.blueprints.curriculum.routes import bp
from msp_du.domain import competencies
from msp_du.domain.competency_matrix import Link, gaps
from msp_du.domain.curriculum import Curriculum
from msp_du.domain.errors import RuleViolation
from msp_du.domain.vocabulary import Role
from msp_du.extensions import db, transaction
from msp_du.models import CompetencyFramework, CurriculumVersion, Module
from msp_du.services import curricula, frameworks, module_competencies
from msp_du.web.access import authorise, current_account, get_or_404, requires, signed_in
from msp_du.web.downloads import sheet_download
from msp_du.web.forms import BaseForm, render_form
from msp_du.web.i18n import _, current_language, ngettext
from msp_du.web.matrix_sheet import matrix_sheet


@dataclass(frozen=True, slots=True)
class Matrix:
    """A version and a framework, and what is between them."""

    version: CurriculumVersion
    content: Curriculum
    row: CompetencyFramework
    framework: competencies.Framework
    links: frozenset[Link]
    others: list[CompetencyFramework]


@bp.route("/<uuid:version_id>/competences")
@signed_in
def show_matrix(version_id: UUID) -> ResponseReturnValue:
    """Show the table of a version, for the framework of ``?referentiel=`` or the latest one."""
    version = get_or_404(CurriculumVersion, version_id)
    authorise(policies.can_read_curriculum, version)
    return _page(version, BaseForm(formdata=None))


@bp.route("/<uuid:version_id>/competences", methods=["POST"])
@requires(Role.COORDINATOR)
def save_matrix(version_id: UUID) -> ResponseReturnValue:
    """Write what was ticked and unticked in the table."""
    version = get_or_404(CurriculumVersion, version_id)
    authorise(policies.can_edit_curriculum, version)
    form = BaseForm()
    if form.validate_on_submit():
        framework_id = _matrix(version).row.id
        if _save(form, version_id, framework_id):
            return redirect(
                url_for(".show_matrix", version_id=version_id, referentiel=framework_id)
            )
    return _page(version, form)


@bp.route("/modules/<uuid:module_id>/competences", methods=["GET", "POST"])
@requires(Role.COORDINATOR)
def map_module(module_id: UUID) -> ResponseReturnValue:
    """Choose the competencies of one module."""
    module = get_or_404(Module, module_id)
    code, version = module.code, module.unit.curriculum_version
    authorise(policies.can_edit_curriculum, version)
    matrix = _matrix(version)
    form = BaseForm()
    if form.validate_on_submit() and _save(form, version.id, matrix.row.id):
        return redirect(
            url_for(
                ".show_matrix",
                version_id=matrix.version.id,
                referentiel=matrix.row.id,
                _anchor=code,
            )
        )
    return render_form(
        "curriculum/map_module.html",
        form,
        matrix=matrix,
        module=matrix.content.place_of(code).module,
        ticked=_ticked(matrix),
        language=current_language(),
    )


@bp.route("/<uuid:version_id>/competences/fichier")
@signed_in
def download_matrix(version_id: UUID) -> ResponseReturnValue:
    """Give the table as a workbook, or as CSV with ``?format=csv``."""
    version = get_or_404(CurriculumVersion, version_id)
    authorise(policies.can_read_curriculum, version)
    matrix = _matrix(version)
    sheet = matrix_sheet(matrix.content, matrix.framework, matrix.links)
    as_csv = request.args.get("format") == "csv"
    return sheet_download(sheet, f"competences-{version.label}", as_csv=as_csv)


def _page(version: CurriculumVersion, form: BaseForm) -> ResponseReturnValue:
    version_id = version.id
    matrix = _matrix_or_none(version)
    if matrix is None:
        return render_template("curriculum/no_framework.html", version=version)
    return render_form(
        "curriculum/show_matrix.html",
        form,
        matrix=matrix,
        gaps=gaps(matrix.content, matrix.framework, matrix.links),
        ticked=_ticked(matrix),
        modules=curricula.module_ids(db.session(), version_id),
        may_edit=policies.can_edit_curriculum(current_account(), matrix.version),
        language=current_language(),
    )


def _matrix(version: CurriculumVersion) -> Matrix:
    """Return the table asked for; 404 when the institution has no framework."""
    found = _matrix_or_none(version)
    if found is None:
        abort(404)
    return found


def _matrix_or_none(version: CurriculumVersion) -> Matrix | None:
    session = db.session()
    known = module_competencies.frameworks_of(session, version.institution_id)
    wanted = request.args.get("referentiel")
    chosen = [row for row in known if wanted in {None, str(row.id)}]
    if not chosen:
        if wanted is not None:
            abort(404)
        return None
    row = chosen[0]
    return Matrix(
        version,
        curricula.content_of(version),
        row,
        frameworks.content_of(row),
        module_competencies.links(session, version, row),
        known,
    )


def _save(form: BaseForm, version_id: UUID, framework_id: UUID) -> bool:
    """Write the boxes of a form; False when it is refused, with the reason on it."""
    actor = current_account()
    try:
        with transaction() as session:
            changed = module_competencies.change(
                session,
                session.get_one(CurriculumVersion, version_id),
                session.get_one(CompetencyFramework, framework_id),
                seen=_links(request.form.getlist("seen")),
                ticked=_links(request.form.getlist("link")),
                actor=actor,
            )
    except RuleViolation as violation:
        form.add_violation(violation)
        return False
    flash(
        ngettext("Un lien est changé.", "%(num)s liens sont changés.", changed)
        if changed
        else _("Rien n’a changé."),
        "success",
    )
    return True


def _ticked(matrix: Matrix) -> frozenset[Link]:
    """Return the boxes to show as ticked: those of the table, or what was sent and refused."""
    if request.method == "POST":
        return _links(request.form.getlist("link"))
    return matrix.links


def _links(texts: Iterable[str]) -> frozenset[Link]:
    """Read boxes: the codes of a module and of a competency, a space between."""
    pairs = (text.split(" ") for text in texts)
    return frozenset(Link(*pair) for pair in pairs if len(pair) == 2)
