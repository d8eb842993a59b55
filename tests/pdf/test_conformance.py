"""Documents as programs that others wrote judge them; tests/support has them on faulty files."""

import io
from pathlib import Path

import pytest
from PIL import Image

from msp_du.pdf.render import render_certificate, render_transcript
from tests.factories.documents import (
    DOCUMENT_CODE,
    DOCUMENT_URL,
    make_certificate_facts,
    make_transcript_facts,
    make_transcript_year,
)
from tests.support.conformance import Verdict, fonts, judge, structure_faults, write

DOCUMENTS = ["certificate", "certificate-with-logo", "transcript", "transcript-of-one-year"]


def print_documents() -> dict[str, bytes]:
    def certificate(logo: bytes | None = None) -> bytes:
        return render_certificate(make_certificate_facts(), DOCUMENT_CODE, DOCUMENT_URL, logo)

    def transcript(**changes: object) -> bytes:
        return render_transcript(make_transcript_facts(**changes), DOCUMENT_CODE, DOCUMENT_URL)

    drawn = io.BytesIO()
    Image.new("RGBA", (90, 30), (200, 0, 0, 128)).save(drawn, "PNG")
    return {
        "certificate": certificate(),
        "certificate-with-logo": certificate(drawn.getvalue()),
        "transcript": transcript(),
        "transcript-of-one-year": transcript(years=(make_transcript_year(1),), diploma=None),
    }


@pytest.fixture(scope="module")
def printed(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    folder = tmp_path_factory.mktemp("printed")
    return {name: write(folder, name, content) for name, content in print_documents().items()}


@pytest.fixture(scope="module")
def verdicts(printed: dict[str, Path]) -> dict[str, Verdict]:
    """All of them, judged at one start of Java."""
    return judge(printed)


@pytest.mark.parametrize("judge_name", ["3a", "ua1", "outloud"])
@pytest.mark.parametrize("name", DOCUMENTS)
def test_a_document_is_archival_and_accessible(
    verdicts: dict[str, Verdict], name: str, judge_name: str
) -> None:
    assert verdicts[name][judge_name] == []


@pytest.mark.parametrize("name", DOCUMENTS)
def test_a_document_is_whole_and_holds_its_fonts(printed: dict[str, Path], name: str) -> None:
    assert structure_faults(printed[name]) == ""
    held = fonts(printed[name])
    assert held
    assert [font for font, is_held in held.items() if not is_held] == []
