"""The blueprint, and what several of its pages ask: the document, and its file's name."""

from uuid import UUID

from flask import Blueprint, abort

from msp_du.domain.vocabulary import DocumentKind
from msp_du.extensions import db
from msp_du.models import Document
from msp_du.services import document_register

bp = Blueprint("documents", __name__, url_prefix="/documents")
FILE_NAMES = {DocumentKind.CERTIFICATE: "diplome", DocumentKind.TRANSCRIPT: "releve"}


def document_or_404(document_id: UUID) -> Document:
    """Return a document with what its page and its rights need, or answer 404."""
    document = document_register.find(db.session(), document_id)
    if document is None:
        abort(404)
    return document


def file_name(document: Document) -> str:
    """Return what a download is called: no name, and nothing of what is taught."""
    return f"{FILE_NAMES[document.kind]}-{document.number}.pdf"
