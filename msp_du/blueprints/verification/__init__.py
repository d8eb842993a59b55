"""The public page where a document is verified."""

from msp_du.blueprints.verification.routes import bp

__all__ = ["bp"]
