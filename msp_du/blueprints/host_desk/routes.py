"""The desk of a contact, by link or by account: what waits for them, and signing it."""

from collections.abc import Sequence
from datetime import UTC, datetime
from uuid import UUID

from flask import abort, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from msp_du.blueprints.host_desk.area import bp, day, on_desk_or_404
from msp_du.blueprints.host_desk.forms import ApprovalForm, ReturnForm
from msp_du.domain.errors import RuleViolation
from msp_du.domain.vocabulary import HoursState
from msp_du.extensions import db, transaction
from msp_du.models import HoursEntry, Placement
from msp_du.services import approvals, desks, hours
from msp_du.web import formatting, hours_lines
from msp_du.web.access import get_or_404, log_read
from msp_du.web.desk_access import desk, desk_holder
from msp_du.web.desk_lines import desk_lines
from msp_du.web.forms import render_form
from msp_du.web.i18n import _


@bp.route("/")
@desk_holder
def show_desk() -> ResponseReturnValue:
    """List who sent hours, those who have waited longest first."""
    holder = desk()
    rows = desks.rows(db.session(), holder.contact_ids, day())
    if holder.account is not None:
        log_read(holder.account)
    return render_template("host_desk/show_desk.html", desk=desk_lines(rows, day()), holder=holder)


@bp.route("/stages/<uuid:placement_id>")
@desk_holder
def show_placement(placement_id: UUID) -> ResponseReturnValue:
    """Show the list to sign, and what was signed before."""
    _holder, placement = on_desk_or_404(placement_id)
    entries = approvals.to_sign(db.session(), placement)
    contact = placement.contact
    form = ApprovalForm(
        data={
            "declared_name": contact.name,
            "declared_capacity": contact.job_title or "",
            **_shown(entries),
        }
    )
    return _page(placement, form, entries)


@bp.route("/stages/<uuid:placement_id>/valider", methods=["POST"])
@desk_holder
def approve(placement_id: UUID) -> ResponseReturnValue:
    """Sign the list that was shown, if it is still the same."""
    holder, placement = on_desk_or_404(placement_id)
    form = ApprovalForm()
    if form.validate_on_submit():
        try:
            with transaction() as session:
                signature = approvals.approve(
                    session,
                    placement,
                    actor=holder.account,
                    contact=placement.contact,
                    entry_ids=form.entry_ids,
                    digest=form.digest.data or "",
                    declared_name=form.declared_name.data,
                    declared_capacity=form.declared_capacity.data,
                    via=holder.via,
                    now=datetime.now(UTC),
                )
        except RuleViolation as violation:
            form.add_violation(violation)
        else:
            flash(_("C’est signé : %(what)s.", what=hours_lines.signature(signature)), "success")
            return redirect(url_for(".show_desk"))
    entries = approvals.to_sign(db.session(), placement)
    for name, value in _shown(entries).items():
        form[name].data = value
    return _page(placement, form, entries)


@bp.route("/stages/<uuid:placement_id>/signaler/<uuid:entry_id>", methods=["GET", "POST"])
@desk_holder
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
                approvals.return_entry(
                    session,
                    entry,
                    actor=holder.account,
                    contact=placement.contact,
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


def _shown(entries: Sequence[HoursEntry]) -> dict[str, str]:
    return {
        "entries": " ".join(str(entry.id) for entry in entries),
        "digest": approvals.digest_of(entries),
    }


def _page(
    placement: Placement, form: ApprovalForm, entries: Sequence[HoursEntry]
) -> ResponseReturnValue:
    zone = hours.zone_of(placement)
    signed = approvals.signatures(db.session(), placement)
    return render_form(
        "host_desk/show_placement.html",
        form,
        placement_id=placement.id,
        trainee=placement.enrolment_year.enrolment.person.name.display,
        periods=hours_lines.periods(placement.periods),
        lines=[hours_lines.line(entry, zone) for entry in entries],
        total=formatting.hours(sum(entry.minutes for entry in entries)),
        signatures=[hours_lines.signature(row) for row in signed],
    )
