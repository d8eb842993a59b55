"""The placements area."""

from msp_du.blueprints.placements import documents, register, trainee_placements
from msp_du.blueprints.placements.routes import bp

__all__ = ["bp", "documents", "register", "trainee_placements"]
