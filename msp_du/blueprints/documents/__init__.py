"""The documents area: transcripts and diplomas, asked for, read, downloaded, ended."""

from msp_du.blueprints.documents import ending, issuing, routes
from msp_du.blueprints.documents.area import bp

__all__ = ["bp", "ending", "issuing", "routes"]
