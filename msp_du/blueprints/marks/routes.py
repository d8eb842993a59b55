"""Where marks are found: one's own, the modules to mark, the modules one coordinates."""

from collections.abc import Sequence
from datetime import UTC, datetime

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from msp_du.blueprints.marks.list_view import cohort_views
from msp_du.blueprints.marks.own_threads import own_threads
from msp_du.blueprints.marks.own_view import OwnYearView, own_year_view
from msp_du.domain import calendar
from msp_du.domain.vocabulary import Role
from msp_du.extensions import db
from msp_du.models import Account
from msp_du.policies import has_role
from msp_du.services import mark_lists, own_marks
from msp_du.web.access import current_account, requires

bp = Blueprint("marks", __name__, url_prefix="/notes")


@bp.route("/")
@requires(Role.TRAINEE, Role.TUTOR, Role.COORDINATOR)
def list_marks() -> ResponseReturnValue:
    """Show one's own marks, the modules one marks, and those of one's cohorts."""
    actor, session, now = current_account(), db.session(), datetime.now(UTC)
    today = calendar.today(now, calendar.PARIS)
    is_tutor, is_coordinator = has_role(actor, Role.TUTOR), has_role(actor, Role.COORDINATOR)
    return render_template(
        "marks/list_marks.html",
        own=_own(actor),
        is_tutor=is_tutor,
        is_coordinator=is_coordinator,
        to_mark=cohort_views(mark_lists.to_mark(session, actor) if is_tutor else [], today),
        coordinated=cohort_views(
            mark_lists.coordinated(session, actor, now=now) if is_coordinator else [], today
        ),
    )


def _own(actor: Account) -> Sequence[OwnYearView] | None:
    """Return one's own years; None for somebody who is not a trainee."""
    if actor.person_id is None or not has_role(actor, Role.TRAINEE):
        return None
    session = db.session()
    years = own_marks.own_years(session, actor.person_id, now=datetime.now(UTC))
    threads = own_threads(session, years)
    return [own_year_view(own, threads[own.year.id]) for own in years]
