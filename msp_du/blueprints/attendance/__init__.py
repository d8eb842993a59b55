"""Classes of a cohort: who was there, the calendar, study arrangements."""

from msp_du.blueprints.attendance import (
    arranging,
    calendar,
    code,
    filling,
    papers,
    planning,
    totals,
    weeks,
)
from msp_du.blueprints.attendance.routes import bp

__all__ = [
    "arranging",
    "bp",
    "calendar",
    "code",
    "filling",
    "papers",
    "planning",
    "totals",
    "weeks",
]
