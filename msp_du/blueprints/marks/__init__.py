"""The marks area."""

from msp_du.blueprints.marks import (
    cells,
    comments,
    dates,
    explaining,
    imports,
    naming,
    questions,
    resit_lists,
    sheets,
    steps,
)
from msp_du.blueprints.marks.routes import bp

__all__ = [
    "bp",
    "cells",
    "comments",
    "dates",
    "explaining",
    "imports",
    "naming",
    "questions",
    "resit_lists",
    "sheets",
    "steps",
]
