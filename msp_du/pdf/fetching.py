"""The only way from a document to a file: what is bundled, and nothing else."""

from pathlib import Path
from urllib.parse import unquote, urlsplit

from weasyprint.urls import FatalURLFetchingError, URLFetcher, URLFetcherResponse


class BundledFetcher(URLFetcher):
    """Opens the files under ``root`` and data: addresses; any other address stops the rendering."""

    def __init__(self, root: Path) -> None:
        super().__init__(  # type: ignore[no-untyped-call]
            allowed_protocols=["data"], fail_on_errors=True
        )
        self.root = root.resolve()

    def fetch(self, url: str, headers: dict[str, str] | None = None) -> URLFetcherResponse:
        """Return what the address holds; raises FatalURLFetchingError, which nothing swallows."""
        parts = urlsplit(url)
        if parts.scheme == "data":
            opened: URLFetcherResponse = super().fetch(url, headers)  # type: ignore[no-untyped-call]
            return opened
        if parts.scheme != "file" or parts.netloc:
            raise FatalURLFetchingError(f"not bundled: {url}")
        path = Path(unquote(parts.path)).resolve()
        if not path.is_relative_to(self.root) or not path.is_file():
            raise FatalURLFetchingError(f"not bundled: {url}")
        return URLFetcherResponse(url, path.read_bytes())
