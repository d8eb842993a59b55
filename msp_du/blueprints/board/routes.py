"""Cohorts before the board, year by year, and the trainees of one of them."""

from uuid import UUID

from flask import Blueprint, abort, render_template, request
from flask.typing import ResponseReturnValue

from msp_du import policies
from msp_du.blueprints.board.pages import board_lines
from msp_du.domain.vocabulary import Role
from msp_du.extensions import db
from msp_du.models import Cohort
from msp_du.services import boards, curricula, sittings
from msp_du.web.access import authorise, current_account, get_or_404, requires

bp = Blueprint("board", __name__, url_prefix="/jury")


@bp.route("/")
@requires(Role.BOARD_MEMBER, Role.COORDINATOR)
def list_boards() -> ResponseReturnValue:
    """List the years of the cohorts one sits for or coordinates."""
    rows = boards.overview(db.session(), current_account())
    return render_template("board/list_boards.html", rows=rows)


@bp.route("/<uuid:cohort_id>")
@requires(Role.BOARD_MEMBER, Role.COORDINATOR)
def show_board(cohort_id: UUID) -> ResponseReturnValue:
    """Show a year of a cohort: each trainee's result, what is missing, what was decided."""
    cohort = get_or_404(Cohort, cohort_id)
    actor = authorise(policies.can_read_board, cohort)
    number, numbers = asked_year(cohort)
    rows = boards.cohort_board(db.session(), cohort, number)
    return render_template(
        "board/show_board.html",
        cohort=cohort,
        number=number,
        numbers=numbers,
        lines=board_lines(rows),
        sittings=sittings.of_cohort(db.session(), cohort.id, number),
        may_prepare=policies.can_prepare_board(actor, cohort),
    )


def asked_year(cohort: Cohort) -> tuple[int, list[int]]:
    """Return the year of the curriculum in ``?annee=`` (the first without it), and all of them."""
    numbers = [year.number for year in curricula.content_of(cohort.curriculum_version).years]
    asked = request.args.get("annee", "")
    if not asked:
        return numbers[0], numbers
    found = [number for number in numbers if str(number) == asked]
    return (found[0], numbers) if found else abort(404)
