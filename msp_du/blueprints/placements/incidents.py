"""Incidents on placements: told, listed for the coordinator, their declaration noted as sent."""

from datetime import UTC, datetime
from uuid import UUID
from zoneinfo import ZoneInfo

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from msp_du import policies
from msp_du.blueprints.placements.law_form import IncidentForm, SendingForm
from msp_du.blueprints.placements.routes import bp
from msp_du.domain import calendar
from msp_du.domain.errors import RuleViolation
from msp_du.domain.vocabulary import Role
from msp_du.extensions import db, transaction
from msp_du.models import Cohort, IncidentNotice, Placement
from msp_du.services import hours, incidents
from msp_du.web import formatting
from msp_du.web.access import authorise, get_or_404, requires
from msp_du.web.forms import render_form
from msp_du.web.i18n import _
from msp_du.web.incident_words import incident_line


@bp.route("/<uuid:placement_id>/incidents/declarer", methods=["GET", "POST"])
@requires(Role.TRAINEE, Role.COORDINATOR)
def tell_incident(placement_id: UUID) -> ResponseReturnValue:
    """Tell that something happened: when, and in which kind of place."""
    placement = get_or_404(Placement, placement_id)
    actor = authorise(policies.can_tell_incident, placement)
    now, zone = datetime.now(UTC), hours.zone_of(placement)
    form = IncidentForm(data={"happened_on": calendar.today(now, zone)})
    if form.validate_on_submit():
        try:
            happened_at = calendar.to_utc(
                form.happened_on.data, form.clock.data, zone, field="clock"
            )
            with transaction() as session:
                incidents.tell(
                    session,
                    placement,
                    happened_at=happened_at,
                    place=form.place.data,
                    actor=actor,
                    now=now,
                )
        except RuleViolation as violation:
            placement = get_or_404(Placement, placement_id)
            form.add_violation(violation)
        else:
            flash(_("L’incident est déclaré. La coordination en voit les délais."), "success")
            return redirect(url_for(".show_placement", placement_id=placement_id))
    return render_form(
        "placements/tell_incident.html",
        form,
        placement=placement,
        started=formatting.day(placement.periods[0].starts_on),
    )


@bp.get("/promotions/<uuid:cohort_id>/incidents")
@requires(Role.COORDINATOR)
def list_incidents(cohort_id: UUID) -> ResponseReturnValue:
    """List the incidents of a cohort, with what is late."""
    cohort = get_or_404(Cohort, cohort_id)
    authorise(policies.can_follow_incidents, cohort)
    zone, now = ZoneInfo(cohort.institution.time_zone), datetime.now(UTC)
    found = incidents.of_cohort(db.session(), cohort)
    return render_template(
        "placements/list_incidents.html",
        cohort=cohort,
        rows=[(one.placement, incident_line(one, zone, now)) for one in found],
    )


@bp.route("/incidents/<uuid:incident_id>/envoi", methods=["GET", "POST"])
@requires(Role.COORDINATOR)
def note_sending(incident_id: UUID) -> ResponseReturnValue:
    """Note the day on which the declaration was sent."""
    notice = get_or_404(IncidentNotice, incident_id)
    actor = authorise(policies.can_note_sending, notice)
    now, zone = datetime.now(UTC), hours.zone_of(notice.placement)
    cohort_id = notice.placement.enrolment_year.enrolment.cohort_id
    form = SendingForm(data={"sent_on": calendar.today(now, zone)})
    if form.validate_on_submit():
        try:
            with transaction() as session:
                incidents.note_sending(
                    session, notice, sent_on=form.sent_on.data, actor=actor, now=now
                )
        except RuleViolation as violation:
            notice = get_or_404(IncidentNotice, incident_id)
            form.add_violation(violation)
        else:
            flash(_("L’envoi de la déclaration est noté."), "success")
            return redirect(url_for(".list_incidents", cohort_id=cohort_id))
    return render_form(
        "placements/note_sending.html",
        form,
        cohort_id=cohort_id,
        line=incident_line(notice, zone, now),
    )
