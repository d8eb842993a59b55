"""What printing any document needs: fonts, style sheets, templates, and an ear for complaints."""

import logging
import threading
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from types import TracebackType
from typing import Any, Final, Protocol, Self

from jinja2 import Environment, FileSystemLoader, StrictUndefined, select_autoescape
from weasyprint import CSS, HTML, Document
from weasyprint.text.fonts import FontConfiguration
from weasyprint.urls import FatalURLFetchingError

from msp_du.domain.colours import palette
from msp_du.domain.documents import Issuer
from msp_du.pdf import words
from msp_du.pdf.bundle import PRINT, TEMPLATES
from msp_du.pdf.conformance import PDF_VARIANT, declare_pdfua, give_headers_their_scope
from msp_du.pdf.drawing import svg_address
from msp_du.pdf.fetching import BundledFetcher

SHEETS: Final = {
    "certificate": ("documents.css", "certificate.css"),
    "transcript": ("documents.css", "transcript.css"),
    "board": ("documents.css", "board.css"),
    "agreement": ("documents.css", "board.css", "agreement.css"),
    "attendance_sheet": ("documents.css", "attendance.css", "attendance_sheet.css"),
    "attendance_week": ("documents.css", "attendance.css", "attendance_week.css"),
    "attendance_certificate": ("documents.css", "attendance.css", "attendance_sheet.css"),
    "placement": ("documents.css", "attendance.css", "attendance_sheet.css", "placement.css"),
    "timesheet": ("documents.css", "attendance.css", "attendance_sheet.css", "timesheet.css"),
}
"""The style sheets of each kind of document, the general one first."""


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


@dataclass(frozen=True, slots=True)
class Layout:
    """How something is printed: its style sheet, whose colours, how many pages at most.

    ``name`` says in a fault what was printed; ``edge`` is the SVG at the border of each page.
    """

    name: str
    sheet: str
    issuer: Issuer
    edge: str | None = None
    most_pages: int | None = None


def print_markup(markup: str, layout: Layout) -> bytes:
    """Return a page of HTML as a PDF; raises DocumentTooLong and DocumentIncomplete."""
    press = _press()
    with _Complaints() as complaints:
        page = HTML(string=markup, base_url=PRINT.as_uri() + "/", url_fetcher=press.fetcher)
        colours = CSS(string=_colours(layout), url_fetcher=press.fetcher)
        document: Document = page.render(
            font_config=press.fonts,
            stylesheets=[*press.sheets[layout.sheet], colours],
            pdf_variant=PDF_VARIANT,
        )
        if layout.most_pages is not None and len(document.pages) > layout.most_pages:
            raise DocumentTooLong(f"{layout.name}: {len(document.pages)} pages")
        declare_pdfua(document)
        content = document.write_pdf(pdf_variant=PDF_VARIANT, finisher=give_headers_their_scope)
    complaints.answer()
    return bytes(content)


def composed(template: str, **values: Any) -> str:
    """Return the HTML that is printed, its text composed (NFC) as the fonts want it."""
    return unicodedata.normalize("NFC", environment().get_template(template).render(**values))


def drawn_edge(template: str, facts: Printable) -> str:
    """Return the border of a page, drawn in the issuer's colours."""
    tints = palette(facts.issuer.brand_colour, facts.issuer.accent_colour)
    return environment().get_template(template).render(tints=tints, facts=facts)


def _colours(layout: Layout) -> str:
    """Return the style of this issuer: its colours, and the edge drawn in them."""
    tints = palette(layout.issuer.brand_colour, layout.issuer.accent_colour)
    sheet = environment().get_template("pdf/colours.css")
    return sheet.render(tints=tints, edge=svg_address(layout.edge) if layout.edge else None)


@cache
def environment() -> Environment:
    """Return the templates of documents; a missing value is an error."""
    templates = Environment(
        loader=FileSystemLoader(TEMPLATES.parent),
        autoescape=select_autoescape(["html", "svg"]),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    words.register(templates)
    return templates


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
