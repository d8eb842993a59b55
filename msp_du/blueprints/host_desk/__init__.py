"""The host desk area: a contact's page, by personal link or by account."""

from msp_du.blueprints.host_desk import (
    codes,
    host_data,
    links,
    people,
    receipts,
    routes,
    slips,
)
from msp_du.blueprints.host_desk.area import bp, former_bp

__all__ = [
    "bp",
    "codes",
    "former_bp",
    "host_data",
    "links",
    "people",
    "receipts",
    "routes",
    "slips",
]
