"""The cohorts area: cohorts, the people in them, their class lists."""

from msp_du.blueprints.cohorts import class_lists, enrolments
from msp_du.blueprints.cohorts.routes import bp

__all__ = ["bp", "class_lists", "enrolments"]
