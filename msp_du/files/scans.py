"""Papers scanned after they were signed: a PDF that runs nothing, or a picture drawn again.

What a PDF holds is judged by its bytes alone: the names that stand anywhere in it, and those of the
objects packed into object streams. What cannot be looked into is refused.
"""

import re
import zlib
from typing import Final

from msp_du.domain.errors import Rule, RuleViolation
from msp_du.files import images

MAX_SCAN_BYTES: Final = 10 * 1024 * 1024
MAX_UNPACKED_BYTES: Final = 40 * 1024 * 1024
LONGEST_SIDE: Final = 10_000
KEPT_SIDE: Final = 2400
"""Pixels of the longest side of a page that is kept: 200 dots an inch on A4."""

_PICTURES: Final = (b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff")
_STREAM: Final = re.compile(rb"(?<!end)stream\r?\n")
_HEX: Final = re.compile(rb"#([0-9A-Fa-f]{2})")
_ACTIVE: Final = re.compile(
    rb"/(JavaScript|EmbeddedFiles?|Launch|RichMedia|XFA|Encrypt|SubmitForm|ImportData|GoToE)"
    rb"(?![A-Za-z0-9_.-])"
)
_PACKED_PLAINLY: Final = re.compile(rb"/Filter\s*(\[\s*/FlateDecode\s*\]|/FlateDecode(?![A-Za-z]))")
_PACKED_OTHERWISE: Final = re.compile(rb"/(DecodeParms|DP|F|FFilter)(?![A-Za-z])")


def read_scan(content: bytes) -> tuple[bytes, str]:
    """Return what is kept of a scan, and its media type, told by its first bytes.

    Raises RuleViolation SCAN_TOO_LARGE (detail ``megabytes``) or SCAN_NOT_READABLE.
    """
    if len(content) > MAX_SCAN_BYTES:
        raise RuleViolation(Rule.SCAN_TOO_LARGE, megabytes=MAX_SCAN_BYTES // 1024**2)
    if content.startswith(b"%PDF-"):
        check_pdf(content)
        return content, "application/pdf"
    if content.startswith(_PICTURES):
        try:
            return images.redrawn_page(content, LONGEST_SIDE, KEPT_SIDE), "image/jpeg"
        except RuleViolation as violation:
            raise RuleViolation(Rule.SCAN_NOT_READABLE) from violation
    raise RuleViolation(Rule.SCAN_NOT_READABLE)


def check_pdf(content: bytes) -> None:
    """Refuse a PDF that is cut, locked, or holds what runs or is attached: SCAN_NOT_READABLE."""
    is_whole = b"%%EOF" in content[-1024:] and b"startxref" in content
    if not is_whole or _is_active(_plain(content)):
        raise RuleViolation(Rule.SCAN_NOT_READABLE)
    left = MAX_UNPACKED_BYTES
    for start, end in [found.span() for found in _STREAM.finditer(content)]:
        head = _plain(content[content.rfind(b"endobj", 0, start) + 1 : start])
        if b"/First" in head:  # only streams of objects have it, and all of them do
            objects = _unpacked(head, content[end:], left)
            left -= len(objects)
            if _is_active(_plain(objects)):
                raise RuleViolation(Rule.SCAN_NOT_READABLE)


def _plain(part: bytes) -> bytes:
    """Return the bytes with the signs that names may write as numbers."""
    return _HEX.sub(lambda found: bytes([int(found[1], 16)]), part)


def _is_active(part: bytes) -> bool:
    return _ACTIVE.search(part) is not None


def _unpacked(head: bytes, body: bytes, most: int) -> bytes:
    """Return at most so many bytes of a stream of objects; what is packed otherwise is refused."""
    if b"/Filter" not in head:
        return body[: body.find(b"endstream")]
    if _PACKED_OTHERWISE.search(head) or not _PACKED_PLAINLY.search(head) or most <= 0:
        raise RuleViolation(Rule.SCAN_NOT_READABLE)
    engine = zlib.decompressobj()
    try:
        objects = engine.decompress(body, most)
    except zlib.error as error:
        raise RuleViolation(Rule.SCAN_NOT_READABLE) from error
    if not engine.eof:
        raise RuleViolation(Rule.SCAN_NOT_READABLE)
    return objects
