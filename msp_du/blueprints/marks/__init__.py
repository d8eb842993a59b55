"""The marks area."""

from msp_du.blueprints.marks import cells, comments, naming, sheets
from msp_du.blueprints.marks.routes import bp

__all__ = ["bp", "cells", "comments", "naming", "sheets"]
