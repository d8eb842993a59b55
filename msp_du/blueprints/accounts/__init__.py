"""Accounts: getting in, keeping one's way in, getting out."""

from msp_du.blueprints.accounts import devices, mailed_links, own_account
from msp_du.blueprints.accounts.routes import bp

__all__ = ["bp", "devices", "mailed_links", "own_account"]
