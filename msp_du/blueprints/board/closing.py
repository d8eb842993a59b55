"""A sitting read again and closed for good, then published at a chosen moment."""

from datetime import UTC, datetime
from uuid import UUID
from zoneinfo import ZoneInfo

from flask import flash, redirect, url_for
from flask.typing import ResponseReturnValue

from msp_du import policies
from msp_du.blueprints.board.routes import bp
from msp_du.blueprints.board.sitting_area import sitting_or_404
from msp_du.blueprints.board.sitting_forms import CloseForm, PublicationMoment, PublishForm
from msp_du.blueprints.board.sitting_pages import room_counts, room_lines, warnings
from msp_du.domain.errors import RuleViolation
from msp_du.domain.sittings import SittingState
from msp_du.domain.vocabulary import Role
from msp_du.extensions import db, transaction
from msp_du.models import BoardSitting
from msp_du.services import board_papers, closing, sitting_room
from msp_du.web.access import authorise, requires
from msp_du.web.formatting import moment
from msp_du.web.forms import render_form
from msp_du.web.i18n import _
from msp_du.web.printing import causes_in_french, todays_printing


@bp.route("/seances/<uuid:sitting_id>/cloture", methods=["GET", "POST"])
@requires(Role.BOARD_MEMBER, Role.COORDINATOR)
def close_sitting(sitting_id: UUID) -> ResponseReturnValue:
    """Show all that was decided once more; close the sitting once its reference is typed."""
    sitting = sitting_or_404(sitting_id)
    actor = authorise(policies.can_lead_sitting, sitting)
    form = CloseForm()
    if form.validate_on_submit():
        try:
            printing = todays_printing(sitting.cohort.institution)
            with transaction() as session:
                closing.close(
                    session,
                    sitting,
                    printing,
                    typed_reference=form.typed_reference.data,
                    seen=form.seen.data or "",
                    actor=actor,
                    now=datetime.now(UTC),
                )
        except RuleViolation as violation:
            form.add_violation(violation)
        else:
            flash(
                _("La séance est close. Le procès-verbal et les lettres sont en préparation."),
                "success",
            )
            return redirect(url_for(".show_sitting", sitting_id=sitting_id))
    sitting = sitting_or_404(sitting_id)
    if sitting.state is not SittingState.OPEN and not form.errors:
        return redirect(url_for(".show_sitting", sitting_id=sitting_id))
    found = sitting_room.rows(db.session(), sitting)
    form.seen.data = sitting_room.edition(found)
    lines = room_lines(found)
    return render_form(
        "board/close_sitting.html",
        form,
        sitting=sitting,
        counts=room_counts(lines),
        decided=[line for line in lines if line.decision],
        deferred=[line for line in lines if line.is_expected and not line.decision],
        warnings=warnings(sitting),
        is_open=sitting.state is SittingState.OPEN,
    )


@bp.route("/seances/<uuid:sitting_id>/publication", methods=["GET", "POST"])
@requires(Role.BOARD_MEMBER, Role.COORDINATOR)
def publish_sitting(sitting_id: UUID) -> ResponseReturnValue:
    """Choose the moment from which trainees know."""
    sitting = sitting_or_404(sitting_id)
    actor = authorise(policies.can_lead_sitting, sitting)
    form = PublishForm()
    if form.validate_on_submit() and (at := _moment(form, sitting)) is not None:
        try:
            with transaction() as session:
                closing.publish(session, sitting, at, actor=actor, now=datetime.now(UTC))
        except RuleViolation as violation:
            form.add_violation(violation)
        else:
            flash(_said(sitting_or_404(sitting_id)), "success")
            return redirect(url_for(".show_sitting", sitting_id=sitting_id))
    sitting = sitting_or_404(sitting_id)
    return render_form(
        "board/publish_sitting.html",
        form,
        sitting=sitting,
        is_signed=board_papers.is_signed(db.session(), sitting),
        has_appeal=bool((sitting.cohort.institution.appeal_text or "").strip()),
    )


@bp.post("/seances/<uuid:sitting_id>/lettres")
@requires(Role.BOARD_MEMBER, Role.COORDINATOR)
def issue_letters(sitting_id: UUID) -> ResponseReturnValue:
    """Have the letters made that waited for the ways of appeal."""
    sitting = sitting_or_404(sitting_id)
    actor = authorise(policies.can_lead_sitting, sitting)
    with transaction() as session:
        count = board_papers.issue_waiting_letters(session, sitting, causes_in_french, actor=actor)
    if count:
        flash(_("Les lettres sont en préparation."), "success")
    else:
        flash(
            _("Aucune lettre n’est à préparer : les voies de recours manquent encore."), "warning"
        )
    return redirect(url_for(".show_sitting", sitting_id=sitting_id))


def _moment(form: PublishForm, sitting: BoardSitting) -> datetime | None:
    """Return the moment that was chosen, by the institution's clock; None if some of it misses."""
    if form.when.data == PublicationMoment.NOW:
        return datetime.now(UTC)
    day, time = form["day"], form["time"]
    if day.data is None:
        day.errors = [*day.errors, _("Indiquez une date, par exemple 22 11 2026.")]
    if time.data is None:
        time.errors = [*time.errors, _("Indiquez une heure, par exemple 9:30.")]
    if day.data is None or time.data is None:
        return None
    zone = ZoneInfo(sitting.cohort.institution.time_zone)
    return datetime.combine(day.data, time.data, zone)


def _said(sitting: BoardSitting) -> str:
    if sitting.publish_at is None or sitting.publish_at <= datetime.now(UTC):
        return _("Les résultats sont publiés.")
    return _("Les résultats seront publiés le %(moment)s.", moment=moment(sitting.publish_at))
