"""The host desk area: a contact's page, by personal link or by account."""

from msp_du.blueprints.host_desk import (
    agreements,
    codes,
    host_data,
    links,
    papers,
    people,
    receipts,
    routes,
    slips,
)
from msp_du.blueprints.host_desk.area import bp, former_bp

__all__ = [
    "agreements",
    "bp",
    "codes",
    "former_bp",
    "host_data",
    "links",
    "papers",
    "people",
    "receipts",
    "routes",
    "slips",
]
