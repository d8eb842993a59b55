"""The host desk area: a contact's page, by personal link or by account."""

from msp_du.blueprints.host_desk import links, routes
from msp_du.blueprints.host_desk.area import bp, former_bp

__all__ = ["bp", "former_bp", "links", "routes"]
