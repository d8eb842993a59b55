"""The administration area: an institution's settings, its calendar and its accounts."""

from msp_du.blueprints.administration import (
    accounts,
    calendar,
    host_desks,
    legal_figures,
    messages,
    routes,
    signatories,
)
from msp_du.blueprints.administration.area import bp

__all__ = [
    "accounts",
    "bp",
    "calendar",
    "host_desks",
    "legal_figures",
    "messages",
    "routes",
    "signatories",
]
