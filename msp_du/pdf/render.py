"""Facts to PDF: the same facts, code and templates give the same bytes, on any day."""

import logging
import threading
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from types import TracebackType
from typing import Final, Protocol, Self

from jinja2 import Environment, FileSystemLoader, StrictUndefined, select_autoescape
from weasyprint import CSS, HTML, Document
from weasyprint.text.fonts import FontConfiguration
from weasyprint.urls import FatalURLFetchingError

from msp_du.domain.colours import palette
from msp_du.domain.documents import CertificateFacts, Issuer, TranscriptFacts
from msp_du.domain.verification import printed
from msp_du.pdf import words
from msp_du.pdf.bundle import PRINT, TEMPLATES
from msp_du.pdf.conformance import PDF_VARIANT, declare_pdfua, give_headers_their_scope
from msp_du.pdf.drawing import png_address, qr_address, svg_address
from msp_du.pdf.fetching import BundledFetcher

LONG_NAME: Final = 34
"""Characters above which the holder's name is set smaller."""
MANY_ROWS: Final = 22
MOST_ROWS: Final = 30
"""Units and modules of a year above which the transcript's rows stand closer, then closest."""
EDGES: Final = {
    "certificate": "pdf/certificate_edge.svg",
    "transcript": "pdf/transcript_edge.svg",
    "attendance_sheet": "pdf/transcript_edge.svg",
    "attendance_week": "pdf/week_edge.svg",
    "attendance_certificate": "pdf/transcript_edge.svg",
}
SHEETS: Final = {
    "certificate": ("documents.css", "certificate.css"),
    "transcript": ("documents.css", "transcript.css"),
    "attendance_sheet": ("documents.css", "attendance.css", "attendance_sheet.css"),
    "attendance_week": ("documents.css", "attendance.css", "attendance_week.css"),
    "attendance_certificate": ("documents.css", "attendance.css", "attendance_sheet.css"),
}
"""The style sheets of each kind of document, the general one first."""
CERTIFICATE_PAGES: Final = 1
TRANSCRIPT_PAGES: Final = 2


class DocumentFault(Exception):  # noqa: N818 - every fault below is one
    """The document cannot be made of these facts."""


class DocumentTooLong(DocumentFault):
    """The facts do not fit on the pages that the document may have."""


class DocumentIncomplete(DocumentFault):
    """A picture, a font or a file that the document needs was missing, damaged or refused."""


class Printable(Protocol):
    """Facts of any document: they name who issues it."""

    @property
    def issuer(self) -> Issuer: ...


@dataclass(frozen=True, slots=True)
class Press:
    """What is prepared once a process: fonts, style sheets, the way to files."""

    fonts: FontConfiguration
    fetcher: BundledFetcher
    sheets: Mapping[str, tuple[CSS, ...]]


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
    html = templates().get_template(f"pdf/{kind}.html")
    return unicodedata.normalize(
        "NFC",
        html.render(
            facts=facts,
            code=printed(code),
            url=url,
            qr=qr_address(url),
            logo=None if logo is None else png_address(logo),
            legend=words.LEGEND,
            long_name=LONG_NAME,
            many_rows=MANY_ROWS,
            most_rows=MOST_ROWS,
        ),
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
    return print_markup(kind, facts, markup, name=facts.number, most_pages=most_pages)


def print_markup(kind: str, facts: Printable, markup: str, *, name: str, most_pages: int) -> bytes:
    """Return the PDF of a page's HTML; raises DocumentTooLong (of ``name``), DocumentIncomplete."""
    press = _press()
    with _Complaints() as complaints:
        page = HTML(string=markup, base_url=PRINT.as_uri() + "/", url_fetcher=press.fetcher)
        colours = CSS(string=_colours(kind, facts), url_fetcher=press.fetcher)
        document: Document = page.render(
            font_config=press.fonts,
            stylesheets=[*press.sheets[kind], colours],
            pdf_variant=PDF_VARIANT,
        )
        if len(document.pages) > most_pages:
            raise DocumentTooLong(f"{name}: {len(document.pages)} pages")
        declare_pdfua(document)
        content = document.write_pdf(pdf_variant=PDF_VARIANT, finisher=give_headers_their_scope)
    complaints.answer()
    return bytes(content)


def _colours(kind: str, facts: Printable) -> str:
    """Return the style of this issuer: its colours, and the edge drawn in them."""
    tints = palette(facts.issuer.brand_colour, facts.issuer.accent_colour)
    edge = templates().get_template(EDGES[kind]).render(tints=tints, facts=facts)
    sheet = templates().get_template("pdf/colours.css")
    return sheet.render(tints=tints, edge=svg_address(edge))


@cache
def templates() -> Environment:
    """Return the templates of documents, with the words they say in French."""
    environment = Environment(
        loader=FileSystemLoader(TEMPLATES.parent),
        autoescape=select_autoescape(["html", "svg"]),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    words.register(environment)
    return environment


_preparing = threading.Lock()


def _press() -> Press:
    with _preparing:
        return _prepare()


@cache
def _prepare() -> Press:
    fonts = FontConfiguration()
    fetcher = BundledFetcher(PRINT)
    with _Complaints() as complaints:
        read = {
            name: CSS(filename=PRINT / name, font_config=fonts, url_fetcher=fetcher)
            for name in {name for names in SHEETS.values() for name in names}
        }
    complaints.answer()
    sheets = {kind: tuple(read[name] for name in names) for kind, names in SHEETS.items()}
    return Press(fonts, fetcher, sheets)


class _Complaints(logging.Handler):
    """Hears what WeasyPrint only logs in this thread: what it left out of the document."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.heard: list[str] = []
        self.thread = threading.get_ident()

    def emit(self, record: logging.LogRecord) -> None:
        if record.thread == self.thread:
            self.heard.append(record.getMessage())

    def answer(self) -> None:
        """Raise DocumentIncomplete if anything was said."""
        if self.heard:
            raise DocumentIncomplete("; ".join(self.heard))

    def __enter__(self) -> Self:
        logging.getLogger("weasyprint").addHandler(self)
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        logging.getLogger("weasyprint").removeHandler(self)
        if isinstance(error, FatalURLFetchingError):
            raise DocumentIncomplete(str(error)) from error
