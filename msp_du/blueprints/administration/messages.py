"""The log of the messages that were sent for the institution, and how people are reminded."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Final
from uuid import UUID

from flask import abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from msp_du import policies
from msp_du.blueprints.administration.area import bp
from msp_du.blueprints.administration.reminder_form import ReminderForm
from msp_du.domain.errors import RuleViolation
from msp_du.domain.vocabulary import JobState, Role
from msp_du.extensions import db, transaction
from msp_du.models import Institution, Job
from msp_du.services import message_log, reminder_settings
from msp_du.services.message_log import WAITING, Reader
from msp_du.web.access import authorise, get_or_404, log_read, requires
from msp_du.web.formatting import moment
from msp_du.web.forms import render_form
from msp_du.web.i18n import _, lazy
from msp_du.web.labels import label
from msp_du.web.message_words import error_words, reader_words

FILTERS: Final[Mapping[str, tuple[str, frozenset[JobState]]]] = {
    "": (lazy("Tous"), frozenset(JobState)),
    "echec": (lazy("En échec"), frozenset({JobState.FAILED})),
    "attente": (lazy("En attente"), WAITING),
    "parti": (lazy("Partis"), frozenset({JobState.DONE})),
}
"""The states that the page shows, by the word in its address."""

TAGS: Final = {
    JobState.PENDING: ("todo", lazy("En attente")),
    JobState.RUNNING: ("info", lazy("En cours")),
    JobState.DONE: ("done", lazy("Parti")),
    JobState.FAILED: ("refused", lazy("Échec")),
}


@dataclass(frozen=True, slots=True)
class Line:
    """A message in words."""

    id: UUID
    kind: str
    capacity: str
    name: str | None
    asked: str
    tag: str
    tag_kind: str
    tries: int
    error: str
    next_try: str | None
    may_send: bool


@bp.route("/<uuid:institution_id>/messages")
@requires(Role.ADMINISTRATOR, Role.COORDINATOR)
def list_messages(institution_id: UUID) -> ResponseReturnValue:
    """List the messages, the latest first, with where each stands; never what they say."""
    institution = get_or_404(Institution, institution_id)
    actor = authorise(policies.can_follow_messages, institution)
    chosen = request.args.get("etat", "")
    if chosen not in FILTERS:
        abort(404)
    found = message_log.read(
        db.session(),
        institution,
        actor=actor,
        states=FILTERS[chosen][1],
        page=request.args.get("page", 1, type=int),
    )
    log_read(actor, institution)
    now = datetime.now(UTC)
    return render_template(
        "administration/list_messages.html",
        institution=institution,
        lines=[_line(job, reader, now) for job, reader in found.rows],
        filters=[
            {
                "text": str(words),
                "count": sum(found.counts.get(state, 0) for state in states),
                "url": url_for(".list_messages", institution_id=institution.id, etat=key or None),
                "current": key == chosen,
            }
            for key, (words, states) in FILTERS.items()
        ],
        found=found,
        page_url=lambda number: url_for(
            ".list_messages", institution_id=institution.id, etat=chosen or None, page=number
        ),
    )


@bp.post("/<uuid:institution_id>/messages/<uuid:job_id>/renvoyer")
@requires(Role.ADMINISTRATOR, Role.COORDINATOR)
def send_message_again(institution_id: UUID, job_id: UUID) -> ResponseReturnValue:
    """Have a message that did not leave tried again at once."""
    institution = get_or_404(Institution, institution_id)
    actor = authorise(policies.can_follow_messages, institution)
    job = get_or_404(Job, job_id)
    if job.institution_id != institution.id or job.kind not in message_log.MESSAGES:
        abort(404)
    with transaction() as session:
        is_sent = message_log.send_again(session, job, actor=actor, now=datetime.now(UTC))
    if is_sent:
        flash(_("Le message repart tout de suite."), "success")
    else:
        flash(_("Ce message est déjà parti, ou repart."), "info")
    return redirect(url_for(".list_messages", institution_id=institution.id))


@bp.route("/<uuid:institution_id>/rappels", methods=["GET", "POST"])
@requires(Role.ADMINISTRATOR, Role.COORDINATOR)
def edit_reminders(institution_id: UUID) -> ResponseReturnValue:
    """Set whether, how often and after how long people are reminded."""
    institution = get_or_404(Institution, institution_id)
    actor = authorise(policies.can_follow_messages, institution)
    form = ReminderForm(obj=reminder_settings.of_institution(db.session(), institution.id))
    if form.validate_on_submit():
        answers = form.values
        del answers["version"]
        try:
            with transaction() as session:
                reminder_settings.change(
                    session, institution, version=form.version.seen, actor=actor, **answers
                )
        except RuleViolation as violation:
            form.add_violation(violation)
        else:
            flash(_("Les réglages sont enregistrés."), "success")
            return redirect(url_for(".list_messages", institution_id=institution.id))
    return render_form("administration/edit_reminders.html", form, institution=institution)


def _line(job: Job, reader: Reader, now: datetime) -> Line:
    tag_kind, words = TAGS[job.state]
    waits = job.state is JobState.PENDING and job.next_at > now
    return Line(
        id=job.id,
        kind=label(job.kind),
        capacity=reader_words(reader),
        name=reader.name,
        asked=moment(job.created_at),
        tag=str(words),
        tag_kind=tag_kind,
        tries=job.tries,
        error=error_words(job.error),
        next_try=moment(job.next_at) if waits else None,
        may_send=waits or job.state is JobState.FAILED,
    )
