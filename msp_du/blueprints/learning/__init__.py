"""The area of what a trainee learns outside placements."""

from msp_du.blueprints.learning.routes import bp

__all__ = ["bp"]
