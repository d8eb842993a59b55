"""Totals of attendance: of a cohort, of one person."""

from datetime import UTC, date, datetime
from uuid import UUID

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from msp_du import policies
from msp_du.blueprints.attendance.forms import PeriodForm
from msp_du.blueprints.attendance.routes import bp, is_demo
from msp_du.blueprints.attendance.words import (
    GATE_TAGS,
    GATE_WORDS,
    own_context,
    percent_text,
)
from msp_du.domain.attendance import AttendanceStanding
from msp_du.domain.errors import RuleViolation
from msp_du.domain.vocabulary import Role
from msp_du.extensions import db, transaction
from msp_du.models import Cohort, Enrolment
from msp_du.services import attendance_papers, cohort_attendance, own_attendance
from msp_du.services.own_attendance import OwnAttendance
from msp_du.web import locale
from msp_du.web.access import authorise, get_or_404, requires
from msp_du.web.forms import render_form
from msp_du.web.i18n import _


@bp.get("/promotions/<uuid:cohort_id>/totaux")
@requires(Role.COORDINATOR)
def show_totals(cohort_id: UUID) -> ResponseReturnValue:
    """Show the attendance of a cohort, person by person and unit by unit."""
    cohort = get_or_404(Cohort, cohort_id)
    authorise(policies.can_plan_sessions, cohort)
    found = cohort_attendance.of_cohort(db.session(), cohort)
    return render_template(
        "attendance/show_totals.html",
        cohort=cohort,
        years=[
            {
                "number": year.number,
                "codes": year.codes,
                "rows": [
                    {
                        "name": row.name,
                        "url": url_for(".show_trainee", enrolment_id=row.enrolment_id),
                        "cells": _cells(row.standing, year.codes),
                        **_gate(row.standing),
                    }
                    for row in year.rows
                ],
            }
            for year in found
        ],
    )


@bp.route("/inscriptions/<uuid:enrolment_id>", methods=["GET", "POST"])
@requires(Role.COORDINATOR, Role.REGISTRAR)
def show_trainee(enrolment_id: UUID) -> ResponseReturnValue:
    """Show one person's attendance, and ask for a certificate of it."""
    enrolment = get_or_404(Enrolment, enrolment_id)
    actor = authorise(policies.can_certify_attendance, enrolment)
    today = locale.today()
    own = own_attendance.of_enrolment(db.session(), enrolment, today)
    form = PeriodForm(data=_period(own, today))
    if form.validate_on_submit():
        try:
            with transaction() as session:
                paper = attendance_papers.request_certificate(
                    session,
                    enrolment,
                    starts_on=form.starts_on.data,
                    ends_on=form.ends_on.data,
                    today=today,
                    is_specimen=is_demo(),
                    actor=actor,
                    now=datetime.now(UTC),
                )
        except RuleViolation as violation:
            form.add_violation(violation)
        else:
            flash(_("L’attestation est en préparation."), "success")
            return redirect(url_for(".show_paper", paper_id=paper.id))
    return render_form(
        "attendance/show_trainee.html",
        form,
        enrolment=enrolment,
        may_arrange=policies.can_arrange(actor, enrolment),
        **own_context(own),
    )


def _period(own: OwnAttendance, today: date) -> dict[str, date]:
    """Return the academic year that is on, up to today."""
    for each in own.years:
        year = each.year.academic_year
        if year.starts_on <= today <= year.ends_on:
            return {"starts_on": year.starts_on, "ends_on": today}
    return {}


def _cells(standing: AttendanceStanding, codes: tuple[str, ...]) -> list[str]:
    by_code = {unit.code: unit for unit in standing.units}
    return [percent_text(by_code[code]) if code in by_code else "–" for code in codes]


def _gate(standing: AttendanceStanding) -> dict[str, str]:
    gate = standing.gate
    if gate is None:
        return {"state": _("Pas encore examinée"), "tag": "quiet"}
    return {"state": str(GATE_WORDS[gate]), "tag": GATE_TAGS[gate]}
