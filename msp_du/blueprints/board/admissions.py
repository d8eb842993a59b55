"""Everybody of a year whom the rules admit, admitted in one act after a look at who they are."""

from datetime import UTC, datetime
from uuid import UUID

from flask import flash, redirect, url_for
from flask.typing import ResponseReturnValue

from msp_du import policies
from msp_du.blueprints.board.forms import SittingForm, prefilled
from msp_du.blueprints.board.routes import asked_year, bp
from msp_du.domain.errors import Rule, RuleViolation
from msp_du.domain.vocabulary import Role
from msp_du.extensions import db, transaction
from msp_du.models import Account, Cohort
from msp_du.services import boards, decisions
from msp_du.services.boards import Admissible
from msp_du.web.access import authorise, get_or_404, requires
from msp_du.web.formatting import mark
from msp_du.web.forms import render_form
from msp_du.web.i18n import ngettext


@bp.route("/<uuid:cohort_id>/admissions", methods=["GET", "POST"])
@requires(Role.BOARD_MEMBER)
def admit_all(cohort_id: UUID) -> ResponseReturnValue:
    """Show whom the rules admit, then admit them all."""
    cohort = get_or_404(Cohort, cohort_id)
    actor = authorise(policies.can_sit_on_board, cohort)
    number, _numbers = asked_year(cohort)
    found = _found(cohort, number, actor)
    sitting = decisions.last_sitting(db.session(), cohort.id, number)
    form = SittingForm(data=prefilled(sitting, boards.edition(found)))
    if form.validate_on_submit():
        try:
            with transaction() as session:
                count = boards.admit_all(
                    session,
                    cohort,
                    number,
                    form.sitting,
                    seen=form.seen.data or "",
                    actor=actor,
                    now=datetime.now(UTC),
                )
        except RuleViolation as violation:
            cohort = get_or_404(Cohort, cohort_id)
            found = _found(cohort, number, actor)
            if violation.rule is Rule.DECISION_STALE:
                form.seen.data = boards.edition(found)
            form.add_violation(violation)
        else:
            flash(
                ngettext(
                    "Une admission est enregistrée.",
                    "%(num)s admissions sont enregistrées.",
                    count,
                ),
                "success",
            )
            return redirect(url_for(".show_board", cohort_id=cohort_id, annee=number))
    return render_form(
        "board/admit_all.html",
        form,
        cohort=cohort,
        number=number,
        rows=[
            (one.year.enrolment.person.name.display, mark(one.reading.outcome.average))
            for one in found
        ],
    )


def _found(cohort: Cohort, number: int, actor: Account) -> list[Admissible]:
    return boards.admissible(boards.cohort_board(db.session(), cohort, number), actor)
