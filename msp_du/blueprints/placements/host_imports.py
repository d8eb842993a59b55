"""Import of structures: a list or a choice in the national extract, a preview, then all at once."""

from contextlib import closing
from typing import Any
from uuid import UUID

from flask import flash, redirect, request, url_for
from flask.typing import ResponseReturnValue

from msp_du import policies
from msp_du.blueprints.placements.import_forms import ChoiceForm, HostListForm
from msp_du.blueprints.placements.routes import bp
from msp_du.domain.errors import Rule, RuleViolation
from msp_du.domain.vocabulary import OrganisationKind, Role
from msp_du.extensions import db, transaction
from msp_du.files import finess_extract, host_rows
from msp_du.files.host_rows import HostLine
from msp_du.files.host_words import HostColumn
from msp_du.files.spreadsheet_faults import SpreadsheetUnreadable
from msp_du.files.spreadsheet_writer import Sheet
from msp_du.models import Institution
from msp_du.services import host_imports
from msp_du.web.access import actor_or_none, authorise, get_or_404, requires
from msp_du.web.class_list_labels import unreadable_sentence
from msp_du.web.downloads import sheet_download
from msp_du.web.forms import render_form
from msp_du.web.host_import_words import COLUMNS, fault_sentence, preview_rows
from msp_du.web.i18n import _, ngettext
from msp_du.web.staging import ConfirmForm, read_upload, stage, staged


@bp.url_value_preprocessor
def let_the_extract_in(endpoint: str | None, _values: dict[str, Any] | None) -> None:
    """Let a coordinator who is signed in send the national extract, which is large."""
    if endpoint == "placements.import_hosts":
        actor = actor_or_none()
        if actor is not None and policies.has_role(actor, Role.COORDINATOR):
            request.max_content_length = finess_extract.MAX_BYTES


@bp.route("/structures/liste-modele.csv")
@requires(Role.COORDINATOR)
def download_host_model() -> ResponseReturnValue:
    """Give an empty list that French spreadsheets open as it should be."""
    header = [str(COLUMNS[column]) for column in HostColumn]
    return sheet_download(Sheet("", header, ()), "structures-modele", as_csv=True)


@bp.route("/structures/importer/<uuid:institution_id>", methods=["GET", "POST"])
@requires(Role.COORDINATOR)
def import_hosts(institution_id: UUID) -> ResponseReturnValue:
    """Take a file and show what importing it would do, or what was found in the extract."""
    institution = get_or_404(Institution, institution_id)
    authorise(policies.can_manage_organisations, institution)
    form = HostListForm()
    if not form.validate_on_submit():
        return _upload_page(institution, form)
    with closing(form.file.data):  # large ones wait in a file of the system's
        data = read_upload(form.file.data, finess_extract.MAX_BYTES)
    if finess_extract.is_extract(data):
        return _choice(institution, form, data)
    return _preview(institution, form, data)


@bp.post("/structures/importer/<uuid:institution_id>/choisir")
@requires(Role.COORDINATOR)
def choose_hosts(institution_id: UUID) -> ResponseReturnValue:
    """Take what was ticked in the extract to the preview."""
    institution = get_or_404(Institution, institution_id)
    authorise(policies.can_manage_organisations, institution)
    form = ChoiceForm()
    try:
        kept = staged(form.staged.data, purpose=_purpose(institution, "choice"))
    except RuleViolation as violation:
        upload = HostListForm(formdata=None)
        upload.add_violation(violation)
        return _upload_page(institution, upload)
    found = finess_extract.search(kept.data)
    lines = _chosen(found.establishments)
    if not lines:
        form.add_violation(RuleViolation(Rule.IMPORT_NOTHING_CHOSEN))
        return _choice_page(institution, form, found)
    return _preview(institution, HostListForm(formdata=None), host_rows.write(lines))


