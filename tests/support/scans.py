"""A sheet signed by hand, as a scanner gives it."""

import io

from PIL import Image
from playwright.sync_api import FilePayload


def scan() -> FilePayload:
    """Return a file to choose: an empty page."""
    out = io.BytesIO()
    Image.new("RGB", (60, 80), "white").save(out, "PNG")
    return {"name": "signe.png", "mimeType": "image/png", "buffer": out.getvalue()}
