"""The help area."""

from msp_du.blueprints.help.routes import bp

__all__ = ["bp"]
