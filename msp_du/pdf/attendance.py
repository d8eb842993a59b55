"""Sheets to sign and certificates of attendance, printed as all documents are."""

import unicodedata
from typing import Final

from msp_du.domain.attendance import AttendancePaperKind
from msp_du.domain.attendance_papers import AttendanceCertificateFacts, SheetFacts
from msp_du.pdf.drawing import png_address
from msp_du.pdf.render import print_markup, templates

KINDS: Final = {
    AttendancePaperKind.SHEET: "attendance_sheet",
    AttendancePaperKind.WEEK_SHEET: "attendance_week",
    AttendancePaperKind.CERTIFICATE: "attendance_certificate",
}
MOST_PAGES: Final = 20


def render_paper(
    kind: AttendancePaperKind,
    facts: SheetFacts | AttendanceCertificateFacts,
    logo: bytes | None = None,
) -> bytes:
    """Return a paper about attendance; ``logo`` is a PNG picture.

    Raises DocumentTooLong and DocumentIncomplete.
    """
    name = KINDS[kind]
    html = templates().get_template(f"pdf/{name}.html")
    markup = html.render(facts=facts, logo=None if logo is None else png_address(logo))
    return print_markup(
        name, facts, unicodedata.normalize("NFC", markup), name=name, most_pages=MOST_PAGES
    )
