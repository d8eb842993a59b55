"""Scans of signed papers: a PDF that runs nothing and holds no file, or a picture drawn again."""

import zlib
from io import BytesIO

import pytest
from PIL import Image

from msp_du.domain.errors import Rule, RuleViolation
from msp_du.files.scans import MAX_SCAN_BYTES, read_scan
from msp_du.pdf.board import render_paper
from tests.factories.board_papers import make_results

END = b"\nstartxref\n0\n%%EOF\n"


def pdf(body: bytes) -> bytes:
    return b"%PDF-1.7\n" + body + END


def packed(objects: bytes, head: bytes = b"/Filter /FlateDecode") -> bytes:
    stream = zlib.compress(objects)
    return b"9 0 obj <</Type /ObjStm /N 1 /First 4 %b>> stream\n%b\nendstream endobj" % (
        head,
        stream,
    )


def picture(kind: str, side: int = 80) -> bytes:
    out = BytesIO()
    Image.new("RGB", (side, side), "white").save(out, kind)
    return out.getvalue()


GOOD = [
    pytest.param(pdf(b"1 0 obj <</Type /Catalog /OpenAction [2 0 R /Fit]>> endobj"), id="plain"),
    pytest.param(pdf(packed(b"1 0 <</Type /Catalog>>")), id="packed"),
    pytest.param(
        pdf(b"1 0 obj <</Length 12>> stream\n\x00/JS /AA \xff\xfe\nendstream endobj"), id="bytes"
    ),
    pytest.param(render_paper(make_results()), id="our-own"),
]


@pytest.mark.parametrize("content", GOOD)
def test_a_quiet_pdf_is_kept_as_it_is(content: bytes) -> None:
    assert read_scan(content) == (content, "application/pdf")


@pytest.mark.parametrize("kind", ["PNG", "JPEG"])
def test_a_picture_is_drawn_again_and_made_smaller(kind: str) -> None:
    content, media_type = read_scan(picture(kind, 3000))
    assert media_type == "image/jpeg"
    assert content != picture(kind, 3000)
    assert Image.open(BytesIO(content)).size == (2400, 2400)


SCRIPT = b"1 0 obj <</S /JavaScript /JS (app.alert(1))>> endobj"
BAD = [
    pytest.param(pdf(SCRIPT), id="script"),
    pytest.param(pdf(SCRIPT.replace(b"/JavaScript", b"/J#61vaScript")), id="script-in-numbers"),
    pytest.param(pdf(b"% stream\n" + SCRIPT + b"\n% endstream"), id="script-behind-a-comment"),
    pytest.param(pdf(b"1 0 obj <</Type /EmbeddedFile>> endobj"), id="file"),
    pytest.param(pdf(b"1 0 obj <</Names <</EmbeddedFiles 2 0 R>>>> endobj"), id="files"),
    pytest.param(pdf(b"1 0 obj <</S /Launch>> endobj"), id="launch"),
    pytest.param(pdf(b"trailer <</Encrypt 5 0 R>>"), id="locked"),
    pytest.param(pdf(packed(SCRIPT)), id="script-packed"),
    pytest.param(pdf(packed(SCRIPT, b"/Fil#74er /FlateDecode")), id="script-packed-in-numbers"),
    pytest.param(pdf(packed(b"", b"/Filter /LZWDecode")), id="packed-otherwise"),
    pytest.param(
        pdf(packed(b"", b"/Filter /FlateDecode /DecodeParms <</Predictor 12>>")), id="predicted"
    ),
    pytest.param(pdf(packed(b"x" * 50_000_000)), id="bomb"),
    pytest.param(pdf(packed(b"").replace(b"x\x9c", b"xx")), id="packed-badly"),
    pytest.param(pdf(b"9 0 obj <</Type /ObjStm /First 4>> stream\n" + SCRIPT), id="not-packed"),
    pytest.param(b"%PDF-1.7\n1 0 obj", id="cut"),
    pytest.param(b"\n%PDF-1.7" + END, id="something-before"),
    pytest.param(picture("PNG")[:60], id="cut-picture"),
    pytest.param(picture("GIF"), id="gif"),
    pytest.param(b"", id="nothing"),
]


@pytest.mark.parametrize("content", BAD)
def test_what_runs_is_attached_or_cannot_be_looked_into_is_refused(content: bytes) -> None:
    with pytest.raises(RuleViolation) as refusal:
        read_scan(content)
    assert refusal.value.rule is Rule.SCAN_NOT_READABLE


def test_what_is_too_heavy_is_refused_before_it_is_read() -> None:
    with pytest.raises(RuleViolation) as refusal:
        read_scan(b"%PDF-" + b"x" * MAX_SCAN_BYTES)
    assert (refusal.value.rule, refusal.value.details) == (Rule.SCAN_TOO_LARGE, {"megabytes": 10})
