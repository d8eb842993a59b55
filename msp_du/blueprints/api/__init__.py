"""The interface for programs, version 1."""

from msp_du.blueprints.api import description, hours, session
from msp_du.blueprints.api.routes import bp

__all__ = ["bp", "description", "hours", "session"]
