from pathlib import Path

import pytest
from weasyprint.urls import FatalURLFetchingError

from msp_du.pdf.bundle import PRINT
from msp_du.pdf.fetching import BundledFetcher


@pytest.fixture
def fetcher() -> BundledFetcher:
    return BundledFetcher(PRINT)


def test_a_bundled_file_is_opened(fetcher: BundledFetcher) -> None:
    path = PRINT / "documents.css"
    assert fetcher.fetch(path.as_uri()).read() == path.read_bytes()


def test_a_data_address_is_opened(fetcher: BundledFetcher) -> None:
    assert fetcher.fetch("data:text/plain;base64,w6k=").read() == "é".encode()


@pytest.mark.parametrize(
    "address",
    [
        "file:///etc/passwd",
        f"{PRINT.as_uri()}/../css/app.css",
        f"{PRINT.as_uri()}/..%2F..%2Fconfig.py",
        f"{PRINT.as_uri()}/fonts",
        f"{PRINT.as_uri()}/missing.png",
        f"file://elsewhere{PRINT}/documents.css",
        "http://localhost/logo.png",
        "https://localhost/logo.png",
        "ftp://localhost/logo.png",
        "logo.png",
    ],
)
def test_any_other_address_stops_the_rendering(fetcher: BundledFetcher, address: str) -> None:
    with pytest.raises(FatalURLFetchingError, match="not bundled"):
        fetcher.fetch(address)


def test_a_link_out_of_the_folder_is_refused(tmp_path: Path) -> None:
    (tmp_path / "inside").mkdir()
    (tmp_path / "secret").write_text("secret")
    (tmp_path / "inside" / "link").symlink_to(tmp_path / "secret")
    with pytest.raises(FatalURLFetchingError, match="not bundled"):
        BundledFetcher(tmp_path / "inside").fetch((tmp_path / "inside" / "link").as_uri())
