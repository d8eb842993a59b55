"""Minutes signed: on screen by a member who proves who they are once more, or by hand."""

from datetime import UTC, datetime
from uuid import UUID

from flask import flash, redirect, url_for
from flask.typing import ResponseReturnValue
from werkzeug.datastructures import FileStorage

from msp_du import policies
from msp_du.blueprints.board.routes import bp
from msp_du.blueprints.board.sitting_forms import ScanForm, SignForm
from msp_du.domain.errors import RuleViolation
from msp_du.domain.vocabulary import AttemptKind, Role
from msp_du.extensions import transaction
from msp_du.files import scans
from msp_du.models import BoardPaper
from msp_du.services import board_papers
from msp_du.web.access import authorise, get_or_404, requires
from msp_du.web.forms import render_form
from msp_du.web.i18n import _
from msp_du.web.throttling import pause_before, prove, refuse_for_now, this_try

TEMPLATE = "board/sign_minutes.html"


@bp.route("/documents/<uuid:paper_id>/signature", methods=["GET", "POST"])
@requires(Role.BOARD_MEMBER)
def sign_minutes(paper_id: UUID) -> ResponseReturnValue:
    """Sign the minutes, with the password asked again."""
    paper = get_or_404(BoardPaper, paper_id)
    actor = authorise(policies.can_sign_minutes, paper)
    form = SignForm()
    if form.validate_on_submit():
        attempt = this_try(actor.email)
        pause = pause_before(AttemptKind.SIGN_IN, attempt)
        if pause:
            return refuse_for_now(TEMPLATE, form, pause, paper=paper)
        if prove(form, actor, attempt):
            try:
                with transaction() as session:
                    board_papers.sign(session, paper, actor=actor, now=datetime.now(UTC))
            except RuleViolation as violation:
                form.add_violation(violation)
            else:
                flash(_("Votre signature est enregistrée."), "success")
                return redirect(url_for(".show_sitting", sitting_id=paper.sitting_id))
    return render_form(TEMPLATE, form, paper=get_or_404(BoardPaper, paper_id))


@bp.route("/documents/<uuid:paper_id>/numerisation", methods=["GET", "POST"])
@requires(Role.BOARD_MEMBER, Role.COORDINATOR)
def upload_scan(paper_id: UUID) -> ResponseReturnValue:
    """Keep the minutes as they were signed by hand."""
    paper = get_or_404(BoardPaper, paper_id)
    actor = authorise(policies.can_keep_scan, paper)
    form = ScanForm()
    if form.validate_on_submit():
        try:
            content, media_type = scans.read_scan(_content(form.scan.data))
            with transaction() as session:
                board_papers.keep_scan(
                    session, paper, content, media_type, actor=actor, now=datetime.now(UTC)
                )
        except RuleViolation as violation:
            violation.field = "scan"
            form.add_violation(violation)
        else:
            flash(_("L’exemplaire signé est enregistré."), "success")
            return redirect(url_for(".show_sitting", sitting_id=paper.sitting_id))
    return render_form("board/upload_scan.html", form, paper=get_or_404(BoardPaper, paper_id))


def _content(upload: FileStorage) -> bytes:
    """Return what was sent, and no more of it than tells that it is too much."""
    with upload.stream as stream:
        return stream.read(scans.MAX_SCAN_BYTES + 1)
