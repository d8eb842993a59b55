"""The marks area."""

from msp_du.blueprints.marks import naming, sheets
from msp_du.blueprints.marks.routes import bp

__all__ = ["bp", "naming", "sheets"]
