"""The receipt of what was signed: it stays readable, through the desk or through its own link."""

from uuid import UUID

from flask import abort, render_template
from flask.typing import ResponseReturnValue

from msp_du.blueprints.host_desk.area import bp
from msp_du.domain.desk import DeskPurpose
from msp_du.extensions import db
from msp_du.models import DeskReceipt
from msp_du.services import desk_receipts
from msp_du.web.access import get_or_404, log_read
from msp_du.web.desk_access import DeskHolder, desk, receipt_holder
from msp_du.web.desk_receipts import receipt_page


@bp.route("/recus/<uuid:receipt_id>")
@receipt_holder
def show_receipt(receipt_id: UUID) -> ResponseReturnValue:
    """Show what was signed, by whom and when, and whether it still stands."""
    holder = desk()
    receipt = get_or_404(DeskReceipt, receipt_id)
    if not _may_read(holder, receipt):
        abort(404)
    if holder.account is not None:
        log_read(holder.account, receipt)
    found = desk_receipts.read(db.session(), receipt)
    return render_template("host_desk/show_receipt.html", receipt=receipt_page(receipt, found))


def _may_read(holder: DeskHolder, receipt: DeskReceipt) -> bool:
    """Tell whether it is the receipt of the link, or one of the contacts at the desk."""
    link = holder.session.link if holder.session else None
    if link is not None and link.purpose is DeskPurpose.RECEIPT:
        return link.receipt_id == receipt.id
    return receipt.contact_id in holder.contact_ids
