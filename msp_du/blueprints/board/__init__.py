"""The board area: what the examination board has before it, and its decisions."""

from msp_du.blueprints.board import (
    admissions,
    decisions,
    exports,
    gate_page,
    papers_due,
    preparation,
    sandbox,
)
from msp_du.blueprints.board.routes import bp

__all__ = [
    "admissions",
    "bp",
    "decisions",
    "exports",
    "gate_page",
    "papers_due",
    "preparation",
    "sandbox",
]
