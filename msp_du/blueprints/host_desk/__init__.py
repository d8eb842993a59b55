"""The host desk area: a contact's page, by personal link or by account."""

from msp_du.blueprints.host_desk import agreements, links, routes
from msp_du.blueprints.host_desk.area import bp, former_bp

__all__ = ["agreements", "bp", "former_bp", "links", "routes"]
