"""One trainee's year before the board: read as it stands, or as it was decided."""

from uuid import UUID

from flask import render_template
from flask.typing import ResponseReturnValue

from msp_du import policies
from msp_du.blueprints.board.pages import decided_file, decision_line, has_moved, open_file
from msp_du.blueprints.board.routes import bp
from msp_du.domain.sittings import SittingState
from msp_du.domain.vocabulary import Role
from msp_du.extensions import db
from msp_du.models import Account, BoardDecision, EnrolmentYear
from msp_du.services import closing, decisions, results, sittings
from msp_du.web.access import authorise, get_or_404, requires


@bp.route("/decisions/<uuid:enrolment_year_id>")
@requires(Role.BOARD_MEMBER, Role.COORDINATOR)
def decide(enrolment_year_id: UUID) -> ResponseReturnValue:
    """Show a trainee's year with what was decided, and lead to where the board decides."""
    year = get_or_404(EnrolmentYear, enrolment_year_id)
    actor = authorise(policies.can_read_board_file, year)
    session, enrolment = db.session(), year.enrolment
    history = decisions.history(session, year)
    if history:
        reading = closing.reading_of(session, year, history[0])
        facts = decisions.facts_of(history[0])
        file, moved = decided_file(facts, reading), has_moved(facts, reading)
    else:
        reading, moved = results.readings(session, [year])[year.id], False
        names_hosts = policies.can_read_cohort(actor, enrolment.cohort)
        file = open_file(reading, names_hosts=names_hosts)
    return render_template(
        "board/decide.html",
        year=year,
        person=enrolment.person,
        cohort=enrolment.cohort,
        file=file,
        history=[decision_line(decision) for decision in history],
        has_moved=moved,
        sitting=sittings.open_one(session, enrolment.cohort_id, year.year_number),
        may_correct=bool(history) and _may_correct(actor, year, history[0]),
    )


def _may_correct(actor: Account, year: EnrolmentYear, decision: BoardDecision) -> bool:
    if policies.is_self(actor, year.enrolment.person_id):
        return False
    sitting = decision.sitting
    if sitting is None:
        return policies.can_decide(actor, year)
    is_over = sitting.state in {SittingState.CLOSED, SittingState.PUBLISHED}
    return is_over and policies.can_lead_sitting(actor, sitting)
