"""What the register says of a structure and of who sits at its desk: read there, and corrected."""

from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from flask import abort, flash, redirect, url_for
from flask.typing import ResponseReturnValue

from msp_du.blueprints.host_desk.area import bp
from msp_du.blueprints.host_desk.codes import confirmed
from msp_du.domain.errors import RuleViolation
from msp_du.domain.host_proposals import OF_CONTACT, HostField, ProposalState
from msp_du.extensions import db, transaction
from msp_du.models import Contact, HostProposal
from msp_du.services import host_proposals
from msp_du.web.desk_access import desk, desk_holder
from msp_du.web.fields import EmailField, TextField
from msp_du.web.forms import BaseForm, render_form
from msp_du.web.i18n import _
from msp_du.web.labels import label
from msp_du.web.proposal_words import own_old_to_new
from msp_du.web.validators import email, length, optional, required
from msp_du.web.words import WORDS

_WORDS = WORDS[HostField]


class HostDataForm(BaseForm):
    """The structure's data, then those of the contact, as they should be."""

    name = TextField(
        _WORDS[HostField.NAME],
        [required(), length(maximum=120)],
        autocomplete="organization",
    )
    city = TextField(_WORDS[HostField.CITY], [optional(), length(maximum=80)], width=20)
    siret = TextField(_WORDS[HostField.SIRET], [optional(), length(maximum=20)], width=20)
    finess = TextField(_WORDS[HostField.FINESS], [optional(), length(maximum=14)], width=10)
    contact_name = TextField(
        _WORDS[HostField.CONTACT_NAME],
        [required(), length(maximum=120)],
        autocomplete="name",
    )
    contact_job_title = TextField(
        _WORDS[HostField.CONTACT_JOB_TITLE],
        [optional(), length(maximum=120)],
        autocomplete="organization-title",
    )
    contact_email = EmailField(
        _WORDS[HostField.CONTACT_EMAIL],
        [optional(), email(), length(maximum=254)],
        autocomplete="email",
    )
    contact_phone = TextField(
        _WORDS[HostField.CONTACT_PHONE],
        [optional(), length(maximum=40)],
        width=20,
        autocomplete="tel",
    )

    @property
    def wanted(self) -> dict[HostField, str]:
        """What a valid form says, field by field."""
        return {each: self[each.value].data for each in HostField}


@bp.route("/donnees/<uuid:contact_id>", methods=["GET", "POST"])
@desk_holder
@confirmed
def correct_host_data(contact_id: UUID) -> ResponseReturnValue:
    """Show what is known, and take what should stand there instead to the coordination."""
    contact = _own(contact_id)
    known = host_proposals.present(contact)
    form = HostDataForm(data={each.value: text for each, text in known.items()})
    if form.validate_on_submit():
        try:
            with transaction() as session:
                host_proposals.propose(session, contact, form.wanted, now=datetime.now(UTC))
        except RuleViolation as violation:
            form.add_violation(violation)
            contact = _own(contact_id)
        else:
            flash(_("Vos corrections sont envoyées à la coordination."), "success")
            return redirect(url_for(".correct_host_data", contact_id=contact_id))
    return render_form(
        "host_desk/correct_host_data.html",
        form,
        organisation=contact.organisation.name,
        of_host=[each.value for each in HostField if each not in OF_CONTACT],
        of_contact=[each.value for each in HostField if each in OF_CONTACT],
        last=_last(host_proposals.last_of(db.session(), contact)),
    )


def _own(contact_id: UUID) -> Contact:
    """Return one of the contacts at the desk; any other answers like a made-up id."""
    if contact_id not in desk().contact_ids:
        abort(404)
    return db.session().get_one(Contact, contact_id)


def _last(proposal: HostProposal | None) -> dict[str, Any] | None:
    """Return the words of what was proposed last, and of the answer."""
    if proposal is None:
        return None
    answers = {None: "", True: _("accepté"), False: _("non retenu")}
    return {
        "state": label(proposal.state),
        "is_open": proposal.state is ProposalState.WAITING,
        "proposed_at": proposal.proposed_at,
        "changes": [
            (own_old_to_new(change), answers[change.accepted]) for change in proposal.changes
        ],
    }
