"""Pictures that people send: opened with care, and only ever kept as a new PNG of our own."""

import warnings
from collections.abc import Callable
from io import BytesIO
from typing import Final

from PIL import Image, ImageFile, ImageOps

from msp_du.domain.errors import Rule, RuleViolation

MAX_IMAGE_BYTES: Final = 1024 * 1024
LONGEST_SIDE: Final = 4000
"""Pixels of a side of a picture that is opened at all."""
KEPT_SIDE: Final = 1200
"""Pixels of the longest side of what is kept: 10 cm in print at 300 dots an inch."""

_FORMATS: Final = ("PNG", "JPEG")
# Pillow only warns of a picture a little too large; here it is refused like a much larger one.
warnings.simplefilter("error", Image.DecompressionBombWarning)


def read_picture(content: bytes) -> bytes:
    """Return a PNG or JPEG picture drawn again as a PNG: nothing else of the file is kept.

    Raises RuleViolation IMAGE_TOO_LARGE (details ``megabytes``, ``side``) before any pixel is
    read, and IMAGE_NOT_READABLE for what is not a whole picture of these formats.
    """
    if len(content) > MAX_IMAGE_BYTES:
        raise _too_large()
    return _opened(content, LONGEST_SIDE, _drawn_again)


def redrawn_page(content: bytes, longest_side: int, kept_side: int) -> bytes:
    """Return a PNG or JPEG picture of a page drawn again as a JPEG; raises as ``read_picture``.

    The sides are in pixels: of a picture that is opened at all, and of what is kept.
    """

    def draw(picture: Image.Image) -> bytes:
        drawn = ImageOps.exif_transpose(picture).convert("RGB")
        drawn.thumbnail((kept_side, kept_side))
        drawn.info.clear()
        out = BytesIO()
        drawn.save(out, "JPEG", quality=85)
        return out.getvalue()

    return _opened(content, longest_side, draw)


def _opened(content: bytes, longest_side: int, draw: Callable[[Image.Image], bytes]) -> bytes:
    # Pillow's own default, which WeasyPrint changes for the whole process when it is loaded.
    ImageFile.LOAD_TRUNCATED_IMAGES = False
    try:
        with Image.open(BytesIO(content), formats=_FORMATS) as picture:
            if max(picture.size) > longest_side:
                raise _too_large()
            return draw(picture)
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
        raise _too_large() from error
    except (OSError, SyntaxError, ValueError, EOFError) as error:
        raise RuleViolation(Rule.IMAGE_NOT_READABLE) from error


def _drawn_again(picture: Image.Image) -> bytes:
    upright = ImageOps.exif_transpose(picture)
    drawn = upright.convert("RGBA" if upright.has_transparency_data else "RGB")
    drawn.thumbnail((KEPT_SIDE, KEPT_SIDE))
    drawn.info.clear()
    out = BytesIO()
    drawn.save(out, "PNG", optimize=True)
    return out.getvalue()


def _too_large() -> RuleViolation:
    return RuleViolation(
        Rule.IMAGE_TOO_LARGE, megabytes=MAX_IMAGE_BYTES // 1024**2, side=LONGEST_SIDE
    )
