"""Papers of the board to PDF: minutes, results by number, letters; of their facts alone."""

from typing import Final

from msp_du.domain.board_papers import LetterFacts, MinutesFacts, PaperFacts
from msp_du.pdf.drawing import png_address
from msp_du.pdf.press import Layout, composed, print_markup

SHEET: Final = "board"


def render_paper(facts: PaperFacts, logo: bytes | None = None) -> bytes:
    """Return a paper of a sitting as a PDF, on as many pages of A4 as it takes.

    ``logo`` is a PNG picture. Raises DocumentIncomplete.
    """
    template = _template(facts)
    markup = composed(
        f"pdf/{template}.html",
        facts=facts,
        issuer=facts.issuer,
        meeting=facts.meeting,
        logo=None if logo is None else png_address(logo),
    )
    return print_markup(markup, Layout(template, SHEET, facts.issuer))


def _template(facts: PaperFacts) -> str:
    if isinstance(facts, MinutesFacts):
        return "board_minutes"
    return "board_letter" if isinstance(facts, LetterFacts) else "board_results"
