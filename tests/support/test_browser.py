from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread

import pytest
from playwright.sync_api import Browser

from tests.support.browser import MOBILE, Visit, Watch, axe, shoot, sideways_scroll

HEAD = (
    "<!doctype html><html lang=fr><title>Suivi</title><link rel=icon href=/icon.png>"
    "<meta name=viewport content='width=device-width'>"
)
GOOD = HEAD + "<main><h1>Suivi</h1><p>Une page.</p></main>"
PAGES = {
    "/": GOOD,
    "/icon.png": "any",
    "/wrong": GOOD,
    "/image": HEAD + "<main><h1>Suivi</h1><img src=/absent.png></main>",
    "/style": HEAD + "<main><h1 style='color:red'>Suivi</h1></main>",
    "/foreign": HEAD + "<main><h1>Suivi</h1><img alt='' src='http://127.0.0.1:9/a.png'></main>",
    "/title": GOOD.replace("Suivi", "DU pair-aidance"),
    "/wide": GOOD.replace("<p>", "<p><input size=200 aria-label=Large>"),
    "/throws": GOOD + "<script src=/throws.js></script>",
    "/throws.js": "throw new Error('lost')",
}


class Handler(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        page = PAGES.get(self.path, "")
        self.send_response(422 if self.path == "/wrong" else 200 if page else 404)
        kind = "text/javascript" if self.path.endswith(".js") else "text/html"
        self.send_header("Content-Type", f"{kind}; charset=utf-8")
        self.send_header("Content-Security-Policy", "default-src 'self'; img-src *")
        self.end_headers()
        self.wfile.write(page.encode())

    def log_message(self, *args: object) -> None:
        pass


@pytest.fixture(scope="module")
def site() -> Iterator[str]:
    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()


def test_clean_page_passes_under_a_strict_policy(site: str, visit: Visit) -> None:
    page = visit(site, size=MOBILE)
    page.goto("/")
    assert axe(page) == []
    assert sideways_scroll(page) == 0


def test_page_without_scripts_is_shown_but_not_judged_by_axe(
    site: str, visit: Visit, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("MSP_DU_SHOTS", str(tmp_path))
    page = visit(site, javascript=False)
    page.goto("/")
    assert page.get_by_role("heading").inner_text() == "Suivi"
    assert shoot(page, "home").read_bytes().startswith(b"\x89PNG")
    with pytest.raises(AssertionError, match="axe needs scripts"):
        axe(page)


def test_refused_form_is_no_fault(site: str, visit: Visit) -> None:
    page = visit(site)
    response = page.goto("/wrong")
    assert response
    assert response.status == 422


@pytest.mark.parametrize(
    ("path", "faults"),
    [
        ("/image", ["console: Failed to load resource"]),
        ("/style", ["console: ", "content security policy: style-src-attr refused inline"]),
        ("/foreign", ["console: ", "request to another origin: http://127.0.0.1:9/a.png"]),
        ("/title", ["telling title or address: DU pair-aidance"]),
        ("/throws", ["console: lost"]),
    ],
    ids=["missing-image", "inline-style", "other-origin", "telling-title", "script-error"],
)
def test_fault_is_seen(site: str, chromium: Browser, path: str, faults: list[str]) -> None:
    with chromium.new_context() as context:
        watch = Watch(site)
        watch.attach(context)
        context.new_page().goto(site + path, wait_until="networkidle")
    found = watch.faults()
    assert len(found) == len(faults)
    for said, expected in zip(found, faults, strict=True):
        assert said.startswith(expected)


def test_axe_names_the_rule_and_the_element(site: str, visit: Visit) -> None:
    page = visit(site)
    page.set_content(HEAD + "<main><h1>Suivi</h1><img src='data:,'></main>")
    assert [line.split(":")[0] for line in axe(page)] == ["image-alt"]


def test_page_wider_than_the_window_is_measured(site: str, visit: Visit) -> None:
    page = visit(site, size=MOBILE)
    page.goto("/wide")
    assert sideways_scroll(page) > 100
