"""The table of a sitting: all its years, the clear cases at once, one year after the other."""

from dataclasses import dataclass
from datetime import UTC, datetime
from uuid import UUID

from flask import abort, flash, jsonify, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from msp_du import policies
from msp_du.blueprints.board.decision_forms import ChoiceForm, ClearForm
from msp_du.blueprints.board.pages import open_file
from msp_du.blueprints.board.routes import bp
from msp_du.blueprints.board.sitting_area import sitting_or_404, year_of_sitting
from msp_du.blueprints.board.sitting_pages import (
    points_lines,
    room_counts,
    room_lines,
    warnings,
)
from msp_du.domain.decisions import REFUSALS, open_results
from msp_du.domain.errors import Rule, RuleViolation
from msp_du.domain.sittings import SittingState
from msp_du.domain.vocabulary import Role
from msp_du.extensions import db, transaction
from msp_du.models import Account, BoardSeat, BoardSitting, EnrolmentYear
from msp_du.services import board_seats, sitting_room, sittings
from msp_du.services.sitting_room import RoomRow
from msp_du.web.access import authorise, current_account, requires
from msp_du.web.formatting import mark
from msp_du.web.forms import render_form
from msp_du.web.i18n import _, ngettext
from msp_du.web.words import label

_MOVED = frozenset({Rule.STALE_VERSION, Rule.DECISION_STALE})


@bp.route("/seances/<uuid:sitting_id>/dossiers")
@requires(Role.BOARD_MEMBER, Role.COORDINATOR)
def show_room(sitting_id: UUID) -> ResponseReturnValue:
    """Show every year on the table, one line a trainee; the page follows the other machines."""
    sitting = sitting_or_404(sitting_id)
    actor = authorise(policies.can_read_sitting, sitting)
    if sitting.state in {SittingState.CLOSED, SittingState.PUBLISHED}:
        return redirect(url_for(".show_sitting", sitting_id=sitting_id))
    lines = room_lines(sitting_room.rows(db.session(), sitting))
    is_open = sitting.state is SittingState.OPEN
    return render_template(
        "board/show_room.html",
        sitting=sitting,
        lines=lines,
        counts=room_counts(lines),
        warnings=warnings(sitting) if is_open else [],
        is_open=is_open,
        may_sit=policies.can_sit(actor, sitting),
        may_lead=policies.can_lead_sitting(actor, sitting),
    )


@bp.route("/seances/<uuid:sitting_id>/suivi")
@requires(Role.BOARD_MEMBER, Role.COORDINATOR)
def follow(sitting_id: UUID) -> ResponseReturnValue:
    """Tell a page that is open whether something changed since; it names nobody."""
    sitting = sitting_or_404(sitting_id)
    if not policies.can_read_sitting(current_account(), sitting):
        abort(404)
    return jsonify(revision=sitting.revision)


@bp.route("/seances/<uuid:sitting_id>/cas-clairs", methods=["GET", "POST"])
@requires(Role.BOARD_MEMBER)
def decide_clear(sitting_id: UUID) -> ResponseReturnValue:
    """Show what the rules alone settle, then decide it all at once."""
    sitting = sitting_or_404(sitting_id)
    actor = authorise(policies.can_sit, sitting)
    form = ClearForm()
    found = _clear(sitting, actor)
    if form.validate_on_submit():
        try:
            with transaction() as session:
                count = sitting_room.decide_clear(
                    session,
                    sitting,
                    seen=form.seen.data or "",
                    actor=actor,
                    now=datetime.now(UTC),
                )
        except RuleViolation as violation:
            sitting = sitting_or_404(sitting_id)
            found = _clear(sitting, actor)
            form.add_violation(violation)
        else:
            flash(
                ngettext("Une décision est prise.", "%(num)s décisions sont prises.", count),
                "success",
            )
            return redirect(url_for(".show_room", sitting_id=sitting_id))
    form.seen.data = sitting_room.edition(found)
    return render_form(
        "board/decide_clear.html",
        form,
        sitting=sitting,
        rows=[
            (
                row.year.enrolment.person.name.display,
                mark(row.reading.outcome.average),
                row.reading.outcome.result,
                row.reading.outcome.may_progress,
            )
            for row in found
        ],
    )


@dataclass(frozen=True, slots=True)
class _Place:
    """A year on the table of a sitting, and who is at the screen."""

    sitting: BoardSitting
    year: EnrolmentYear
    actor: Account

    def row(self) -> RoomRow:
        return sitting_room.row_of(db.session(), self.sitting, self.year)


