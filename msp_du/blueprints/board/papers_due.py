"""The documents of placements that a year of a cohort waits for, received many at once."""

from datetime import UTC, datetime
from uuid import UUID

from flask import flash, redirect, url_for
from flask.typing import ResponseReturnValue

from msp_du import policies
from msp_du.blueprints.board.forms import DocumentsForm
from msp_du.blueprints.board.routes import asked_year, bp
from msp_du.domain.errors import RuleViolation
from msp_du.domain.vocabulary import Role
from msp_du.extensions import db, transaction
from msp_du.models import Cohort
from msp_du.services import placement_documents, placement_papers
from msp_du.services.cohorts import today_in
from msp_du.services.placement_papers import Awaited
from msp_du.web import formatting
from msp_du.web.access import authorise, get_or_404, requires
from msp_du.web.forms import render_form
from msp_du.web.i18n import _, ngettext
from msp_du.web.words import label


@bp.route("/<uuid:cohort_id>/documents", methods=["GET", "POST"])
@requires(Role.COORDINATOR, Role.REGISTRAR)
def receive_documents(cohort_id: UUID) -> ResponseReturnValue:
    """List the documents that are due, and note those that came."""
    cohort = get_or_404(Cohort, cohort_id)
    actor = authorise(policies.can_receive_documents, cohort)
    number, _numbers = asked_year(cohort)
    now = datetime.now(UTC)
    form = DocumentsForm(data={"received_on": today_in(cohort.institution, now)})
    form.list_due(_due(cohort, number, actor.person_id))
    if form.validate_on_submit():
        try:
            with transaction() as session:
                count = placement_documents.receive_many(
                    session,
                    cohort,
                    number,
                    [UUID(text) for text in form.placements.data],
                    received_on=form.received_on.data,
                    actor=actor,
                    now=now,
                )
        except RuleViolation as violation:
            cohort = get_or_404(Cohort, cohort_id)
            form.list_due(_due(cohort, number, actor.person_id))
            form.add_violation(violation)
        else:
            flash(
                ngettext(
                    "La réception d’un document est enregistrée.",
                    "La réception de %(num)s documents est enregistrée.",
                    count,
                ),
                "success",
            )
            return redirect(url_for(".prepare", cohort_id=cohort_id, annee=number))
    return render_form("board/receive_documents.html", form, cohort=cohort, number=number)


def _due(cohort: Cohort, number: int, own_id: UUID | None) -> list[tuple[str, str, str]]:
    """Return (id, who and what, where and until when) of each document but one's own."""
    return [
        (str(one.placement.id), *_words(one))
        for one in placement_papers.awaited(db.session(), cohort, number)
        if one.placement.enrolment_year.enrolment.person_id != own_id
    ]


def _words(one: Awaited) -> tuple[str, str]:
    placement = one.placement
    person = placement.enrolment_year.enrolment.person
    return (
        _("%(name)s : %(paper)s", name=person.name.display, paper=label(one.paper)),
        _(
            "%(host)s, jusqu’au %(day)s",
            host=placement.organisation.name,
            day=formatting.day(max(period.ends_on for period in placement.periods)),
        ),
    )
