"""Documents: ours, the same content without a thought for speed, a table of as many cells."""

from collections.abc import Mapping
from functools import cache
from html import escape
from pathlib import Path
from typing import Final
from xml.etree.ElementTree import Element

import html5lib
from weasyprint import HTML

from msp_du.pdf import render
from msp_du.pdf.conformance import PDF_VARIANT
from tests.benchmarks.rotation import Variant
from tests.factories.documents import (
    DOCUMENT_CODE,
    DOCUMENT_URL,
    make_certificate_facts,
    make_transcript_facts,
)

FOLDER: Final = Path(__file__).parent
COLUMNS: Final = 5


def variants() -> Mapping[str, Variant]:
    """Return what is rendered, by name; every one is PDF/A-3a with tags."""
    return {
        "transcript": Variant(transcript),
        "naive transcript": Variant(lambda: _written_simply(naive("transcript"))),
        "plain table": Variant(lambda: _written_simply(plain_table())),
        "certificate": Variant(certificate),
        "naive certificate": Variant(lambda: _written_simply(naive("certificate"))),
    }


def transcript() -> bytes:
    """Render the transcript of two years as the worker does."""
    return render.render_transcript(make_transcript_facts(), DOCUMENT_CODE, DOCUMENT_URL)


def certificate() -> bytes:
    """Render the certificate as the worker does."""
    return render.render_certificate(make_certificate_facts(), DOCUMENT_CODE, DOCUMENT_URL)


def markup(kind: str) -> str:
    """Return the HTML of our document."""
    facts = make_transcript_facts() if kind == "transcript" else make_certificate_facts()
    return render.page_markup(kind, facts, DOCUMENT_CODE, DOCUMENT_URL, None)


@cache
def naive(kind: str) -> str:
    """Return the same content with a ``<style>``, flex, grid, automatic tables, system fonts."""
    return (FOLDER / f"naive_{kind}.html").read_text("utf-8")


@cache
def plain_table() -> str:
    """Return one table that holds as many cells as the transcript, with the same texts."""
    texts = [escape(" ".join("".join(cell.itertext()).split())) for cell in cells("transcript")]
    rows = [texts[start : start + COLUMNS] for start in range(0, len(texts), COLUMNS)]
    body = "".join(f"<tr>{''.join(f'<td>{text}</td>' for text in row)}</tr>" for row in rows)
    return f'<!DOCTYPE html><html lang="fr"><title>Table</title><table>{body}</table></html>'


def cells(kind: str) -> list[Element]:
    """Return the cells of the tables of our document."""
    tree = html5lib.parse(markup(kind), namespaceHTMLElements=False)
    return [element for element in tree.iter() if element.tag in {"td", "th"}]


def _written_simply(html: str) -> bytes:
    return bytes(HTML(string=html).write_pdf(pdf_variant=PDF_VARIANT))
