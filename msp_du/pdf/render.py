"""Facts to PDF: the same facts, code and templates give the same bytes, on any day."""

from typing import Final

from msp_du.domain.documents import CertificateFacts, TranscriptFacts
from msp_du.domain.verification import printed
from msp_du.pdf import words
from msp_du.pdf.drawing import png_address, qr_address
from msp_du.pdf.press import (
    DocumentFault,
    DocumentIncomplete,
    DocumentTooLong,
    Layout,
    composed,
    drawn_edge,
    print_markup,
)

__all__ = [
    "DocumentFault",
    "DocumentIncomplete",
    "DocumentTooLong",
    "page_markup",
    "render_certificate",
    "render_transcript",
]

LONG_NAME: Final = 34
"""Characters above which the holder's name is set smaller."""
MANY_ROWS: Final = 22
MOST_ROWS: Final = 30
"""Units and modules of a year above which the transcript's rows stand closer, then closest."""
EDGES: Final = {
    "certificate": "pdf/certificate_edge.svg",
    "transcript": "pdf/transcript_edge.svg",
}
CERTIFICATE_PAGES: Final = 1
TRANSCRIPT_PAGES: Final = 2


def render_certificate(
    facts: CertificateFacts, code: str, url: str, logo: bytes | None = None
) -> bytes:
    """Return the certificate, one page of A4 across.

    ``code`` are the 17 characters that ``url``, drawn as QR code, leads to the answer for;
    ``logo`` is a PNG picture. Raises DocumentTooLong and DocumentIncomplete.
    """
    return _print("certificate", facts, code, url, logo, most_pages=CERTIFICATE_PAGES)


def render_transcript(
    facts: TranscriptFacts, code: str, url: str, logo: bytes | None = None
) -> bytes:
    """Return the transcript, a page of A4 a year; as ``render_certificate``."""
    return _print("transcript", facts, code, url, logo, most_pages=TRANSCRIPT_PAGES)


def page_markup(
    kind: str, facts: CertificateFacts | TranscriptFacts, code: str, url: str, logo: bytes | None
) -> str:
    """Return the HTML that is printed, its text composed (NFC) as the fonts want it."""
    return composed(
        f"pdf/{kind}.html",
        facts=facts,
        code=printed(code),
        url=url,
        qr=qr_address(url),
        logo=None if logo is None else png_address(logo),
        legend=words.LEGEND,
        long_name=LONG_NAME,
        many_rows=MANY_ROWS,
        most_rows=MOST_ROWS,
    )


def _print(
    kind: str,
    facts: CertificateFacts | TranscriptFacts,
    code: str,
    url: str,
    logo: bytes | None,
    *,
    most_pages: int,
) -> bytes:
    markup = page_markup(kind, facts, code, url, logo)
    edge = drawn_edge(EDGES[kind], facts)
    return print_markup(markup, Layout(facts.number, kind, facts.issuer, edge, most_pages))
