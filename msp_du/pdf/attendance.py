"""Sheets to sign and certificates of attendance, printed as all documents are."""

from typing import Final

from msp_du.domain.attendance import AttendancePaperKind
from msp_du.domain.attendance_papers import AttendanceCertificateFacts, SheetFacts
from msp_du.pdf.drawing import png_address
from msp_du.pdf.press import Layout, composed, drawn_edge, print_markup

KINDS: Final = {
    AttendancePaperKind.SHEET: ("attendance_sheet", "pdf/transcript_edge.svg"),
    AttendancePaperKind.WEEK_SHEET: ("attendance_week", "pdf/week_edge.svg"),
    AttendancePaperKind.CERTIFICATE: ("attendance_certificate", "pdf/transcript_edge.svg"),
}
"""The template and the border of each."""
MOST_PAGES: Final = 20


def render_paper(
    kind: AttendancePaperKind,
    facts: SheetFacts | AttendanceCertificateFacts,
    logo: bytes | None = None,
) -> bytes:
    """Return a paper about attendance; ``logo`` is a PNG picture.

    Raises DocumentTooLong and DocumentIncomplete.
    """
    name, edge = KINDS[kind]
    markup = composed(
        f"pdf/{name}.html", facts=facts, logo=None if logo is None else png_address(logo)
    )
    layout = Layout(name, name, facts.issuer, drawn_edge(edge, facts), MOST_PAGES)
    return print_markup(markup, layout)
