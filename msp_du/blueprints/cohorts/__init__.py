"""The cohorts area: cohorts, the people in them, their class lists, where they go."""

from msp_du.blueprints.cohorts import (
    class_lists,
    doubles,
    enrolments,
    list_imports,
    moving_on,
    prior_learning,
    transfers,
)
from msp_du.blueprints.cohorts.routes import bp

__all__ = [
    "bp",
    "class_lists",
    "doubles",
    "enrolments",
    "list_imports",
    "moving_on",
    "prior_learning",
    "transfers",
]
