"""The board area: what the examination board has before it, its sittings, its decisions."""

from msp_du.blueprints.board import (
    closing,
    corrections,
    decisions,
    exports,
    gate_page,
    papers,
    papers_due,
    points,
    preparation,
    room,
    sandbox,
    seats,
    signing,
    sittings,
)
from msp_du.blueprints.board.routes import bp

__all__ = [
    "bp",
    "closing",
    "corrections",
    "decisions",
    "exports",
    "gate_page",
    "papers",
    "papers_due",
    "points",
    "preparation",
    "room",
    "sandbox",
    "seats",
    "signing",
    "sittings",
]
