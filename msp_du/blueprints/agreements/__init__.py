"""The agreements area: papers of placements, their signatures, and the life of a placement."""

from msp_du.blueprints.agreements import (
    life,
    lists,
    papers,
    people,
    preparing,
    signing,
    templates,
)
from msp_du.blueprints.agreements.area import bp

__all__ = ["bp", "life", "lists", "papers", "people", "preparing", "signing", "templates"]
