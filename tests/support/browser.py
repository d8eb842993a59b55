"""Plugin: Debian's Chromium driven by Playwright, watched for what no page may do.

A test asks for `visit` and opens pages with it: ``page = visit(base_url, size=MOBILE)``. When the
test ends, every error on the console, breach of the content security policy, request to another
origin and telling title or address fails it.
"""

import os
import re
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import (
    Browser,
    BrowserContext,
    ConsoleMessage,
    Page,
    Request,
    Response,
    ViewportSize,
    WebError,
    sync_playwright,
)

MOBILE = ViewportSize(width=360, height=640)
DESKTOP = ViewportSize(width=1180, height=900)
ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
ROOT = Path(__file__).parents[2]
AXE = ROOT / "node_modules" / "axe-core" / "axe.min.js"
AXE_RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
TELLING = re.compile(
    r"sant[ée][ _-]mentale|psychiatr|\bpairs?\b|pair-aidan|\bmsp\b|r[ée]tablissement", re.IGNORECASE
)
"""What no title, address or file name may say."""

REPORT = """
document.addEventListener("securitypolicyviolation", (event) => window.reportToTest(
  "csp", `${event.violatedDirective} refused ${event.blockedURI || event.sample}`));
document.addEventListener("DOMContentLoaded", () => window.reportToTest("title", document.title));
"""

Visit = Callable[..., Page]


@dataclass
class Watch:
    """What the pages of one browser context did that they may not."""

    origin: str
    console: list[tuple[str, str]] = field(default_factory=list)
    policy: list[str] = field(default_factory=list)
    foreign: list[str] = field(default_factory=list)
    titles: list[str] = field(default_factory=list)
    addresses: list[str] = field(default_factory=list)
    refused: set[str] = field(default_factory=set)

    def attach(self, context: BrowserContext) -> None:
        context.on("console", self._heard)
        context.on("weberror", self._failed)
        context.on("request", self._asked)
        context.on("response", self._answered)
        context.on("requestfailed", self._cut)
        context.on("page", self._opened)
        context.expose_binding("reportToTest", self._reported)
        context.add_init_script(REPORT)

    def faults(self) -> list[str]:
        """Return a sentence for each thing that may not be."""
        heard = [
            f"console: {text} ({url})"
            for url, text in self.console
            # A page that answers 403, 404 or 422 as it should is an error to the console, and so
            # is what a script asked for and did not get: its page has to say so in words.
            if not (url in self.refused and text.startswith("Failed to load resource"))
        ]
        told = [text for text in self.titles + self.addresses if TELLING.search(text)]
        return [
            *heard,
            *(f"content security policy: {text}" for text in self.policy),
            *(f"request to another origin: {url}" for url in self.foreign),
            *(f"telling title or address: {text}" for text in told),
        ]

    def _heard(self, message: ConsoleMessage) -> None:
        if message.type in {"error", "warning"}:
            self.console.append((message.location["url"], message.text))

    def _failed(self, error: WebError) -> None:
        self.console.append((self.origin, str(error.error)))

    def _asked(self, request: Request) -> None:
        url = urlsplit(request.url)
        if url.scheme not in {"data", "blob", "about"} and origin_of(request.url) != self.origin:
            self.foreign.append(request.url)
        if request.is_navigation_request():
            self.addresses.append(url.path)

    def _answered(self, response: Response) -> None:
        is_asked = response.request.resource_type in {"document", "fetch"}
        if response.status >= 400 and is_asked:
            self.refused.add(response.url)

    def _cut(self, request: Request) -> None:
        if request.resource_type == "fetch":
            self.refused.add(request.url)

    def _opened(self, page: Page) -> None:
        page.on("download", lambda download: self.addresses.append(download.suggested_filename))

    def _reported(self, source: dict[str, Any], kind: str, text: str) -> None:
        (self.policy if kind == "csp" else self.titles).append(text)


def origin_of(url: str) -> str:
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc}"


def need(present: bool, reason: str) -> None:
    """Skip the test for want of something, but fail it under CI."""
    if present:
        return
    if os.environ.get("CI"):
        pytest.fail(reason)
    pytest.skip(reason)


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    path = shutil.which("chromium")
    need(path is not None, "no chromium: tools/system-packages test")
    need(AXE.exists(), "no axe-core: make node_modules/.done")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=ARGUMENTS)
        yield browser
        browser.close()


@pytest.fixture
def visit(chromium: Browser) -> Iterator[Visit]:
    """Open a page of its own browser context; the first argument is the server's address.

    Relative addresses work: ``page.goto("/aide")``. Each call starts without cookies; to share
    them, use ``page.context.new_page()``.
    """
    opened: list[tuple[BrowserContext, Watch]] = []

    def open_page(
        base_url: str,
        *,
        size: ViewportSize = DESKTOP,
        javascript: bool = True,
        **options: Any,
    ) -> Page:
        context = chromium.new_context(
            base_url=base_url,
            viewport=size,
            java_script_enabled=javascript,
            locale="fr-FR",
            timezone_id="Europe/Paris",
            has_touch=size is MOBILE,
            **options,
        )
        context.set_default_timeout(10_000)
        watch = Watch(origin_of(base_url))
        watch.attach(context)
        opened.append((context, watch))
        return context.new_page()

    yield open_page
    faults = []
    for context, watch in opened:
        context.close()
        faults += watch.faults()
    assert faults == []


def axe(page: Page) -> list[str]:
    """Return what axe-core finds wrong on the page, a line for each rule and element.

    It needs a page whose scripts run: without them it would never answer.
    """
    assert page.evaluate("matchMedia('(scripting: enabled)').matches"), "axe needs scripts"
    if not page.evaluate("'axe' in window"):
        page.evaluate(AXE.read_text("utf-8"))
    found = page.evaluate(
        "async (tags) => (await axe.run(document, {runOnly: tags})).violations", AXE_RULES
    )
    return [
        f"{rule['id']}: {rule['help']}: {' '.join(map(str, node['target']))}"
        for rule in found
        for node in rule["nodes"]
    ]


def sideways_scroll(page: Page) -> int:
    """Return how many CSS pixels the page is wider than its window: 0 when all can be read."""
    wider: int = page.evaluate(
        "() => document.documentElement.scrollWidth - document.documentElement.clientWidth"
    )
    return wider


def shoot(page: Page, name: str) -> Path:
    """Save a picture of the whole page outside git, and return its path."""
    folder = Path(os.environ.get("MSP_DU_SHOTS", ROOT / ".shots"))
    path = folder / f"{name}.png"
    path.parent.mkdir(parents=True, exist_ok=True)
    page.screenshot(path=path, full_page=True, animations="disabled")
    return path
