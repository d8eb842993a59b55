"""Pictures inside a document, as data: addresses."""

from base64 import b64encode
from typing import Final

import segno

QUIET_ZONE: Final = 0
"""Modules around the QR code; the page itself keeps more than the four that readers need."""


def qr_address(text: str) -> str:
    """Return a QR code (15 % of it may be lost) as one path of an SVG picture."""
    code = segno.make(text, error="m", micro=False)
    return str(code.svg_data_uri(border=QUIET_ZONE, dark="#22302f", omitsize=True, nl=False))


def framed_qr_address(text: str) -> str:
    """Return a QR code with its own white and quiet margin, for a page of any colour."""
    code = segno.make(text, error="m", micro=False)
    return str(code.svg_data_uri(border=4, dark="#22302f", light="#fff", omitsize=True, nl=False))


def svg_address(markup: str) -> str:
    """Return SVG markup as an address."""
    return f"data:image/svg+xml;base64,{b64encode(markup.encode()).decode()}"


def png_address(content: bytes) -> str:
    """Return a PNG picture as an address."""
    return f"data:image/png;base64,{b64encode(content).decode()}"
