"""Documents printed once for all tests that only look at them, and the programs that look."""

import subprocess
from collections.abc import Callable
from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image

from msp_du.pdf.render import render_certificate, render_transcript
from tests.factories.documents import (
    DOCUMENT_CODE,
    DOCUMENT_URL,
    make_certificate_facts,
    make_transcript_facts,
)

Tool = Callable[..., str]


@pytest.fixture(scope="session")
def certificate() -> bytes:
    return render_certificate(make_certificate_facts(), DOCUMENT_CODE, DOCUMENT_URL)


@pytest.fixture(scope="session")
def transcript() -> bytes:
    return render_transcript(make_transcript_facts(), DOCUMENT_CODE, DOCUMENT_URL)


@pytest.fixture
def look(tmp_path: Path) -> Tool:
    """Return what a program prints about a document; ``@`` among its words is the file."""

    def run(content: bytes, program: str, *words: str) -> str:
        path = tmp_path / "document.pdf"
        path.write_bytes(content)
        command = [str(path) if word == "@" else word for word in words]
        done = subprocess.run(
            ["/usr/bin/env", program, *command],
            cwd=tmp_path,
            capture_output=True,
            text=True,
            errors="replace",
            check=True,
        )
        return done.stdout

    return run


@pytest.fixture(scope="session")
def logo() -> bytes:
    out = BytesIO()
    Image.new("RGBA", (300, 120), (122, 31, 61, 200)).save(out, "PNG")
    return out.getvalue()
