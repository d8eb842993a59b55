"""Documents replaced, revoked, or taken up again by the worker; each on its own page."""

from datetime import UTC, datetime
from uuid import UUID

from flask import flash, redirect, url_for
from flask.typing import ResponseReturnValue

from msp_du import policies
from msp_du.blueprints.documents.area import bp, document_or_404
from msp_du.blueprints.documents.forms import ReplaceForm, RevokeForm
from msp_du.domain.errors import RuleViolation
from msp_du.domain.vocabulary import DocumentState, Role
from msp_du.extensions import db, transaction
from msp_du.services import document_facts, document_register, issuing
from msp_du.web.access import authorise, requires
from msp_du.web.forms import render_form
from msp_du.web.i18n import _
from msp_du.web.labels import sentence
from msp_du.web.printing import todays_edition


@bp.route("/<uuid:document_id>/remplacer", methods=["GET", "POST"])
@requires(Role.REGISTRAR)
def replace(document_id: UUID) -> ResponseReturnValue:
    """Ask for the document anew, with today's names, signatures and decisions."""
    document = document_or_404(document_id)
    actor = authorise(policies.can_end_document, document)
    form = ReplaceForm()
    if form.validate_on_submit():
        edition = todays_edition(document.enrolment.cohort.institution)
        try:
            with transaction() as session:
                new = issuing.replace(
                    session,
                    document,
                    typed_number=form.number.data,
                    actor=actor,
                    edition=edition,
                    now=datetime.now(UTC),
                )
        except RuleViolation as violation:
            form.add_violation(violation)
        else:
            flash(_("Le nouveau document est en préparation."), "success")
            return redirect(url_for(".show_document", document_id=new.id))
    return render_form(
        "documents/replace.html",
        form,
        document=document,
        holder=document_facts.read(document).holder,
        is_possible=document.state is DocumentState.VALID,
    )


@bp.route("/<uuid:document_id>/revoquer", methods=["GET", "POST"])
@requires(Role.REGISTRAR)
def revoke(document_id: UUID) -> ResponseReturnValue:
    """End a document for good."""
    document = document_or_404(document_id)
    actor = authorise(policies.can_end_document, document)
    form = RevokeForm()
    if form.validate_on_submit():
        try:
            with transaction() as session:
                document_register.revoke(
                    session,
                    document,
                    form.reason.data,
                    typed_number=form.number.data,
                    actor=actor,
                    now=datetime.now(UTC),
                )
        except RuleViolation as violation:
            form.add_violation(violation)
        else:
            flash(_("Le document est révoqué."), "success")
            return redirect(url_for(".show_document", document_id=document_id))
    return render_form(
        "documents/revoke.html",
        form,
        document=document,
        successor=document_register.successor_of(db.session(), document),
        holder=document_facts.read(document).holder,
        is_possible=document.state is DocumentState.VALID,
    )


@bp.post("/<uuid:document_id>/relancer")
@requires(Role.REGISTRAR)
def try_again(document_id: UUID) -> ResponseReturnValue:
    """Have the worker take up a document that it could not prepare."""
    document = document_or_404(document_id)
    actor = authorise(policies.can_end_document, document)
    try:
        with transaction() as session:
            document_register.try_again(session, document, actor=actor, now=datetime.now(UTC))
    except RuleViolation as violation:
        flash(sentence(violation.rule, **violation.details), "error")
    else:
        flash(_("La préparation reprend."), "success")
    return redirect(url_for(".show_document", document_id=document_id))
