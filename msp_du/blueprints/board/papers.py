"""The papers of a sitting as they were made: read by the board, each letter by whom it is about."""

from uuid import UUID

from flask import Response, abort, request
from flask.typing import ResponseReturnValue

from msp_du import policies
from msp_du.blueprints.board.routes import bp
from msp_du.domain.board_papers import PaperKind
from msp_du.domain.vocabulary import Role
from msp_du.models import BoardPaper, StoredFile
from msp_du.web.access import authorise, get_or_404, requires

_NAMES = {
    PaperKind.MINUTES: "proces-verbal",
    PaperKind.RESULTS_LIST: "resultats",
    PaperKind.LETTER: "lettre",
}
_EXTENSIONS = {"application/pdf": "pdf", "image/jpeg": "jpg"}


@bp.route("/documents/<uuid:paper_id>/fichier")
@requires(Role.BOARD_MEMBER, Role.COORDINATOR)
def download_paper(paper_id: UUID) -> ResponseReturnValue:
    """Give the bytes of a paper to whoever reads the sitting."""
    paper = get_or_404(BoardPaper, paper_id)
    authorise(policies.can_read_board_paper, paper)
    return _sent(paper.file, f"{_NAMES[paper.kind]}-{paper.edition}")


@bp.route("/lettres/<uuid:letter_id>")
@requires(Role.TRAINEE)
def download_letter(letter_id: UUID) -> ResponseReturnValue:
    """Give a trainee their own letter, once it is published."""
    paper = get_or_404(BoardPaper, letter_id)
    authorise(policies.can_read_own_letter, paper)
    return _sent(paper.file, _NAMES[PaperKind.LETTER])


@bp.route("/documents/<uuid:paper_id>/exemplaire-signe")
@requires(Role.BOARD_MEMBER, Role.COORDINATOR)
def download_scan(paper_id: UUID) -> ResponseReturnValue:
    """Give the minutes as they were signed by hand."""
    paper = get_or_404(BoardPaper, paper_id)
    authorise(policies.can_read_board_paper, paper)
    return _sent(paper.scan, f"{_NAMES[paper.kind]}-{paper.edition}-signe")


def _sent(file: StoredFile | None, name: str) -> Response:
    """Answer with stored bytes, never shown in the page's own place."""
    if file is None:
        abort(404)
    response = Response(mimetype=file.media_type)
    response.set_etag(file.sha256)
    extension = _EXTENSIONS[file.media_type]
    response.headers["Content-Disposition"] = f'attachment; filename="{name}.{extension}"'
    response.make_conditional(request)
    if response.status_code != 304:
        response.set_data(file.content)
    return response
