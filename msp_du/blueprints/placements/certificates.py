"""The certificate of a placement: its draft is asked for and taken, the signed copy kept."""

from datetime import UTC, date, datetime
from uuid import UUID

from flask import abort, flash, redirect, url_for
from flask.typing import ResponseReturnValue
from werkzeug.datastructures import FileStorage

from msp_du import policies
from msp_du.blueprints.placements.forms import SignedCopyForm
from msp_du.blueprints.placements.routes import bp
from msp_du.domain.errors import Rule, RuleViolation
from msp_du.domain.placement_documents import PAPERS
from msp_du.domain.vocabulary import Role
from msp_du.extensions import db, transaction
from msp_du.files import scans
from msp_du.models import Placement, PlacementCertificate
from msp_du.services import placement_certificates, placement_papers
from msp_du.services.cohorts import today_in
from msp_du.web import formatting
from msp_du.web.access import authorise, get_or_404, requires
from msp_du.web.downloads import stored_download
from msp_du.web.forms import render_form
from msp_du.web.i18n import _
from msp_du.web.labels import label, sentence

READERS = (Role.TRAINEE, Role.COORDINATOR, Role.REGISTRAR)
EXTENSIONS = {"application/pdf": "pdf", "image/jpeg": "jpg"}
OF_THE_SCAN = frozenset({Rule.SCAN_TOO_LARGE, Rule.SCAN_NOT_READABLE})


@bp.post("/<uuid:placement_id>/attestation")
@requires(Role.COORDINATOR, Role.REGISTRAR)
def request_certificate(placement_id: UUID) -> ResponseReturnValue:
    """Have the draft printed, for the host to sign."""
    placement = get_or_404(Placement, placement_id)
    actor = authorise(policies.can_receive_document, placement)
    now = datetime.now(UTC)
    try:
        with transaction() as session:
            placement_certificates.request(
                session, placement, today=_today(placement, now), actor=actor, now=now
            )
    except RuleViolation as violation:
        flash(sentence(violation.rule, **violation.details), "error")
    else:
        flash(_("Le projet se prépare : il faut quelques secondes."), "success")
    return redirect(url_for(".show_placement", placement_id=placement_id))


@bp.get("/attestations/<uuid:certificate_id>/fichier")
@requires(*READERS)
def download_certificate(certificate_id: UUID) -> ResponseReturnValue:
    """Give the draft as it was made; nothing is rendered here."""
    draft = get_or_404(PlacementCertificate, certificate_id)
    authorise(policies.can_read_certificate, draft)
    if draft.file is None:
        return redirect(url_for(".show_placement", placement_id=draft.placement_id))
    return stored_download(draft.file, "attestation-a-signer.pdf")


@bp.route("/<uuid:placement_id>/exemplaire-signe/deposer", methods=["GET", "POST"])
@requires(Role.COORDINATOR, Role.REGISTRAR)
def upload_signed_copy(placement_id: UUID) -> ResponseReturnValue:
    """Keep the copy that the host signed."""
    placement = get_or_404(Placement, placement_id)
    actor = authorise(policies.can_receive_document, placement)
    now = datetime.now(UTC)
    known = placement_papers.of_placement(db.session(), placement.id)
    form = SignedCopyForm(
        data={"received_on": known.received_on if known else _today(placement, now)}
    )
    if form.validate_on_submit():
        try:
            content, media_type = scans.read_scan(_content(form.scan.data))
            with transaction() as session:
                placement_certificates.keep_signed_copy(
                    session,
                    placement,
                    content,
                    media_type,
                    received_on=form.received_on.data,
                    actor=actor,
                    now=now,
                )
        except RuleViolation as violation:
            placement = get_or_404(Placement, placement_id)
            if violation.rule in OF_THE_SCAN:
                violation.field = "scan"
            form.add_violation(violation)
        else:
            flash(_("L’exemplaire signé est enregistré."), "success")
            return redirect(url_for(".show_placement", placement_id=placement_id))
    return render_form(
        "placements/upload_signed_copy.html",
        form,
        placement=placement,
        is_received=known is not None,
        started=formatting.day(placement.periods[0].starts_on),
        paper=label(PAPERS[placement.regime]),
        trainee=placement.enrolment_year.enrolment.person.name.display,
    )


@bp.get("/<uuid:placement_id>/exemplaire-signe")
@requires(*READERS)
def download_signed_copy(placement_id: UUID) -> ResponseReturnValue:
    """Give the copy that the host signed."""
    placement = get_or_404(Placement, placement_id)
    authorise(policies.can_read_signed_copy, placement)
    document = placement_papers.of_placement(db.session(), placement_id)
    if document is None or document.scan is None:
        abort(404)
    return stored_download(
        document.scan, f"attestation-signee.{EXTENSIONS[document.scan.media_type]}"
    )


def _today(placement: Placement, now: datetime) -> date:
    return today_in(placement.enrolment_year.enrolment.cohort.institution, now)


def _content(upload: FileStorage) -> bytes:
    """Return what was sent, and no more of it than tells that it is too much."""
    with upload.stream as stream:
        return stream.read(scans.MAX_SCAN_BYTES + 1)
