"""The interface for programs, version 1."""

from msp_du.blueprints.api.routes import bp

__all__ = ["bp"]
