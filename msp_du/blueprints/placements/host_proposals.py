"""What structures propose to correct: looked at, then accepted whole, in part, or not."""

from datetime import UTC, datetime
from uuid import UUID

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from msp_du import policies
from msp_du.blueprints.placements.routes import bp
from msp_du.domain.errors import RuleViolation
from msp_du.domain.host_proposals import REACHES, HostField, ProposalState
from msp_du.domain.vocabulary import Role
from msp_du.extensions import db, transaction
from msp_du.models import HostProposal
from msp_du.services import host_proposals
from msp_du.web.access import authorise, current_account, get_or_404, requires
from msp_du.web.fields import CheckboxesField
from msp_du.web.forms import BaseForm, render_form
from msp_du.web.i18n import _, lazy
from msp_du.web.labels import label
from msp_du.web.proposal_words import field_words, old_to_new


class AnswerForm(BaseForm):
    """Which fields of a proposal are accepted; the others stay as they are."""

    accepted = CheckboxesField(lazy("Ce que vous acceptez"), choices=HostField)


@bp.route("/structures/propositions")
@requires(Role.COORDINATOR)
def list_host_proposals() -> ResponseReturnValue:
    """List what structures propose and that waits for an answer."""
    mine = policies.institution_ids(current_account(), Role.COORDINATOR)
    rows = host_proposals.waiting(db.session(), mine)
    return render_template(
        "placements/list_host_proposals.html",
        items=[
            {
                "title": row.organisation.name,
                "url": url_for(".answer_host_proposal", host_proposal_id=row.id),
                "text": ", ".join(field_words(change.field) for change in row.changes),
            }
            for row in rows
        ],
    )


@bp.route("/structures/propositions/<uuid:host_proposal_id>", methods=["GET", "POST"])
@requires(Role.COORDINATOR)
def answer_host_proposal(host_proposal_id: UUID) -> ResponseReturnValue:
    """Show old and new of each field; write those that are ticked."""
    proposal = get_or_404(HostProposal, host_proposal_id)
    actor = authorise(policies.can_answer_proposal, proposal)
    organisation_id = proposal.organisation_id
    proposed = [change.field for change in proposal.changes]
    ticked = [each.value for each in proposed if each not in REACHES]
    form = AnswerForm(data={"accepted": ticked})
    form.accepted.choices = [
        (change.field.value, old_to_new(change)) for change in proposal.changes
    ]
    if form.validate_on_submit():
        try:
            with transaction() as session:
                host_proposals.decide(
                    session,
                    proposal,
                    form.accepted.data,
                    actor=actor,
                    now=datetime.now(UTC),
                )
        except RuleViolation as violation:
            form.add_violation(violation)
            proposal = get_or_404(HostProposal, host_proposal_id)
        else:
            flash(_("La réponse est enregistrée."), "success")
            return redirect(url_for(".show_organisation", organisation_id=organisation_id))
    return render_form(
        "placements/answer_host_proposal.html",
        form,
        proposal=proposal,
        asks_care=not REACHES.isdisjoint(proposed),
        is_open=proposal.state is ProposalState.WAITING,
        state=label(proposal.state),
    )
