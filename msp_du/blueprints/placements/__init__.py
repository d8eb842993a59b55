"""The placements area."""

from msp_du.blueprints.placements import (
    allowances,
    certificates,
    contact_desks,
    documents,
    host_doubles,
    host_imports,
    host_proposals,
    incidents,
    on_behalf,
    register,
    slips,
    trainee_placements,
)
from msp_du.blueprints.placements.routes import bp

__all__ = [
    "allowances",
    "bp",
    "certificates",
    "contact_desks",
    "documents",
    "host_doubles",
    "host_imports",
    "host_proposals",
    "incidents",
    "on_behalf",
    "register",
    "slips",
    "trainee_placements",
]
