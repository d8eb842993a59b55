"""Wishes for placements, and who goes where."""

from msp_du.blueprints.allocation import exclusions, offers, proposing, ranking
from msp_du.blueprints.allocation.routes import bp

__all__ = ["bp", "exclusions", "offers", "proposing", "ranking"]
