"""The hours area."""

from msp_du.blueprints.hours import corrections, journal, ledger, lists, sending
from msp_du.blueprints.hours.routes import bp

__all__ = ["bp", "corrections", "journal", "ledger", "lists", "sending"]
