"""The blueprint, and what several of its pages ask: the document, and today's edition."""

from datetime import UTC, datetime
from uuid import UUID

from flask import Blueprint, abort, current_app

from msp_du.config import Config
from msp_du.domain.vocabulary import DocumentKind
from msp_du.extensions import db
from msp_du.models import Document, Institution
from msp_du.services import cohorts, document_register
from msp_du.services.document_facts import Edition

bp = Blueprint("documents", __name__, url_prefix="/documents")
FILE_NAMES = {DocumentKind.CERTIFICATE: "diplome", DocumentKind.TRANSCRIPT: "releve"}


def document_or_404(document_id: UUID) -> Document:
    """Return a document with what its page and its rights need, or answer 404."""
    document = document_register.find(db.session(), document_id)
    if document is None:
        abort(404)
    return document


def todays_edition(institution: Institution) -> Edition:
    """Return what documents asked for now have in common."""
    config: Config = current_app.extensions["msp_du_config"]
    return Edition(
        today=cohorts.today_in(institution, datetime.now(UTC)),
        host=config.public_host,
        is_specimen=config.demo,
    )


def file_name(document: Document) -> str:
    """Return what a download is called: no name, and nothing of what is taught."""
    return f"{FILE_NAMES[document.kind]}-{document.number}.pdf"
