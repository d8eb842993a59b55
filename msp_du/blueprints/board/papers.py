"""The papers of a sitting as they were made: read by the board, each letter by whom it is about."""

from uuid import UUID

from flask import Response, abort
from flask.typing import ResponseReturnValue

from msp_du import policies
from msp_du.blueprints.board.routes import bp
from msp_du.domain.board_papers import PaperKind
from msp_du.domain.vocabulary import Role
from msp_du.models import BoardPaper, StoredFile
from msp_du.web.access import authorise, get_or_404, requires
from msp_du.web.downloads import stored_download

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
    if file is None:
        abort(404)
    return stored_download(file, f"{name}.{_EXTENSIONS[file.media_type]}")
