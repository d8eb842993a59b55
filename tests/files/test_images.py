import struct
import zlib
from io import BytesIO

import pytest
from PIL import Image, PngImagePlugin

from msp_du.domain.errors import Rule, RuleViolation
from msp_du.files.images import KEPT_SIDE, LONGEST_SIDE, MAX_IMAGE_BYTES, read_picture

HTML = b"<script>alert(1)</script>"
PNG_SIGNATURE = b"\x89PNG\r\n\x1a\n"


def picture(
    kind: str = "PNG", *, mode: str = "RGB", size: tuple[int, int] = (40, 20), **options: object
) -> bytes:
    out = BytesIO()
    Image.new(mode, size, "#1f4e4a" if mode != "L" else 90).save(out, kind, **options)
    return out.getvalue()


def chunk(name: bytes, content: bytes) -> bytes:
    size, check = struct.pack(">I", len(content)), struct.pack(">I", zlib.crc32(name + content))
    return size + name + content + check


def hollow_png(width: int, height: int) -> bytes:
    """A few bytes that announce a picture of this size."""
    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    chunks = chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(b"\0" * 1000))
    return PNG_SIGNATURE + chunks + chunk(b"IEND", b"")


def opened(content: bytes) -> Image.Image:
    return Image.open(BytesIO(content), formats=["PNG"])


@pytest.mark.parametrize(
    "content",
    [
        pytest.param(picture(), id="png"),
        pytest.param(picture(mode="L"), id="grey-png"),
        pytest.param(picture("JPEG"), id="jpeg"),
        pytest.param(picture("JPEG", mode="CMYK"), id="jpeg-of-a-printer"),
    ],
)
def test_a_picture_is_drawn_again_as_png(content: bytes) -> None:
    with opened(read_picture(content)) as drawn:
        assert (drawn.format, drawn.size, drawn.mode) == ("PNG", (40, 20), "RGB")


def test_a_transparent_picture_stays_transparent() -> None:
    out = BytesIO()
    Image.new("RGBA", (40, 20), (31, 78, 74, 0)).save(out, "PNG")
    with opened(read_picture(out.getvalue())) as drawn:
        assert drawn.getpixel((0, 0)) == (31, 78, 74, 0)


def test_what_follows_the_picture_is_not_kept() -> None:
    assert HTML not in read_picture(picture() + HTML)


def test_texts_inside_the_picture_are_not_kept() -> None:
    notes = PngImagePlugin.PngInfo()
    notes.add_text("Comment", HTML.decode())
    content = picture(pnginfo=notes)
    assert HTML in content
    assert HTML not in read_picture(content)


def test_the_place_where_a_photo_was_taken_is_not_kept() -> None:
    exif = Image.Exif()
    exif[0x010E] = "Chez moi"
    content = picture("JPEG", exif=exif)
    assert b"Chez moi" in content
    assert b"Chez moi" not in read_picture(content)


def test_a_photo_stands_upright() -> None:
    exif = Image.Exif()
    exif[0x0112] = 6  # turned by a quarter
    with opened(read_picture(picture("JPEG", exif=exif))) as drawn:
        assert drawn.size == (20, 40)


def test_a_large_picture_is_made_smaller() -> None:
    with opened(read_picture(picture(size=(LONGEST_SIDE, 2000)))) as drawn:
        assert drawn.size == (KEPT_SIDE, KEPT_SIDE // 2)


@pytest.mark.parametrize(
    "content",
    [
        pytest.param(hollow_png(LONGEST_SIDE + 1, 10), id="a-pixel-too-wide"),
        pytest.param(hollow_png(10, LONGEST_SIDE + 1), id="a-pixel-too-high"),
        pytest.param(hollow_png(12_000, 12_000), id="so-large-that-pillow-warns"),
        pytest.param(hollow_png(50_000, 50_000), id="pixel-bomb"),
        pytest.param(picture() + b"\0" * MAX_IMAGE_BYTES, id="too-many-bytes"),
    ],
)
def test_a_picture_too_large_is_refused_unread(content: bytes) -> None:
    with pytest.raises(RuleViolation) as refusal:
        read_picture(content)
    assert refusal.value.rule is Rule.IMAGE_TOO_LARGE
    assert refusal.value.details == {"megabytes": 1, "side": LONGEST_SIDE}


@pytest.mark.parametrize(
    "content",
    [
        pytest.param(b"", id="nothing"),
        pytest.param(b'<svg xmlns="http://www.w3.org/2000/svg"/>', id="svg"),
        pytest.param(HTML, id="html"),
        pytest.param(picture("GIF"), id="gif"),
        pytest.param(picture("BMP"), id="bmp"),
        pytest.param(picture(size=(400, 400))[:200], id="cut-png"),
        pytest.param(picture("JPEG", size=(400, 400))[:700], id="cut-jpeg"),
        pytest.param(hollow_png(300, 300), id="png-that-holds-less-than-it-says"),
        pytest.param(PNG_SIGNATURE + HTML, id="html-behind-a-signature"),
        pytest.param(picture().replace(b"IDAT", b"JDAT"), id="png-without-pixels"),
    ],
)
def test_what_is_no_whole_picture_is_refused(content: bytes) -> None:
    with pytest.raises(RuleViolation) as refusal:
        read_picture(content)
    assert refusal.value.rule is Rule.IMAGE_NOT_READABLE
