"""The hours area."""

from msp_du.blueprints.hours import sending
from msp_du.blueprints.hours.routes import bp

__all__ = ["bp", "sending"]
