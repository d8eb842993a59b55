"""Signing on screen what the page shows; signatures by hand with their scan."""

from datetime import UTC, datetime
from uuid import UUID

from flask import flash, redirect, url_for
from flask.typing import ResponseReturnValue
from werkzeug.datastructures import FileStorage

from msp_du import policies
from msp_du.blueprints.agreements.area import (
    READERS,
    STAFF,
    agreement_or_404,
    bp,
    edition_of,
    named,
)
from msp_du.blueprints.agreements.forms import PaperForm, SignatureForm
from msp_du.domain.agreements import AgreementState, SignedVia
from msp_du.domain.errors import RuleViolation
from msp_du.extensions import transaction
from msp_du.files import scans
from msp_du.models import AgreementSigner
from msp_du.services import agreement_signing
from msp_du.services.agreement_signing import Declaration, Scan
from msp_du.web import agreement_lines
from msp_du.web.access import authorise, get_or_404, requires
from msp_du.web.forms import render_form
from msp_du.web.i18n import _
from msp_du.web.labels import label


@bp.route("/signatures/<uuid:signer_id>", methods=["GET", "POST"])
@requires(*READERS)
def sign(signer_id: UUID) -> ResponseReturnValue:
    """Show what is signed, and sign it under a typed name; a text that changed is shown anew."""
    signer = get_or_404(AgreementSigner, signer_id)
    actor = authorise(policies.can_sign_agreement, signer)
    agreement = signer.agreement
    form = SignatureForm(
        data={
            "digest": agreement.facts_digest,
            "declared_capacity": signer.quality or label(signer.capacity),
        }
    )
    if form.validate_on_submit():
        declaration = Declaration(
            form.declared_name.data, form.declared_capacity.data, form.digest.data or ""
        )
        try:
            with transaction() as session:
                agreement_signing.sign(
                    session,
                    signer,
                    declaration,
                    via=SignedVia.SCREEN,
                    actor=actor,
                    now=datetime.now(UTC),
                )
        except RuleViolation as violation:
            form.add_violation(violation)
        else:
            flash(_("Votre signature est enregistrée."), "success")
            return redirect(url_for(".show_agreement", agreement_id=signer.agreement_id))
        signer = get_or_404(AgreementSigner, signer_id)
        agreement = signer.agreement
    form.digest.data = agreement.facts_digest
    return render_form(
        "agreements/sign.html",
        form,
        signer=signer,
        agreement=agreement,
        paper=agreement_lines.paper(agreement),
        paper_name=agreement_lines.paper_name(agreement),
        blocks=agreement_lines.text(agreement),
        may_sign=signer.signed_at is None and agreement.state is AgreementState.AWAITING_SIGNATURES,
        **named(agreement.placement),
    )


@bp.route("/<uuid:agreement_id>/papier", methods=["GET", "POST"])
@requires(*STAFF)
def sign_on_paper(agreement_id: UUID) -> ResponseReturnValue:
    """Note who signed by hand, several at once, with the scan."""
    agreement = agreement_or_404(agreement_id)
    actor = authorise(policies.can_note_paper, agreement)
    edition = edition_of(agreement.placement)
    form = PaperForm(data={"signed_on": edition.today})
    form.signers.offer(agreement_lines.unsigned(agreement.signers))
    if form.validate_on_submit():
        try:
            content, media_type = scans.read_scan(_content(form.scan.data))
            with transaction() as session:
                agreement_signing.sign_on_paper(
                    session,
                    agreement,
                    form.signer_ids,
                    Scan(content, media_type, form.signed_on.data),
                    actor=actor,
                    now=edition.now,
                    today=edition.today,
                )
        except RuleViolation as violation:
            violation.field = violation.field or "scan"
            agreement = agreement_or_404(agreement_id)
            form.add_violation(violation)
        else:
            flash(_("Les signatures sur papier sont enregistrées."), "success")
            return redirect(url_for(".show_agreement", agreement_id=agreement_id))
    return render_form(
        "agreements/sign_on_paper.html",
        form,
        paper=agreement_lines.paper(agreement),
        **named(agreement.placement),
    )


def _content(upload: FileStorage) -> bytes:
    """Return what was sent, and no more of it than tells that it is too much."""
    with upload.stream as stream:
        return stream.read(scans.MAX_SCAN_BYTES + 1)
