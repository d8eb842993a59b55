"""Sending days to the host, taking them back, removing drafts."""

from collections.abc import Callable
from datetime import UTC, datetime
from uuid import UUID

from flask import flash, redirect, request, url_for
from flask.typing import ResponseReturnValue

from msp_du import policies
from msp_du.blueprints.hours.forms import SendForm
from msp_du.blueprints.hours.routes import bp
from msp_du.domain.errors import RuleViolation
from msp_du.domain.vocabulary import HoursState, Role
from msp_du.extensions import db, transaction
from msp_du.models import HoursEntry, Placement
from msp_du.services import hours, logbook
from msp_du.web.access import authorise, get_or_404, requires
from msp_du.web.forms import render_form
from msp_du.web.hours_lines import line
from msp_du.web.i18n import _, ngettext
from msp_du.web.labels import sentence


@bp.route("/<uuid:placement_id>/envoyer", methods=["GET", "POST"])
@requires(Role.TRAINEE)
def submit(placement_id: UUID) -> ResponseReturnValue:
    """Show what is to be sent, and send what is ticked."""
    placement = get_or_404(Placement, placement_id)
    actor = authorise(policies.can_log_hours, placement)
    entries = logbook.to_send(db.session(), placement)
    lines = [line(entry, hours.zone_of(placement)) for entry in entries]
    form = SendForm(data={"entries": [str(e.id) for e in entries if e.state is HoursState.DRAFT]})
    form.entries.offer([(str(one.id), f"{one.day}, {one.duration}") for one in lines])
    form.entries.look["hints"] = {str(one.id): one.times or one.kind for one in lines}
    if form.validate_on_submit():
        try:
            with transaction() as session:
                sent = hours.submit(
                    session,
                    placement,
                    actor=actor,
                    now=datetime.now(UTC),
                    entry_ids=[UUID(text) for text in form.entries.data],
                )
        except RuleViolation as violation:
            form.add_violation(violation)
        else:
            _say_sent(placement, sent)
            return redirect(url_for(".show_log"))
    return render_form(
        "hours/submit.html",
        form,
        placement=placement,
        lines=lines,
    )


@bp.route("/saisies/<uuid:entry_id>/reprendre", methods=["POST"])
@requires(Role.TRAINEE)
def take_back(entry_id: UUID) -> ResponseReturnValue:
    """Take back a day that was sent and not yet decided."""
    entry = get_or_404(HoursEntry, entry_id)
    actor = authorise(policies.can_log_hours, entry.placement)

    def act() -> None:
        with transaction() as session:
            hours.take_back(session, entry, actor=actor)

    return _done(act, _("Vous avez repris ce jour : il est de nouveau à envoyer."))


@bp.route("/saisies/<uuid:entry_id>/supprimer", methods=["POST"])
@requires(Role.TRAINEE)
def delete(entry_id: UUID) -> ResponseReturnValue:
    """Remove a day that was not sent."""
    entry = get_or_404(HoursEntry, entry_id)
    actor = authorise(policies.can_log_hours, entry.placement)
    version = request.form.get("version", 0, type=int)

    def act() -> None:
        with transaction() as session:
            hours.delete_draft(session, entry, actor=actor, version=version)

    return _done(act, _("Ce jour est supprimé."))


def _done(act: Callable[[], None], said: str) -> ResponseReturnValue:
    try:
        act()
    except RuleViolation as violation:
        flash(sentence(violation.rule, **violation.details), "error")
    else:
        flash(said, "success")
    return redirect(url_for(".show_log"))


def _say_sent(placement: Placement, sent: list[HoursEntry]) -> None:
    name = placement.contact.name
    words = ngettext(
        "Un jour envoyé à %(name)s, à valider.",
        "%(num)s jours envoyés à %(name)s, à valider.",
        len(sent),
        name=name,
    )
    flash(words if sent else _("Ces jours étaient déjà envoyés."), "success")
