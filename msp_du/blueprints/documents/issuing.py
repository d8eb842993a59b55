"""Documents asked for: a cohort's table, one person, all that are ready at once."""

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from flask import abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from msp_du import policies
from msp_du.blueprints.documents.area import bp
from msp_du.blueprints.documents.forms import IssueForm, IssueManyForm
from msp_du.domain.document_standing import Standing
from msp_du.domain.errors import RuleViolation
from msp_du.domain.vocabulary import DocumentKind, Role
from msp_du.extensions import db, transaction
from msp_du.models import Account, Cohort, Enrolment
from msp_du.services import cohorts, document_register, entitlements, issue_plans, issuing
from msp_du.services.entitlements import Entitlement, TraineeDocuments
from msp_du.services.issue_plans import Plan
from msp_du.web.access import authorise, get_or_404, requires
from msp_du.web.forms import render_form
from msp_du.web.i18n import _, ngettext
from msp_du.web.labels import sentence
from msp_du.web.printing import todays_edition
from msp_du.web.words import label

TAG_KINDS = {
    Standing.NOT_YET: "quiet",
    Standing.READY: "todo",
    Standing.PENDING: "info",
    Standing.VALID: "done",
    Standing.OUTDATED: "todo",
    Standing.REVOKED: "refused",
}


@bp.route("/promotions/<uuid:cohort_id>")
@requires(Role.REGISTRAR)
def show_cohort(cohort_id: UUID) -> ResponseReturnValue:
    """Show who has which document, who may have one, and who not yet."""
    cohort = cohorts.find(db.session(), cohort_id)
    if cohort is None:
        abort(404)
    actor = authorise(policies.can_issue_documents, cohort)
    rows = entitlements.of_cohort(db.session(), cohort)
    ready = [
        line.kind
        for row in rows
        for line in row.entitlements
        if line.is_ready and row.person.id != actor.person_id
    ]
    return render_template(
        "documents/show_cohort.html",
        cohort=cohort,
        rows=[_row(actor, row) for row in rows],
        columns=[entitlement_name(line) for line in rows[0].entitlements] if rows else [],
        transcripts_ready=ready.count(DocumentKind.TRANSCRIPT),
        certificates_ready=ready.count(DocumentKind.CERTIFICATE),
    )


@bp.route("/inscriptions/<uuid:enrolment_id>", methods=["GET", "POST"])
@requires(Role.REGISTRAR)
def show_trainee(enrolment_id: UUID) -> ResponseReturnValue:
    """Show one person's documents, and ask for one."""
    enrolment = get_or_404(Enrolment, enrolment_id)
    actor = authorise(policies.can_issue_for, enrolment)
    row = entitlements.of_enrolment(db.session(), enrolment)
    ready = {line.key: (line.kind, line.year) for line in row.entitlements if line.is_ready}
    form = IssueForm()
    form.what.offer(
        [(line.key, entitlement_name(line)) for line in row.entitlements if line.is_ready]
    )
    if form.validate_on_submit():
        kind, year = ready[form.what.data]
        edition = todays_edition(enrolment.cohort.institution)
        try:
            with transaction() as session:
                document = issuing.request(
                    session,
                    enrolment,
                    kind,
                    year,
                    actor=actor,
                    edition=edition,
                    now=datetime.now(UTC),
                )
        except RuleViolation as violation:
            form.add_violation(violation)
        else:
            flash(_("Le document est en préparation."), "success")
            return redirect(url_for(".show_document", document_id=document.id))
    return render_form(
        "documents/show_trainee.html",
        form,
        enrolment=enrolment,
        holder=enrolment.person.name.official,
        documents=[
            document
            for document in document_register.of_person(db.session(), enrolment.person_id)
            if policies.can_read_document(actor, document)
        ],
        is_ready=bool(ready),
    )


@bp.route("/promotions/<uuid:cohort_id>/releves", methods=["GET", "POST"])
@requires(Role.REGISTRAR)
def issue_transcripts(cohort_id: UUID) -> ResponseReturnValue:
    """Ask for every transcript that is ready, after a look at the list."""
    return _issue_many(cohort_id, DocumentKind.TRANSCRIPT)


@bp.route("/promotions/<uuid:cohort_id>/diplomes", methods=["GET", "POST"])
@requires(Role.REGISTRAR)
def issue_certificates(cohort_id: UUID) -> ResponseReturnValue:
    """Ask for every diploma that is ready, after a look at the list."""
    return _issue_many(cohort_id, DocumentKind.CERTIFICATE)


def entitlement_name(line: Entitlement) -> str:
    """Return what a document is called beside the others of the same person."""
    if line.year is None:
        return label(line.kind)
    return _("Relevé, année %(year)s", year=line.year)


def _issue_many(cohort_id: UUID, kind: DocumentKind) -> ResponseReturnValue:
    cohort = get_or_404(Cohort, cohort_id)
    actor = authorise(policies.can_issue_documents, cohort)
    edition = todays_edition(cohort.institution)
    form = IssueManyForm()
    if form.validate_on_submit():
        try:
            with transaction() as session:
                made = issuing.request_many(
                    session,
                    cohort,
                    kind,
                    seen=form.seen.data or "",
                    actor=actor,
                    edition=edition,
                    now=datetime.now(UTC),
                )
        except RuleViolation as violation:
            form.add_violation(violation)
        else:
            flash(
                ngettext(
                    "Un document est en préparation.",
                    "%(num)s documents sont en préparation.",
                    len(made),
                ),
                "success",
            )
            return redirect(url_for(".show_cohort", cohort_id=cohort_id))
    found = Plan((), ())
    try:
        found = issue_plans.plan(db.session(), cohort, kind, actor=actor, edition=edition)
    except RuleViolation as violation:
        if not form.form_errors:
            form.add_violation(violation)
    form.seen.data = form.seen.raw_data = found.meaning
    return render_form(
        "documents/issue_many.html",
        form,
        status_if_errors=422 if request.method == "POST" else 200,
        cohort=cohort,
        is_certificate=kind is DocumentKind.CERTIFICATE,
        lines=[(row.person.name.official, entitlement_name(line)) for row, line in found.possible],
        refused=[
            (
                row.person.name.official,
                entitlement_name(line),
                sentence(refusal.rule, **refusal.details),
            )
            for row, line, refusal in found.refused
        ],
        count=len(found.possible),
    )


def _row(actor: Account, row: TraineeDocuments) -> dict[str, Any]:
    """Return a line of the table; whose documents the reader may not ask for has no link."""
    may_issue = policies.can_issue_for(actor, row.enrolment)
    return {
        "name": row.person.name.display,
        "url": url_for(".show_trainee", enrolment_id=row.enrolment.id) if may_issue else None,
        "cells": list(_cells(row)),
    }


def _cells(row: TraineeDocuments) -> Iterator[dict[str, Any]]:
    for line in row.entitlements:
        shown = line.document if line.standing not in {Standing.READY, Standing.NOT_YET} else None
        yield {
            "column": entitlement_name(line),
            "word": label(line.standing),
            "kind": TAG_KINDS[line.standing],
            "number": shown.number if shown else "",
            "url": url_for(".show_document", document_id=shown.id) if shown else None,
        }
