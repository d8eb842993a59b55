"""The host desk area."""

from msp_du.blueprints.host_desk.routes import bp

__all__ = ["bp"]
