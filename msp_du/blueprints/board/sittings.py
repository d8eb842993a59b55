"""A sitting prepared, shown with its board and its papers, opened with who is present."""

from datetime import UTC, datetime
from uuid import UUID

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from msp_du import policies
from msp_du.blueprints.board.routes import asked_year, bp
from msp_du.blueprints.board.sitting_area import sitting_or_404
from msp_du.blueprints.board.sitting_forms import PresenceForm, SittingForm
from msp_du.blueprints.board.sitting_pages import paper_editions, seat_lines, warnings
from msp_du.domain.errors import RuleViolation
from msp_du.domain.sittings import SittingState
from msp_du.domain.vocabulary import Role
from msp_du.extensions import db, transaction
from msp_du.models import BoardSitting, Cohort
from msp_du.services import board_papers, sittings
from msp_du.web.access import authorise, get_or_404, requires
from msp_du.web.forms import render_form
from msp_du.web.i18n import _

_STATES = {SittingState.CLOSED, SittingState.PUBLISHED}


@bp.route("/<uuid:cohort_id>/seances/nouvelle", methods=["GET", "POST"])
@requires(Role.COORDINATOR)
def prepare_sitting(cohort_id: UUID) -> ResponseReturnValue:
    """Appoint a board over a year of a cohort."""
    cohort = get_or_404(Cohort, cohort_id)
    actor = authorise(policies.can_prepare_board, cohort)
    number, _numbers = asked_year(cohort)
    form = SittingForm()
    if form.validate_on_submit():
        try:
            with transaction() as session:
                sitting = sittings.prepare(
                    session,
                    cohort,
                    number,
                    form.appointment,
                    actor=actor,
                    now=datetime.now(UTC),
                )
        except RuleViolation as violation:
            form.add_violation(violation)
        else:
            flash(_("La séance est préparée. Nommez maintenant ses membres."), "success")
            return redirect(url_for(".show_sitting", sitting_id=sitting.id))
    return render_form("board/prepare_sitting.html", form, cohort=cohort, number=number)


@bp.route("/seances/<uuid:sitting_id>")
@requires(Role.BOARD_MEMBER, Role.COORDINATOR)
def show_sitting(sitting_id: UUID) -> ResponseReturnValue:
    """Show a sitting: its order, its members, where it stands, its papers."""
    sitting = sitting_or_404(sitting_id)
    actor = authorise(policies.can_read_sitting, sitting)
    session = db.session()
    is_over = sitting.state in _STATES
    papers = board_papers.of_sitting(session, sitting) if is_over else []
    return render_template(
        "board/show_sitting.html",
        sitting=sitting,
        seats=seat_lines(sitting),
        warnings=warnings(sitting) if sitting.state is SittingState.OPEN else [],
        editions=paper_editions(session, sitting, papers, actor),
        letters=board_papers.letters(session, sitting) if is_over else [],
        may_prepare=policies.can_prepare_sitting(actor, sitting),
        may_lead=policies.can_lead_sitting(actor, sitting),
        is_out=_is_out(sitting),
    )


@bp.route("/seances/<uuid:sitting_id>/modifier", methods=["GET", "POST"])
@requires(Role.COORDINATOR)
def edit_sitting(sitting_id: UUID) -> ResponseReturnValue:
    """Change the dates and references of a sitting that is prepared."""
    sitting = sitting_or_404(sitting_id)
    actor = authorise(policies.can_prepare_sitting, sitting)
    form = SittingForm(obj=sitting)
    if form.validate_on_submit():
        try:
            with transaction() as session:
                sittings.change(
                    session, sitting, form.appointment, version=form.version.seen, actor=actor
                )
        except RuleViolation as violation:
            form.add_violation(violation)
        else:
            flash(_("La séance est modifiée."), "success")
            return redirect(url_for(".show_sitting", sitting_id=sitting_id))
    return render_form("board/edit_sitting.html", form, sitting=sitting_or_404(sitting_id))


@bp.route("/seances/<uuid:sitting_id>/presence", methods=["GET", "POST"])
@requires(Role.BOARD_MEMBER, Role.COORDINATOR)
def record_presence(sitting_id: UUID) -> ResponseReturnValue:
    """Record who is present, and open the sitting with them."""
    sitting = sitting_or_404(sitting_id)
    actor = authorise(policies.can_lead_sitting, sitting)
    is_open = sitting.state is SittingState.OPEN
    seats = [(line.id, line.words) for line in seat_lines(sitting)]
    form = PresenceForm(
        seats=seats, data={"present": [seat.id for seat in sitting.seats if seat.is_present]}
    )
    if form.validate_on_submit():
        present = set(form.present.data)
        try:
            with transaction() as session:
                if is_open:
                    sittings.change_presence(session, sitting, present, actor=actor)
                else:
                    sittings.open_sitting(
                        session, sitting, present, actor=actor, now=datetime.now(UTC)
                    )
        except RuleViolation as violation:
            form.add_violation(violation)
        else:
            flash(_("Les présences sont enregistrées. La séance est ouverte."), "success")
            for warning in warnings(sitting_or_404(sitting_id)):
                flash(warning, "warning")
            return redirect(url_for(".show_room", sitting_id=sitting_id))
    return render_form(
        "board/record_presence.html", form, sitting=sitting_or_404(sitting_id), is_open=is_open
    )


def _is_out(sitting: BoardSitting) -> bool:
    return sitting.publish_at is not None and sitting.publish_at <= datetime.now(UTC)
