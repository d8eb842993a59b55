"""Papers prepared from the placement, sent to be signed, corrected, or dropped."""

from typing import Any
from uuid import UUID

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from msp_du import policies
from msp_du.blueprints.agreements.area import agreement_or_404, bp, edition_of, named
from msp_du.blueprints.agreements.forms import AgreementForm, SendForm, agreement_values
from msp_du.domain.agreement_terms import AgreementFacts, SignerLine
from msp_du.domain.agreements import AgreementState, SignerCapacity
from msp_du.domain.errors import RuleViolation
from msp_du.domain.vocabulary import Role
from msp_du.extensions import db, transaction
from msp_du.models import Agreement, Placement
from msp_du.services import agreement_rows, agreement_sheets, agreements
from msp_du.services.agreement_sheets import Candidate
from msp_du.web import agreement_lines
from msp_du.web.access import authorise, get_or_404, requires
from msp_du.web.forms import render_form
from msp_du.web.i18n import _
from msp_du.web.labels import label, sentence


@bp.route("/stages/<uuid:placement_id>/preparer", methods=["GET", "POST"])
@requires(Role.COORDINATOR)
def prepare(placement_id: UUID) -> ResponseReturnValue:
    """Write the draft of the agreement, or of an amendment once that is signed."""
    placement = get_or_404(Placement, placement_id)
    actor = authorise(policies.can_prepare_agreement, placement)
    papers = agreement_rows.of_placement(db.session(), placement)
    draft = agreement_rows.under_way(papers)
    if draft is not None and draft.state is not AgreementState.DRAFT:
        return redirect(url_for(".correct", agreement_id=draft.id))
    former = agreement_rows.in_force(papers)
    form = _form(placement, draft or former, version=draft.version if draft else 0)
    if form.validate_on_submit():
        try:
            with transaction() as session:
                made = agreements.prepare(
                    session,
                    placement,
                    form.sheet,
                    actor=actor,
                    edition=edition_of(placement),
                    version=form.seen_version,
                )
        except RuleViolation as violation:
            placement = get_or_404(Placement, placement_id)
            form.add_violation(violation)
        else:
            flash(_("Le brouillon est enregistré. Relisez-le, puis envoyez-le."), "success")
            return redirect(url_for(".show_agreement", agreement_id=made.id))
    return render_form(
        "agreements/prepare.html",
        form,
        placement=placement,
        is_amendment=former is not None,
        is_correction=False,
        **named(placement),
    )


@bp.route("/<uuid:agreement_id>/corriger", methods=["GET", "POST"])
@requires(Role.COORDINATOR)
def correct(agreement_id: UUID) -> ResponseReturnValue:
    """Send a new version of a paper; only those whom the change concerns sign again."""
    agreement = agreement_or_404(agreement_id)
    actor = authorise(policies.can_manage_agreement, agreement)
    placement = agreement.placement
    form = _form(placement, agreement, version=agreement.version)
    if form.validate_on_submit():
        try:
            with transaction() as session:
                made = agreements.correct(
                    session,
                    agreement,
                    form.sheet,
                    actor=actor,
                    edition=edition_of(placement),
                    version=form.seen_version,
                )
        except RuleViolation as violation:
            placement = agreement_or_404(agreement_id).placement
            form.add_violation(violation)
        else:
            flash(_("La correction est envoyée à celles et ceux qu’elle concerne."), "success")
            return redirect(url_for(".show_agreement", agreement_id=made.id))
    return render_form(
        "agreements/prepare.html",
        form,
        placement=placement,
        is_amendment=False,
        is_correction=True,
        **named(placement),
    )


@bp.route("/<uuid:agreement_id>/envoyer", methods=["GET", "POST"])
@requires(Role.COORDINATOR)
def send(agreement_id: UUID) -> ResponseReturnValue:
    """Have a draft signed, after who will be asked was read."""
    agreement = agreement_or_404(agreement_id)
    actor = authorise(policies.can_manage_agreement, agreement)
    form = SendForm()
    if form.validate_on_submit():
        try:
            with transaction() as session:
                agreements.send(
                    session, agreement, actor=actor, edition=edition_of(agreement.placement)
                )
        except RuleViolation as violation:
            flash(sentence(violation.rule, **violation.details), "error")
        else:
            flash(_("La convention est envoyée à signer."), "success")
        return redirect(url_for(".show_agreement", agreement_id=agreement_id))
    return render_template(
        "agreements/send.html",
        form=form,
        paper=agreement_lines.paper(agreement),
        **named(agreement.placement),
    )


@bp.post("/<uuid:agreement_id>/abandonner")
@requires(Role.COORDINATOR)
def drop(agreement_id: UUID) -> ResponseReturnValue:
    """Remove a draft."""
    agreement = agreement_or_404(agreement_id)
    actor = authorise(policies.can_manage_agreement, agreement)
    placement_id = agreement.placement_id
    try:
        with transaction() as session:
            agreements.drop(session, agreement, actor=actor)
    except RuleViolation as violation:
        flash(sentence(violation.rule, **violation.details), "error")
    else:
        flash(_("Le brouillon est supprimé."), "success")
    return redirect(url_for(".show_placement", placement_id=placement_id))


def _form(placement: Placement, paper: Agreement | None, *, version: int) -> AgreementForm:
    """Return the form, pre-filled from a former paper, else from the placement."""
    session = db.session()
    among = agreement_sheets.candidates(session, placement)
    facts = agreement_rows.facts_of(paper) if paper else None
    data: dict[str, Any] = {"version": str(version)}
    if facts is None:
        data |= agreement_sheets.first_terms(session, placement)
        data["signers"] = agreement_sheets.usual_keys(placement, among)
    else:
        data |= agreement_values(facts.terms)
        data["signers"] = _signing(facts, among)
        data["others"] = "\n".join(_written(line) for line in _unknown(facts, among))
    form = AgreementForm(data=data)
    form.signers.offer([(each.key, _words(each)) for each in among])
    return form


def _signing(facts: AgreementFacts, among: list[Candidate]) -> list[str]:
    """Return who signed the former paper; where somebody changed, whoever took their place."""
    capacities = {line.capacity for line in facts.signers} - {SignerCapacity.OTHER}
    known = [each.key for each in among if each.line in facts.signers]
    present = {each.line.capacity for each in among if each.key in known}
    new = {each.line.capacity: each.key for each in reversed(among)}
    return [*known, *(new[one] for one in capacities - present if one in new)]


def _unknown(facts: AgreementFacts, among: list[Candidate]) -> list[SignerLine]:
    lines = {each.line for each in among}
    return [
        line
        for line in facts.signers
        if line.capacity is SignerCapacity.OTHER and line not in lines
    ]


def _written(line: SignerLine) -> str:
    return f"{line.name}, {line.quality}" if line.quality else line.name


def _words(candidate: Candidate) -> str:
    return f"{label(candidate.line.capacity)} : {_written(candidate.line)}"