@bp.post("/structures/importer/<uuid:institution_id>/confirmer")
@requires(Role.COORDINATOR)
def confirm_hosts(institution_id: UUID) -> ResponseReturnValue:
    """Import what the preview showed."""
    institution = get_or_404(Institution, institution_id)
    actor = authorise(policies.can_manage_organisations, institution)
    form, upload = ConfirmForm(), HostListForm(formdata=None)
    try:
        kept = staged(form.staged.data, purpose=_purpose(institution, "list"))
    except RuleViolation as violation:
        upload.add_violation(violation)
        return _upload_page(institution, upload)
    lines = host_rows.read(kept.data).lines
    try:
        with transaction() as session:
            done = host_imports.apply(
                session, institution, lines, meaning=kept.meaning, actor=actor
            )
    except RuleViolation as violation:
        institution = get_or_404(Institution, institution_id)
        return _preview(institution, upload, kept.data, violation)
    count = len(done.to_write)
    flash(
        ngettext("Une structure est reprise.", "%(num)s structures sont reprises.", count),
        "success",
    )
    return redirect(url_for(".list_organisations"))


def _choice(institution: Institution, form: HostListForm, data: bytes) -> ResponseReturnValue:
    """Show what the extract holds of what is looked for; it is not kept."""
    wanted, department = form.wanted.data, form.department.data
    if not (wanted or department):
        form.wanted.errors = (_("Dites quoi chercher dans l’extrait national."),)
        return _upload_page(institution, form)
    found = finess_extract.search(data, wanted=wanted, department=department)
    if not found.establishments:
        form.wanted.errors = (
            _("Rien de tel dans ce fichier. Essayez un mot du nom, ou la ville."),
        )
        return _upload_page(institution, form)
    text = stage(found.text, "", purpose=_purpose(institution, "choice"))
    return _choice_page(institution, ChoiceForm(formdata=None, data={"staged": text}), found)


def _choice_page(
    institution: Institution, form: ChoiceForm, found: finess_extract.Found
) -> ResponseReturnValue:
    return render_form(
        "placements/choose_hosts.html",
        form,
        institution=institution,
        found=found,
        kinds=list(OrganisationKind),
        ticked=set(request.form.getlist("pick")),
    )


def _chosen(establishments: tuple[finess_extract.Establishment, ...]) -> list[HostLine]:
    """Return the establishments that were ticked, each of the kind chosen beside it."""
    ticked = set(request.form.getlist("pick"))
    known = {kind.value: kind for kind in OrganisationKind}
    return [
        one.as_line(known.get(request.form.get(f"kind-{one.finess}", ""), OrganisationKind.OTHER))
        for one in establishments
        if one.finess in ticked
    ]


def _preview(
    institution: Institution,
    upload: HostListForm,
    data: bytes,
    violation: RuleViolation | None = None,
) -> ResponseReturnValue:
    """Show what the list would do; the upload page with all there is to correct otherwise."""
    try:
        found = host_rows.read(data)
    except SpreadsheetUnreadable as refused:
        upload.file.errors = (unreadable_sentence(refused),)
        return _upload_page(institution, upload)
    plan = host_imports.plan(db.session(), institution.id, found.lines)
    seen: dict[str, Any] = {
        "rows": preview_rows(found, plan),
        "faults": [fault_sentence(fault) for fault in found.faults],
        "ignored": found.ignored,
    }
    if not (found.is_clean and plan.is_possible):
        upload.add_violation(RuleViolation(Rule.IMPORT_FAULTY, field="file"))
        return _upload_page(institution, upload, **seen)
    try:
        text = stage(data, plan.meaning, purpose=_purpose(institution, "list"))
    except RuleViolation as refusal:
        upload.add_violation(refusal)
        return _upload_page(institution, upload)
    form = ConfirmForm(formdata=None, data={"staged": text})
    if violation is not None:
        form.add_violation(violation)
    return render_form(
        "placements/preview_hosts.html",
        form,
        institution=institution,
        count=len(plan.to_write),
        **seen,
    )


def _upload_page(institution: Institution, form: HostListForm, **seen: Any) -> ResponseReturnValue:
    shown: dict[str, Any] = {"rows": [], "faults": [], "ignored": [], **seen}
    return render_form("placements/import_hosts.html", form, institution=institution, **shown)


def _purpose(institution: Institution, step: str) -> str:
    return f"hosts/{step}/{institution.id}"
