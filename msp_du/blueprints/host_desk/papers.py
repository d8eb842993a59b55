"""Certificates on a contact's desk: the draft is taken, signed on paper and handed in."""

from uuid import UUID

from flask import abort, url_for
from flask.typing import ResponseReturnValue

from msp_du.blueprints.host_desk.area import bp, day
from msp_du.blueprints.host_desk.codes import confirmed
from msp_du.extensions import db
from msp_du.services import desk_papers
from msp_du.web.access import log_read
from msp_du.web.desk_access import desk, desk_holder, desk_or_none
from msp_du.web.downloads import stored_download
from msp_du.web.i18n import _
from msp_du.web.labels import label


@bp.context_processor
def papers_to_sign() -> dict[str, object]:
    """Give the desk's first page what it asks for: drafts to sign on paper."""
    return {"papers_to_sign": _items}


@bp.get("/attestations/<uuid:certificate_id>/fichier")
@desk_holder
@confirmed
def download_certificate(certificate_id: UUID) -> ResponseReturnValue:
    """Give the draft as it was printed; anybody else's answers like a made-up id."""
    holder = desk()
    draft = desk_papers.find(db.session(), certificate_id, holder.contact_ids, day())
    if draft is None or draft.file is None:
        abort(404)
    if holder.account is not None:
        log_read(holder.account, draft.placement)
    return stored_download(draft.file, "attestation-a-signer.pdf")


def _items() -> list[dict[str, str]]:
    holder = desk_or_none()
    if holder is None:
        return []
    return [
        {
            "title": label(draft.paper),
            "url": url_for(".download_certificate", certificate_id=draft.id),
            "text": draft.placement.enrolment_year.enrolment.person.name.display,
            "tag": _("À signer"),
            "tag_kind": "todo",
        }
        for draft in desk_papers.to_sign(db.session(), holder.contact_ids, day())
    ]
