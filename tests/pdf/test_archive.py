"""What the files declare and hold: fonts, metadata, tags (``test_conformance`` validates them)."""

import re

import pytest

from msp_du.pdf.bundle import TEMPLATE_VERSION
from tests.pdf.conftest import Tool

FAMILIES = {"Source-Serif-4", "Atkinson-Hyperlegible-Next"}
HEALTH = re.compile("sant|psych|pair|rétabl|MSP(?!-00)", re.IGNORECASE)


@pytest.fixture(params=["certificate", "transcript"])
def document(request: pytest.FixtureRequest) -> bytes:
    content: bytes = request.getfixturevalue(request.param)
    return content


def objects(look: Tool, content: bytes) -> str:
    return look(content, "qpdf", "--qdf", "--object-streams=disable", "@", "-")


def test_every_font_is_ours_embedded_cut_and_readable(look: Tool, document: bytes) -> None:
    lines = look(document, "pdffonts", "@").splitlines()[2:]
    assert len(lines) >= 4
    for line in lines:
        name, *rest = line.split()
        assert re.fullmatch(rf"[A-Z]{{6}}\+({'|'.join(FAMILIES)})(,|-\w+|-Semi-Bold)*", name)
        assert rest[-5:-2] == ["yes", "yes", "yes"]


def test_nothing_is_drawn_from_pixels(look: Tool, document: bytes) -> None:
    assert look(document, "pdfimages", "-list", "@").splitlines()[2:] == []


def test_the_file_says_that_it_is_archival_and_accessible(look: Tool, document: bytes) -> None:
    metadata = look(document, "pdfinfo", "-meta", "@")
    assert 'pdfaid:part="3"' in metadata
    assert 'pdfaid:conformance="A"' in metadata
    assert "<pdfuaid:part>1</pdfuaid:part>" in metadata
    assert "Tagged:          yes" in look(document, "pdfinfo", "@")
    assert look(document, "qpdf", "--check", "@").strip().endswith("errors that qpdf cannot detect")


def test_the_files_own_title_names_neither_the_holder_nor_health(
    look: Tool, document: bytes
) -> None:
    info = look(document, "pdfinfo", "@")
    said = "".join(re.findall("^(?:Title|Author|Subject|Keywords): *(.*)$", info, re.MULTILINE))
    assert re.search("n° 2026-DU-004[12]", said)
    assert "Université de démonstration" in said
    assert "Camille" not in said
    assert "LEFÈVRE" not in said
    assert HEALTH.search(said) is None
    assert "2026-07-14" in look(document, "pdfinfo", "-meta", "@")


def test_every_heading_of_the_table_says_what_it_heads(look: Tool, transcript: bytes) -> None:
    text = objects(look, transcript)
    headings = len(re.findall(r"/S /TH\b", text))
    assert headings == text.count("/Scope /Column") + text.count("/Scope /Row")
    assert text.count("/Scope /Column") == 10
    assert text.count("/Scope /Row") > 30


def test_pictures_have_words(look: Tool, document: bytes) -> None:
    text = objects(look, document)
    assert text.count("/S /Figure") == text.count("/Alt ") == 1


def test_the_version_of_the_templates_is_a_short_digest() -> None:
    assert re.fullmatch("[0-9a-f]{16}", TEMPLATE_VERSION)
