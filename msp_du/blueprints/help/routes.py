"""Help, statements and notices, for anyone."""

from collections.abc import Mapping

from flask import Blueprint, abort, render_template, url_for
from flask.typing import ResponseReturnValue

from msp_du.blueprints.help.guides import (
    GUIDES,
    OPEN_GUIDES,
    PLACEMENT_GUIDES,
    STUDY_GUIDES,
    HelpPage,
    read,
)
from msp_du.domain.undo import UNDO_TABLE
from msp_du.models import Institution
from msp_du.policies import active_grants
from msp_du.web.access import actor_or_none, public
from msp_du.web.i18n import current_language
from msp_du.web.undo_pages import UNDO_PLACES

bp = Blueprint("help", __name__)

_FILES = {word: role.value for role, word in GUIDES.items()} | {
    word: name for name, word in OPEN_GUIDES.items()
}


@bp.route("/aide")
@public
def index() -> ResponseReturnValue:
    """List the guides, those of the reader's own roles first."""
    actor = actor_or_none()
    own = {grant.role for grant in active_grants(actor)} if actor else set()
    return render_template(
        "help/index.html",
        own=_links({role.value: word for role, word in GUIDES.items() if role in own}),
        others=_links({role.value: word for role, word in GUIDES.items() if role not in own}),
        placements=_links(PLACEMENT_GUIDES),
        studies=_links(STUDY_GUIDES),
    )


def _links(guides: Mapping[str, str]) -> list[dict[str, str]]:
    language = current_language()
    return [
        {"url": url_for(".show_guide", guide=word), "title": read(name, language).title}
        for name, word in guides.items()
    ]


@bp.route("/aide/<guide>")
@public
def show_guide(guide: str) -> ResponseReturnValue:
    """Show a guide; none holds a secret."""
    name = _FILES.get(guide)
    if name is None:
        abort(404)
    return render_template("help/show_guide.html", page=_page(name))


@bp.route("/aide/revenir-en-arriere")
@public
def undo() -> ResponseReturnValue:
    """Show what can be taken back: the table that the code holds to."""
    rows = [(row, UNDO_PLACES[row.flow]) for row in UNDO_TABLE]
    return render_template("help/undo.html", rows=rows)


@bp.route("/accessibilite")
@public
def accessibility() -> ResponseReturnValue:
    """Say how accessible the service is, honestly."""
    return _notice("accessibility")


@bp.route("/mentions-legales")
@public
def legal() -> ResponseReturnValue:
    """Say who publishes the service."""
    return _notice("legal")


@bp.route("/confidentialite")
@public
def privacy() -> ResponseReturnValue:
    """Say what is kept, why, for how long, and who sees it."""
    return _notice("privacy")


@bp.route("/contact")
@public
def contact() -> ResponseReturnValue:
    """Say whom to write to."""
    return _notice("contact")


def _notice(name: str) -> ResponseReturnValue:
    return render_template("help/notice.html", page=_page(name), institutions=_institutions())


def _page(name: str) -> HelpPage:
    return read(name, current_language())


def _institutions() -> list[Institution]:
    """List the reader's own institutions; a stranger is told of none."""
    actor = actor_or_none()
    grants = active_grants(actor) if actor else []
    return list({grant.institution_id: grant.institution for grant in grants}.values())
