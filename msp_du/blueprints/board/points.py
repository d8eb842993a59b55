"""Points of the board on a year's page, and who takes no part in what is decided of it."""

from datetime import UTC, datetime
from uuid import UUID

from flask import abort, flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from werkzeug.wrappers import Response

from msp_du import policies
from msp_du.blueprints.board.decision_forms import WHOLE_YEAR, PointsForm
from msp_du.blueprints.board.routes import bp
from msp_du.blueprints.board.sitting_area import sitting_or_404, year_of_sitting
from msp_du.blueprints.board.sitting_pages import average_lines, points_lines
from msp_du.domain.errors import RuleViolation
from msp_du.domain.vocabulary import Role
from msp_du.extensions import db, transaction
from msp_du.models import BoardSeat, BoardSitting
from msp_du.services import board_points, board_seats, sitting_room
from msp_du.web.access import authorise, requires
from msp_du.web.forms import render_form
from msp_du.web.i18n import _
from msp_du.web.labels import sentence


@bp.route(
    "/seances/<uuid:sitting_id>/dossiers/<uuid:enrolment_year_id>/points", methods=["GET", "POST"]
)
@requires(Role.BOARD_MEMBER)
def give_points(sitting_id: UUID, enrolment_year_id: UUID) -> ResponseReturnValue:
    """Add points to an average, with their reason; the averages stand beside."""
    sitting = sitting_or_404(sitting_id)
    year = year_of_sitting(sitting, enrolment_year_id)
    actor = authorise(policies.can_decide, year)
    row = sitting_room.row_of(db.session(), sitting, year)
    form = PointsForm()
    form.offer([(unit.code, unit.code) for unit in row.reading.outcome.units])
    if form.validate_on_submit():
        try:
            with transaction() as session:
                board_points.give(
                    session, sitting, year, form.given, actor=actor, now=datetime.now(UTC)
                )
        except RuleViolation as violation:
            form.add_violation(violation)
        else:
            flash(_("Les points sont ajoutés. Aucune note n’est changée."), "success")
            return _back(sitting_id, enrolment_year_id)
    sitting = sitting_or_404(sitting_id)
    year = year_of_sitting(sitting, enrolment_year_id)
    row = sitting_room.row_of(db.session(), sitting, year)
    return render_form(
        "board/give_points.html",
        form,
        sitting=sitting,
        year=year,
        person=year.enrolment.person,
        averages=average_lines(row),
        points=points_lines(db.session(), row),
    )


@bp.post("/seances/<uuid:sitting_id>/dossiers/<uuid:enrolment_year_id>/points/retirer")
@requires(Role.BOARD_MEMBER)
def take_points_back(sitting_id: UUID, enrolment_year_id: UUID) -> ResponseReturnValue:
    """Take back the points of one average."""
    sitting = sitting_or_404(sitting_id)
    year = year_of_sitting(sitting, enrolment_year_id)
    actor = authorise(policies.can_decide, year)
    chosen = request.form.get("unit_code", WHOLE_YEAR).replace("\0", "")
    unit_code = None if chosen == WHOLE_YEAR else chosen
    try:
        with transaction() as session:
            board_points.take_back(session, sitting, year, unit_code, actor=actor)
    except RuleViolation as violation:
        flash(sentence(violation.rule, **violation.details), "error")
    else:
        flash(_("Les points sont retirés."), "success")
    return _back(sitting_id, enrolment_year_id)


@bp.post("/seances/<uuid:sitting_id>/dossiers/<uuid:enrolment_year_id>/recusation")
@requires(Role.BOARD_MEMBER, Role.COORDINATOR)
def recuse(sitting_id: UUID, enrolment_year_id: UUID) -> ResponseReturnValue:
    """Note that a member takes no part in a year, or takes part again."""
    sitting = sitting_or_404(sitting_id)
    year = year_of_sitting(sitting, enrolment_year_id)
    seat = _seat(sitting, request.form.get("seat_id", ""))
    is_back = request.form.get("step") == "back"
    asked = policies.can_take_part_again if is_back else policies.can_recuse
    actor = authorise(lambda actor, seat: asked(actor, seat, year), seat)
    try:
        with transaction() as session:
            if is_back:
                board_seats.take_part_again(session, seat, year, actor=actor)
            else:
                board_seats.recuse(session, seat, year, actor=actor, now=datetime.now(UTC))
    except RuleViolation as violation:
        flash(sentence(violation.rule, **violation.details), "error")
    else:
        flash(_("C’est noté : le procès-verbal le dira."), "success")
    return _back(sitting_id, enrolment_year_id)


def _seat(sitting: BoardSitting, typed: str) -> BoardSeat:
    return next((seat for seat in sitting.seats if str(seat.id) == typed), None) or abort(404)


def _back(sitting_id: UUID, enrolment_year_id: UUID) -> Response:
    return redirect(
        url_for(".decide_in_sitting", sitting_id=sitting_id, enrolment_year_id=enrolment_year_id)
    )
