"""The curriculum area: its versions, their rules, their import."""

from msp_du.blueprints.curriculum import imports
from msp_du.blueprints.curriculum.routes import bp

__all__ = ["bp", "imports"]