@bp.route("/seances/<uuid:sitting_id>/dossiers/<uuid:enrolment_year_id>", methods=["GET", "POST"])
@requires(Role.BOARD_MEMBER, Role.COORDINATOR)
def decide_in_sitting(sitting_id: UUID, enrolment_year_id: UUID) -> ResponseReturnValue:
    """Show a year on the table; let a member decide on it."""
    place = _place(sitting_id, enrolment_year_id)
    row = place.row()
    if request.method == "GET":
        return _page(place, row, _blank(row))
    form = ChoiceForm()
    form.offer(open_results(row.reading.outcome.result))
    if not form.validate_on_submit():
        return _page(place, row, form)
    try:
        with transaction() as session:
            made = sitting_room.decide(
                session,
                place.sitting,
                place.year,
                form.choice,
                seen=form.seen.data or "",
                token=form.token.data or "",
                actor=place.actor,
                now=datetime.now(UTC),
            )
    except RuleViolation as violation:
        return _refused(sitting_id, enrolment_year_id, form, violation)
    flash(_("La décision est prise : %(result)s.", result=label(made.result)), "success")
    return redirect(_next_url(place.sitting))


@bp.post("/seances/<uuid:sitting_id>/dossiers/<uuid:enrolment_year_id>/reporter")
@requires(Role.BOARD_MEMBER)
def put_off(sitting_id: UUID, enrolment_year_id: UUID) -> ResponseReturnValue:
    """Take back what was decided of a year: it waits for another sitting."""
    place = _place(sitting_id, enrolment_year_id)
    try:
        with transaction() as session:
            sitting_room.put_off(
                session,
                place.sitting,
                place.year,
                token=request.form.get("token", ""),
                actor=place.actor,
            )
    except RuleViolation as violation:
        return _refused(sitting_id, enrolment_year_id, ChoiceForm(formdata=None), violation)
    flash(_("La décision est retirée : le dossier est reporté."), "success")
    return redirect(
        url_for(".decide_in_sitting", sitting_id=sitting_id, enrolment_year_id=enrolment_year_id)
    )


def _clear(sitting: BoardSitting, actor: Account) -> list[RoomRow]:
    session = db.session()
    try:
        seat = board_seats.seat_of(session, sitting, actor)
    except RuleViolation:
        return []
    return sitting_room.clear_cases(sitting_room.rows(session, sitting), actor, seat)


def _place(sitting_id: UUID, enrolment_year_id: UUID) -> _Place:
    """Find a year on a table; whoever writes is of the board, and never decides on themselves."""
    sitting = sitting_or_404(sitting_id)
    year = year_of_sitting(sitting, enrolment_year_id)
    asked = policies.can_read_board_file if request.method == "GET" else policies.can_decide
    return _Place(sitting, year, authorise(asked, year))


def _blank(row: RoomRow) -> ChoiceForm:
    """Return the form as the page first shows it: what is decided, or what the rules propose."""
    known = row.decision or row.proposal
    form = ChoiceForm(
        data={
            "result": known.result if known else None,
            "may_progress": known.may_progress and known.result in REFUSALS if known else False,
            "derogation": known.derogation or "" if known else "",
            "seen": row.edition,
            "token": sittings.token(row.decision),
        }
    )
    form.offer(open_results(row.reading.outcome.result))
    return form


def _refused(
    sitting_id: UUID, enrolment_year_id: UUID, form: ChoiceForm, violation: RuleViolation
) -> ResponseReturnValue:
    """Show the year as it stands now, the other's decision beside what was typed."""
    place = _place(sitting_id, enrolment_year_id)
    row = place.row()
    form.offer(open_results(row.reading.outcome.result))
    if violation.rule in _MOVED:
        form.seen.data, form.token.data = row.edition, sittings.token(row.decision)
    form.add_violation(violation)
    return _page(place, row, form)


def _page(place: _Place, row: RoomRow, form: ChoiceForm) -> ResponseReturnValue:
    sitting, year = place.sitting, place.year
    is_open = sitting.state is SittingState.OPEN
    return render_form(
        "board/decide_in_sitting.html",
        form,
        sitting=sitting,
        year=year,
        person=year.enrolment.person,
        file=open_file(
            row.reading, names_hosts=policies.can_read_cohort(place.actor, sitting.cohort)
        ),
        row=row,
        token=sittings.token(row.decision),
        points=points_lines(db.session(), row),
        seats=_seats_to_recuse(place, row),
        may_take_back=any(
            policies.can_take_part_again(place.actor, seat, year) for seat in row.recused
        ),
        may_decide=is_open and policies.can_decide(place.actor, year),
    )


def _seats_to_recuse(place: _Place, row: RoomRow) -> list[BoardSeat]:
    """List those who take part and whom the reader may keep out of it."""
    return [
        seat
        for seat in place.sitting.seats
        if seat.id not in {one.id for one in row.recused}
        and policies.can_recuse(place.actor, seat, place.year)
    ]


def _next_url(sitting: BoardSitting) -> str:
    """Return the next year to decide on, or the table once there is none."""
    lines = room_lines(sitting_room.rows(db.session(), sitting))
    waiting = [line for line in lines if line.is_expected and line.decision is None]
    if not waiting:
        return url_for(".show_room", sitting_id=sitting.id)
    return url_for(
        ".decide_in_sitting", sitting_id=sitting.id, enrolment_year_id=waiting[0].year_id
    )
