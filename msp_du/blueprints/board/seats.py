"""Members named to a board, one by one, while the sitting is prepared."""

from datetime import UTC, datetime
from uuid import UUID

from flask import flash, redirect, url_for
from flask.typing import ResponseReturnValue

from msp_du import policies
from msp_du.blueprints.board.routes import bp
from msp_du.blueprints.board.sitting_area import sitting_or_404
from msp_du.blueprints.board.sitting_forms import SeatForm
from msp_du.domain.errors import RuleViolation
from msp_du.domain.vocabulary import Role
from msp_du.extensions import db, transaction
from msp_du.models import BoardSeat, BoardSitting
from msp_du.services import board_seats
from msp_du.web.access import authorise, get_or_404, requires
from msp_du.web.forms import render_form
from msp_du.web.i18n import _
from msp_du.web.labels import sentence


@bp.route("/seances/<uuid:sitting_id>/membres/nouveau", methods=["GET", "POST"])
@requires(Role.COORDINATOR)
def add_seat(sitting_id: UUID) -> ResponseReturnValue:
    """Name a member, or a deputy."""
    sitting = sitting_or_404(sitting_id)
    actor = authorise(policies.can_prepare_sitting, sitting)
    form = _form(sitting)
    if form.validate_on_submit():
        try:
            with transaction() as session:
                board_seats.add(session, sitting, form.named, actor=actor, now=datetime.now(UTC))
        except RuleViolation as violation:
            form.add_violation(violation)
        else:
            flash(_("%(name)s est membre du jury.", name=form.name.data), "success")
            return redirect(url_for(".show_sitting", sitting_id=sitting_id))
    return render_form("board/add_seat.html", form, sitting=sitting_or_404(sitting_id))


@bp.route("/membres/<uuid:seat_id>/modifier", methods=["GET", "POST"])
@requires(Role.COORDINATOR)
def edit_seat(seat_id: UUID) -> ResponseReturnValue:
    """Change how a member is named."""
    seat = get_or_404(BoardSeat, seat_id)
    actor = authorise(policies.can_change_seat, seat)
    sitting_id = seat.sitting_id
    form = _form(seat.sitting, seat)
    if form.validate_on_submit():
        try:
            with transaction() as session:
                board_seats.change(session, seat, form.named, actor=actor, now=datetime.now(UTC))
        except RuleViolation as violation:
            form.add_violation(violation)
        else:
            flash(_("La nomination est modifiée."), "success")
            return redirect(url_for(".show_sitting", sitting_id=sitting_id))
    return render_form(
        "board/edit_seat.html", form, sitting=sitting_or_404(sitting_id), seat_id=seat_id
    )


@bp.post("/membres/<uuid:seat_id>/retirer")
@requires(Role.COORDINATOR)
def remove_seat(seat_id: UUID) -> ResponseReturnValue:
    """Take a member off the board, with their deputies."""
    seat = get_or_404(BoardSeat, seat_id)
    actor = authorise(policies.can_change_seat, seat)
    sitting_id = seat.sitting_id
    try:
        with transaction() as session:
            board_seats.remove(session, seat, actor=actor)
    except RuleViolation as violation:
        flash(sentence(violation.rule, **violation.details), "error")
    else:
        flash(_("La nomination est retirée."), "success")
    return redirect(url_for(".show_sitting", sitting_id=sitting_id))


def _form(sitting: BoardSitting, seat: BoardSeat | None = None) -> SeatForm:
    now = datetime.now(UTC)
    accounts = board_seats.accounts_for(db.session(), sitting.cohort, now=now)
    return SeatForm(
        obj=seat,
        members=[
            (each.id, _("Suppléance de %(name)s", name=each.name))
            for each in sitting.seats
            if each.deputy_of_id is None and (seat is None or each.id != seat.id)
        ],
        accounts=[(account.id, account.display_name) for account in accounts],
    )
