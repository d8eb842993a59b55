"""Drafts of placements' certificates, printed as all documents are; the host signs them."""

from typing import Final

from msp_du.domain.placement_certificates import PlacementCertificateFacts
from msp_du.domain.placement_documents import PlacementPaper
from msp_du.pdf.drawing import png_address
from msp_du.pdf.press import Layout, composed, drawn_edge, print_markup

SHEET: Final = "placement"
EDGE: Final = "pdf/transcript_edge.svg"
TEMPLATES: Final = {
    PlacementPaper.PLACEMENT_CERTIFICATE: "placement_certificate",
    PlacementPaper.EMPLOYER_CERTIFICATE: "placement_hours",
    PlacementPaper.HOST_CERTIFICATE: "placement_hours",
}
MOST_PAGES: Final = 4


def render_certificate(facts: PlacementCertificateFacts, logo: bytes | None = None) -> bytes:
    """Return a draft as a PDF; ``logo`` is a PNG picture.

    Raises DocumentTooLong and DocumentIncomplete.
    """
    name = TEMPLATES[facts.paper]
    markup = composed(
        f"pdf/{name}.html", facts=facts, logo=None if logo is None else png_address(logo)
    )
    return print_markup(
        markup, Layout(name, SHEET, facts.issuer, drawn_edge(EDGE, facts), MOST_PAGES)
    )
