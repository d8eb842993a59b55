"""The marks area."""

from msp_du.blueprints.marks import cells, naming, sheets
from msp_du.blueprints.marks.routes import bp

__all__ = ["bp", "cells", "naming", "sheets"]
