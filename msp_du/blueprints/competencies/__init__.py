"""The competencies area."""

from msp_du.blueprints.competencies import host_pages
from msp_du.blueprints.competencies.routes import bp

__all__ = ["bp", "host_pages"]
