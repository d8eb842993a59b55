"""Sheets to sign and certificates of attendance: asked for, waited for, taken."""

from datetime import UTC, date, datetime
from uuid import UUID

from flask import abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from msp_du import policies
from msp_du.blueprints.attendance.routes import bp, class_or_404
from msp_du.domain.attendance import AttendancePaperKind
from msp_du.domain.errors import RuleViolation
from msp_du.domain.vocabulary import Role
from msp_du.extensions import db, transaction
from msp_du.models import AttendancePaper, Cohort
from msp_du.services import attendance_papers
from msp_du.web import locale
from msp_du.web.access import authorise, get_or_404, requires
from msp_du.web.downloads import stored_download
from msp_du.web.i18n import _
from msp_du.web.labels import sentence

READERS = (Role.TRAINEE, Role.TUTOR, Role.COORDINATOR, Role.REGISTRAR)
FILE_NAMES = {
    AttendancePaperKind.SHEET: "feuille",
    AttendancePaperKind.WEEK_SHEET: "feuille-semaine",
    AttendancePaperKind.CERTIFICATE: "attestation",
}


@bp.post("/seances/<uuid:class_session_id>/feuille")
@requires(Role.TUTOR, Role.COORDINATOR)
def request_sheet(class_session_id: UUID) -> ResponseReturnValue:
    """Have the sheet of a class printed."""
    row = class_or_404(class_session_id)
    actor = authorise(policies.can_fill_attendance, row)
    try:
        with transaction() as session:
            paper = attendance_papers.request_sheet(
                session, row, today=locale.today(), actor=actor, now=datetime.now(UTC)
            )
    except RuleViolation as violation:
        flash(sentence(violation.rule, **violation.details), "error")
        return redirect(url_for(".fill_sheet", class_session_id=class_session_id))
    return redirect(url_for(".show_paper", paper_id=paper.id))


@bp.post("/promotions/<uuid:cohort_id>/feuilles")
@requires(Role.TUTOR, Role.COORDINATOR)
def request_week(cohort_id: UUID) -> ResponseReturnValue:
    """Have one sheet printed for a week of classes."""
    cohort = get_or_404(Cohort, cohort_id)
    actor = authorise(policies.can_read_marks, cohort)
    try:
        monday = date.fromisoformat(request.form.get("monday", ""))
    except ValueError:
        flash(_("Choisissez une semaine de la liste."), "error")
        return redirect(url_for(".show_cohort", cohort_id=cohort_id))
    try:
        with transaction() as session:
            paper = attendance_papers.request_week(
                session, cohort, monday, today=locale.today(), actor=actor, now=datetime.now(UTC)
            )
    except RuleViolation as violation:
        flash(sentence(violation.rule, **violation.details), "error")
        return redirect(url_for(".show_cohort", cohort_id=cohort_id))
    return redirect(url_for(".show_paper", paper_id=paper.id))


@bp.get("/papiers/<uuid:paper_id>")
@requires(*READERS)
def show_paper(paper_id: UUID) -> ResponseReturnValue:
    """Show whether a paper is made yet, and where to take it."""
    paper = _paper_or_404(paper_id)
    authorise(policies.can_read_paper, paper)
    return render_template(
        "attendance/show_paper.html",
        paper=paper,
        is_given_up=paper.file_id is None and attendance_papers.is_given_up(db.session(), paper),
    )


@bp.get("/papiers/<uuid:paper_id>/fichier")
@requires(*READERS)
def download_paper(paper_id: UUID) -> ResponseReturnValue:
    """Give the bytes as they were made; nothing is rendered here."""
    paper = _paper_or_404(paper_id)
    authorise(policies.can_read_paper, paper)
    file = paper.file
    if file is None:
        return redirect(url_for(".show_paper", paper_id=paper_id))
    return stored_download(file, f"{FILE_NAMES[paper.kind]}-{paper.starts_on:%Y-%m-%d}.pdf")


def _paper_or_404(paper_id: UUID) -> AttendancePaper:
    paper = attendance_papers.find(db.session(), paper_id)
    if paper is None:
        abort(404)
    return paper
