"""The award gate of one trainee, year by year: where each requirement stands and what fixes it."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from flask import render_template
from flask.typing import ResponseReturnValue

from msp_du import policies
from msp_du.blueprints.board.routes import bp
from msp_du.domain.vocabulary import ResultCode, Role
from msp_du.extensions import db
from msp_du.models import BoardDecision, Enrolment, EnrolmentYear
from msp_du.services import decisions, results
from msp_du.services.results import Reading
from msp_du.web.access import authorise, get_or_404, requires
from msp_du.web.explanation_words import ExplanationWords, explain
from msp_du.web.formatting import mark
from msp_du.web.gate_words import GateWords, gate_words


@dataclass(frozen=True, slots=True)
class GateYear:
    """A year of the diploma as it stands today, and what the board decided of it."""

    year: EnrolmentYear
    average: str
    result: ResultCode
    lines: Sequence[GateWords]
    explanation: ExplanationWords
    decision: BoardDecision | None


@bp.route("/conditions/<uuid:enrolment_id>")
@requires(Role.BOARD_MEMBER, Role.COORDINATOR, Role.REGISTRAR)
def show_gate(enrolment_id: UUID) -> ResponseReturnValue:
    """Show what stands between a trainee and each year, and what would fix it."""
    enrolment = get_or_404(Enrolment, enrolment_id)
    actor = authorise(policies.can_read_gate, enrolment)
    session = db.session()
    years = list({year.year_number: year for year in enrolment.years}.values())
    read = results.readings(session, years)
    decided = decisions.current(session, [year.id for year in years])
    names_hosts = policies.can_read_cohort(actor, enrolment.cohort)
    return render_template(
        "board/show_gate.html",
        enrolment=enrolment,
        cohort=enrolment.cohort,
        years=[
            _gate_year(year, read[year.id], decided.get(year.id), names_hosts=names_hosts)
            for year in years
        ],
        last=max((year.year_number for year in years), default=1),
        may_read_file=policies.can_read_board(actor, enrolment.cohort),
    )


def _gate_year(
    year: EnrolmentYear, reading: Reading, decision: BoardDecision | None, *, names_hosts: bool
) -> GateYear:
    explanation = explain(reading, names_hosts=names_hosts)
    return GateYear(
        year=year,
        average=mark(reading.outcome.average),
        result=reading.outcome.result,
        lines=gate_words(reading, explanation),
        explanation=explanation,
        decision=decision,
    )
