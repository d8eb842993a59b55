"""The home area."""

from msp_du.blueprints.home.routes import bp

__all__ = ["bp"]
