"""The marks area."""

from msp_du.blueprints.marks import (
    dates,
    imports,
    naming,
    questions,
    resit_lists,
    sheets,
    steps,
)
from msp_du.blueprints.marks.routes import bp

__all__ = ["bp", "dates", "imports", "naming", "questions", "resit_lists", "sheets", "steps"]
