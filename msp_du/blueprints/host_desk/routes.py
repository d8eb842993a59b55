"""The desk of a contact, by link or by account: what waits for them, and signing it."""

from datetime import UTC, datetime
from uuid import UUID

from flask import abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from msp_du.blueprints.host_desk.area import bp, day, on_desk_or_404
from msp_du.blueprints.host_desk.codes import confirmed
from msp_du.blueprints.host_desk.forms import ReturnForm
from msp_du.blueprints.host_desk.signing_form import SigningForm, signing_form
from msp_du.domain.errors import RuleViolation
from msp_du.domain.vocabulary import HoursState
from msp_du.extensions import db, transaction
from msp_du.models import HoursEntry, Placement
from msp_du.services import approvals, desk_approvals, desk_lists, desk_receipts, desks, hours
from msp_du.services.desk_lists import WaitingList
from msp_du.web import formatting, hours_lines
from msp_du.web.access import get_or_404, log_read
from msp_du.web.desk_access import DeskHolder, desk, desk_holder
from msp_du.web.desk_lines import desk_lines
from msp_du.web.desk_receipts import receipt_lines
from msp_du.web.forms import render_form
from msp_du.web.i18n import _
from msp_du.web.labels import label
from msp_du.web.throttling import secret_key


@bp.route("/")
@desk_holder
def show_desk() -> ResponseReturnValue:
    """List who sent hours, those who have waited longest first."""
    holder = desk()
    rows = desks.rows(db.session(), holder.contact_ids, day())
    receipts = desk_receipts.of_contacts(db.session(), holder.contact_ids)
    if holder.account is not None:
        log_read(holder.account)
    return render_template(
        "host_desk/show_desk.html",
        desk=desk_lines(rows, day()),
        waiting=sum(row.waiting for row in rows),
        minutes=sum(row.minutes for row in rows),
        receipts=receipt_lines(receipts),
        hosts=holder.contacts,
    )


@bp.route("/heures", methods=["GET", "POST"])
@desk_holder
@confirmed
def sign_hours() -> ResponseReturnValue:
    """Show every list that waits, and sign them together."""
    holder = desk()
    lists = _lists(holder)
    if holder.account is not None:
        log_read(holder.account)
    form = _form(holder, lists)
    if form.validate_on_submit():
        answer = _signed(holder, form)
        if answer is not None:
            return answer
        lists = _shown_anew(holder, form)
    return render_form("host_desk/sign_hours.html", form, lists=_pages(lists), placement=None)


@bp.route("/stages/<uuid:placement_id>")
@desk_holder
@confirmed
def show_placement(placement_id: UUID) -> ResponseReturnValue:
    """Show the list of one trainee, and what was signed before."""
    holder, placement = on_desk_or_404(placement_id)
    lists = _lists(holder, placement.id)
    return _placement_page(placement, _form(holder, lists), lists)


@bp.route("/stages/<uuid:placement_id>/valider", methods=["POST"])
@desk_holder
@confirmed
def approve(placement_id: UUID) -> ResponseReturnValue:
    """Sign the list that was shown, if it is still the same."""
    holder, placement = on_desk_or_404(placement_id)
    lists = _lists(holder, placement.id)
    form = _form(holder, lists)
    if form.validate_on_submit():
        answer = _signed(holder, form)
        if answer is not None:
            return answer
        placement = get_or_404(Placement, placement_id)
        lists = _shown_anew(holder, form, placement_id)
    return _placement_page(placement, form, lists)


@bp.route("/stages/<uuid:placement_id>/signaler/<uuid:entry_id>", methods=["GET", "POST"])
@desk_holder
@confirmed
def return_entry(placement_id: UUID, entry_id: UUID) -> ResponseReturnValue:
    """Send one line back to the trainee with a reason."""
    entry = get_or_404(HoursEntry, entry_id)
    if entry.placement_id != placement_id:
        abort(404)
    holder, placement = on_desk_or_404(placement_id)
    if entry.state is HoursState.DRAFT:
        abort(404)
    form = ReturnForm(data={"version": str(entry.version)})
    if form.validate_on_submit():
        try:
            with transaction() as session:
                contact, _absent = desks.signer(session, placement, holder.contacts, day())
                approvals.return_entry(
                    session,
                    entry,
                    actor=holder.account,
                    contact=contact,
                    reason=form.reason.data,
                    version=form.seen_version,
                )
        except RuleViolation as violation:
            entry = get_or_404(HoursEntry, entry_id)
            form.add_violation(violation)
        else:
            flash(_("La ligne est renvoyée avec votre motif."), "success")
            return redirect(url_for(".show_placement", placement_id=placement_id))
    return render_form(
        "host_desk/return_entry.html",
        form,
        placement_id=placement_id,
        trainee=placement.enrolment_year.enrolment.person.name.display,
        entry=hours_lines.line(entry, hours.zone_of(placement)),
    )


def _lists(holder: DeskHolder, placement_id: UUID | None = None) -> list[WaitingList]:
    return desk_lists.waiting(
        db.session(), holder.contacts, day(), key=secret_key(), placement_id=placement_id
    )


def _form(holder: DeskHolder, lists: list[WaitingList]) -> SigningForm:
    """Make the form; behind a link the name is typed, so that no machine signs by opening."""
    signer = lists[0].signer if lists else holder.contacts[0] if holder.contacts else None
    if signer is None:
        return signing_form(lists)
    return signing_form(
        lists,
        name=signer.name if holder.account else "",
        capacity=signer.job_title or label(signer.capacity),
    )


def _signed(holder: DeskHolder, form: SigningForm) -> ResponseReturnValue | None:
    """Sign what the form showed and lead to the receipt; None when a rule refuses."""
    signer = desk_approvals.Signer(
        contacts=holder.contacts,
        name=form.declared_name.data,
        capacity=form.declared_capacity.data,
        via=holder.via,
        account=holder.account,
    )
    try:
        with transaction() as session:
            receipts = desk_approvals.sign(
                session, form.shown(request.form), signer, key=secret_key(), now=datetime.now(UTC)
            )
            found = [receipt.id for receipt in receipts]
    except RuleViolation as violation:
        form.add_violation(violation)
        return None
    if len(found) == 1:
        return redirect(url_for(".show_receipt", receipt_id=found[0]), 303)
    flash(_("C’est enregistré."), "success")
    return redirect(url_for(".show_desk"), 303)


def _shown_anew(
    holder: DeskHolder, form: SigningForm, placement_id: UUID | None = None
) -> list[WaitingList]:
    lists = _lists(holder, placement_id)
    form.show_anew(lists)
    return lists


def _pages(lists: list[WaitingList]) -> list[dict[str, object]]:
    return [
        {
            "id": one.placement.id,
            "trainee": one.trainee,
            "in_place_of": one.in_place_of.name if one.in_place_of else None,
            "lines": [hours_lines.line(entry, one.zone) for entry in one.entries],
            "total": formatting.hours(one.minutes),
        }
        for one in lists
    ]


def _placement_page(
    placement: Placement, form: SigningForm, lists: list[WaitingList]
) -> ResponseReturnValue:
    signed = approvals.signatures(db.session(), placement)
    return render_form(
        "host_desk/sign_hours.html",
        form,
        lists=_pages(lists),
        placement=placement,
        trainee=placement.enrolment_year.enrolment.person.name.display,
        periods=hours_lines.periods(placement.periods),
        signatures=hours_lines.signed_all(db.session(), signed),
    )
