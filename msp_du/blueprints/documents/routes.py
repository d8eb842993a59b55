"""Documents read: one's own, one of them, its stored bytes; shown to others or no longer."""

from datetime import UTC, datetime
from uuid import UUID

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from msp_du import policies
from msp_du.blueprints.documents.area import bp, document_or_404, file_name
from msp_du.domain.vocabulary import DocumentState, Role
from msp_du.extensions import db, transaction
from msp_du.services import cohorts, document_facts, document_register
from msp_du.web.access import authorise, current_account, requires
from msp_du.web.downloads import stored_download
from msp_du.web.i18n import _


@bp.route("/")
@requires(Role.TRAINEE, Role.REGISTRAR)
def list_documents() -> ResponseReturnValue:
    """List one's own documents, and the cohorts whose documents one issues."""
    actor, session = current_account(), db.session()
    is_trainee = policies.has_role(actor, Role.TRAINEE) and actor.person_id is not None
    is_registrar = policies.has_role(actor, Role.REGISTRAR)
    rows = cohorts.readable(session, actor) if is_registrar else []
    return render_template(
        "documents/list_documents.html",
        is_trainee=is_trainee,
        documents=document_register.of_holder(session, actor.person_id, now=datetime.now(UTC))
        if is_trainee and actor.person_id
        else [],
        is_registrar=is_registrar,
        cohorts=[row for row in rows if policies.can_issue_documents(actor, row.cohort)],
    )


@bp.route("/<uuid:document_id>")
@requires(Role.TRAINEE, Role.REGISTRAR)
def show_document(document_id: UUID) -> ResponseReturnValue:
    """Show what the register says of a document."""
    document = document_or_404(document_id)
    actor = authorise(policies.can_read_document, document)
    session = db.session()
    may_end = policies.can_end_document(actor, document)
    is_pending = document.state is DocumentState.PENDING
    return render_template(
        "documents/show_document.html",
        document=document,
        holder=document_facts.read(document).holder,
        successor=document_register.successor_of(session, document),
        is_given_up=is_pending and bool(document_register.given_up(session, [document.id])),
        is_own=policies.holds_document(actor, document),
        may_end=may_end,
        enrolment_url=url_for(".show_trainee", enrolment_id=document.enrolment_id)
        if may_end
        else None,
    )


@bp.route("/<uuid:document_id>/fichier")
@requires(Role.TRAINEE, Role.REGISTRAR)
def download(document_id: UUID) -> ResponseReturnValue:
    """Give the bytes as they were made, the same for ever; nothing is rendered here."""
    document = document_or_404(document_id)
    authorise(policies.can_read_document, document)
    file = document.file
    if file is None:
        return redirect(url_for(".show_document", document_id=document_id))
    return stored_download(file, file_name(document))


@bp.post("/<uuid:document_id>/taire")
@requires(Role.TRAINEE, Role.REGISTRAR)
def withdraw(document_id: UUID) -> ResponseReturnValue:
    """Confirm the document to nobody any more."""
    document = document_or_404(document_id)
    actor = authorise(policies.can_withdraw_document, document)
    if document.state is not DocumentState.PENDING:
        with transaction() as session:
            document_register.withdraw(session, document, actor=actor, now=datetime.now(UTC))
        flash(_("Ce document n’est plus confirmé à l’extérieur."), "success")
    return redirect(url_for(".show_document", document_id=document_id))


@bp.post("/<uuid:document_id>/confirmer")
@requires(Role.TRAINEE, Role.REGISTRAR)
def resume(document_id: UUID) -> ResponseReturnValue:
    """Confirm the document again to who has its code and the name."""
    document = document_or_404(document_id)
    actor = authorise(policies.can_withdraw_document, document)
    with transaction() as session:
        document_register.resume(session, document, actor=actor)
    flash(_("Ce document est de nouveau confirmé à qui a son code."), "success")
    return redirect(url_for(".show_document", document_id=document_id))
