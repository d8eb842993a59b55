"""The placements area."""

from msp_du.blueprints.placements import (
    allowances,
    certificates,
    documents,
    incidents,
    trainee_placements,
)
from msp_du.blueprints.placements.routes import bp

__all__ = ["allowances", "bp", "certificates", "documents", "incidents", "trainee_placements"]
