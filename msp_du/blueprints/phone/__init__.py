"""What lets a phone note hours without a network."""

from msp_du.blueprints.phone.routes import bp

__all__ = ["bp"]
