"""Agreements on a contact's desk: those that await their signature, and signing one."""

from datetime import UTC, datetime
from uuid import UUID

from flask import abort, flash, redirect, url_for
from flask.typing import ResponseReturnValue

from msp_du.blueprints.host_desk.area import bp, day
from msp_du.blueprints.host_desk.codes import confirmed
from msp_du.blueprints.host_desk.forms import AgreementSignatureForm
from msp_du.domain.agreements import AgreementState, SignedVia
from msp_du.domain.errors import RuleViolation
from msp_du.extensions import db, transaction
from msp_du.models import AgreementSigner
from msp_du.services import agreement_lists, agreement_signing
from msp_du.services.agreement_signing import Declaration
from msp_du.web import agreement_lines
from msp_du.web.access import log_read
from msp_du.web.desk_access import DeskHolder, desk, desk_holder, desk_or_none
from msp_du.web.downloads import stored_download
from msp_du.web.forms import render_form
from msp_du.web.i18n import _
from msp_du.web.labels import label


@bp.context_processor
def agreements_to_sign() -> dict[str, object]:
    """Give the desk's first page what it asks for: papers that await a signature here."""
    return {"agreements_to_sign": _items}


@bp.route("/conventions/<uuid:signer_id>", methods=["GET", "POST"])
@desk_holder
@confirmed
def sign_agreement(signer_id: UUID) -> ResponseReturnValue:
    """Show what is signed, and sign it under a typed name; a text that changed is shown anew."""
    holder, signer = _on_desk_or_404(signer_id)
    agreement = signer.agreement
    placement = agreement.placement
    form = AgreementSignatureForm(
        data={
            "digest": agreement.facts_digest,
            "declared_capacity": signer.quality or label(signer.capacity),
        }
    )
    if form.validate_on_submit():
        try:
            with transaction() as session:
                agreement_signing.sign(
                    session,
                    signer,
                    Declaration(
                        form.declared_name.data,
                        form.declared_capacity.data,
                        form.digest.data or "",
                    ),
                    via=SignedVia.SCREEN if holder.account else SignedVia.PERSONAL_LINK,
                    actor=holder.account,
                    now=datetime.now(UTC),
                )
        except RuleViolation as violation:
            form.add_violation(violation)
        else:
            flash(_("Votre signature est enregistrée."), "success")
            return redirect(url_for(".sign_agreement", signer_id=signer_id))
        _holder, signer = _on_desk_or_404(signer_id)
        agreement, placement = signer.agreement, signer.agreement.placement
    form.digest.data = agreement.facts_digest
    return render_form(
        "host_desk/sign_agreement.html",
        form,
        agreement=agreement,
        signer_id=signer_id,
        paper=agreement_lines.paper(agreement),
        paper_name=agreement_lines.paper_name(agreement),
        blocks=agreement_lines.text(agreement),
        may_sign=signer.signed_at is None and agreement.state is AgreementState.AWAITING_SIGNATURES,
        trainee=placement.enrolment_year.enrolment.person.name.display,
    )


@bp.get("/conventions/<uuid:signer_id>/fichier")
@desk_holder
@confirmed
def download_agreement(signer_id: UUID) -> ResponseReturnValue:
    """Give the PDF: with its signatures once all have signed, else to be signed."""
    _holder, signer = _on_desk_or_404(signer_id)
    agreement = signer.agreement
    file = agreement.signed_file or agreement.sent_file
    if file is None:
        abort(404)
    return stored_download(file, f"{agreement.reference}.pdf")


def _on_desk_or_404(signer_id: UUID) -> tuple[DeskHolder, AgreementSigner]:
    """Return a signer of the open desk; anybody else's answers like a made-up id."""
    holder = desk()
    signer = agreement_lists.find_at_desk(db.session(), signer_id, holder.contact_ids, day())
    if signer is None:
        abort(404)
    if holder.account is not None:
        log_read(holder.account, signer.agreement)
    return holder, signer


def _items() -> list[dict[str, str]]:
    holder = desk_or_none()
    if holder is None:
        return []
    return [
        {
            "title": agreement_lines.title(each.agreement),
            "url": url_for(".sign_agreement", signer_id=each.id),
            "text": each.agreement.placement.enrolment_year.enrolment.person.name.display,
            "tag": _("À signer"),
            "tag_kind": "todo",
        }
        for each in agreement_lists.at_desk(db.session(), holder.contact_ids, day())
    ]
