"""The placements area."""

from msp_du.blueprints.placements import (
    contact_desks,
    documents,
    host_doubles,
    host_imports,
    host_proposals,
    on_behalf,
    register,
    slips,
    trainee_placements,
)
from msp_du.blueprints.placements.routes import bp

__all__ = [
    "bp",
    "contact_desks",
    "documents",
    "host_doubles",
    "host_imports",
    "host_proposals",
    "on_behalf",
    "register",
    "slips",
    "trainee_placements",
]
