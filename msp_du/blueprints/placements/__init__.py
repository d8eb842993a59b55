"""The placements area."""

from msp_du.blueprints.placements import (
    contact_desks,
    documents,
    on_behalf,
    slips,
    trainee_placements,
)
from msp_du.blueprints.placements.routes import bp

__all__ = [
    "bp",
    "contact_desks",
    "documents",
    "on_behalf",
    "slips",
    "trainee_placements",
]
