"""The placements area."""

from msp_du.blueprints.placements import trainee_placements
from msp_du.blueprints.placements.routes import bp

__all__ = ["bp", "trainee_placements"]
