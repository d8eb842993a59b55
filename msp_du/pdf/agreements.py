"""Agreements and amendments to PDF, of their facts and their signatures alone."""

from typing import Final

from msp_du.domain.agreement_terms import PrintedAgreement, SignedLine
from msp_du.domain.agreements import SignedVia
from msp_du.pdf import agreement_words
from msp_du.pdf.drawing import png_address
from msp_du.pdf.press import Layout, composed, drawn_edge, print_markup
from msp_du.pdf.words import long_day

SHEET: Final = "agreement"
EDGE: Final = "pdf/transcript_edge.svg"
_VIA: Final = {
    SignedVia.SCREEN: "à l’écran",
    SignedVia.PERSONAL_LINK: "par lien personnel",
}


def render_agreement(printed: PrintedAgreement) -> bytes:
    """Return a paper as a PDF, on as many pages of A4 as it takes.

    Raises DocumentIncomplete.
    """
    facts = printed.facts
    markup = composed(
        "pdf/agreement.html",
        facts=facts,
        issuer=facts.issuer,
        title=agreement_words.title(facts),
        subtitle=agreement_words.subtitle(facts),
        blocks=agreement_words.filled(facts),
        signers=[(agreement_words.capacity(each.capacity), each) for each in printed.signers],
        signed=_signed,
        digest=printed.digest,
        printed_on=printed.printed_on,
        logo=None if printed.logo is None else png_address(printed.logo),
    )
    return print_markup(markup, Layout("agreement", SHEET, facts.issuer, drawn_edge(EDGE, facts)))


def _signed(line: SignedLine) -> str:
    """Return how and when somebody signed, or nothing."""
    if line.on is not None:
        return f"Signé sur papier le {long_day(line.on)}"
    if line.at is None or line.via is None:
        return ""
    return f"Signé {_VIA[line.via]} le {long_day(line.at.date())} à {line.at.hour} h {line.at:%M}"
