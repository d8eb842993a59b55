"""The placements area."""

from msp_du.blueprints.placements import (
    documents,
    host_doubles,
    host_imports,
    host_proposals,
    register,
    trainee_placements,
)
from msp_du.blueprints.placements.routes import bp

__all__ = [
    "bp",
    "documents",
    "host_doubles",
    "host_imports",
    "host_proposals",
    "register",
    "trainee_placements",
]
