"""What waits: papers to sign by whoever reads, and those of the cohorts they coordinate."""

from flask import render_template, request, url_for
from flask.typing import ResponseReturnValue

from msp_du import policies
from msp_du.blueprints.agreements.area import READERS, STAFF, bp
from msp_du.extensions import db
from msp_du.models import AgreementSigner
from msp_du.services import agreement_lists
from msp_du.web import agreement_lines, formatting
from msp_du.web.access import current_account, log_read, requires
from msp_du.web.i18n import _


@bp.get("/")
@requires(*READERS)
def list_agreements() -> ResponseReturnValue:
    """List what is to be signed, then placements whose papers are not all signed."""
    actor = current_account()
    session = db.session()
    signers = agreement_lists.to_sign(session, actor)
    is_staff = policies.has_role(actor, *STAFF)
    page = request.args.get("page", 1, type=int)
    found = agreement_lists.waiting(session, actor, page=page) if is_staff else None
    log_read(actor)
    return render_template(
        "agreements/list_agreements.html",
        to_sign=[_to_sign(each) for each in signers],
        waiting=[_row(each) for each in found.rows] if found else [],
        found=found,
        institutions=[
            grant.institution
            for grant in policies.active_grants(actor)
            if policies.can_edit_agreement_texts(actor, grant.institution)
        ][:1],
        page_url=lambda number: url_for(".list_agreements", page=number),
    )


def _to_sign(signer: AgreementSigner) -> dict[str, str]:
    placement = signer.agreement.placement
    return {
        "title": agreement_lines.title(signer.agreement),
        "url": url_for(".sign", signer_id=signer.id),
        "text": _(
            "%(trainee)s, %(host)s",
            trainee=placement.enrolment_year.enrolment.person.name.display,
            host=placement.organisation.name,
        ),
        "tag": _("À signer"),
        "tag_kind": "todo",
    }


def _row(waiting: agreement_lists.Waiting) -> dict[str, object]:
    placement, paper = waiting.placement, waiting.paper
    return {
        "url": url_for(".show_placement", placement_id=placement.id),
        "trainee": placement.enrolment_year.enrolment.person.name.display,
        "host": placement.organisation.name,
        "paper": agreement_lines.title(paper) if paper else _("Aucune convention"),
        "state": agreement_lines.paper(paper).state if paper else _("À préparer"),
        "awaited": agreement_lines.awaited_on(paper) if paper and paper.sent_at else "",
        "sent": formatting.moment(paper.sent_at) if paper and paper.sent_at else "",
    }
