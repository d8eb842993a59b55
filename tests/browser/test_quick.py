"""The usual day in two taps, once whatever the finger does, and light on the network."""

from typing import Any

import pytest
from playwright.sync_api import Page, expect

from msp_du.demonstration import build, story
from tests.browser.conftest import SmallClass
from tests.support.browser import MOBILE, Visit
from tests.support.live import Site, sign_in

COUNT_ACTS = """
for (const kind of ["click", "keydown"])
  addEventListener(kind, (event) => { if (event.isTrusted) window.countAct(kind); }, true);
"""


def test_the_usual_day_takes_two_taps_and_no_key(small_class: SmallClass, visit: Visit) -> None:
    page = visit(small_class.site.url, size=MOBILE)
    sign_in(page, small_class.trainee, small_class.password)
    acts: list[str] = []

    def count(kind: str) -> None:
        acts.append(kind)

    page.context.expose_function("countAct", count)
    page.add_init_script(COUNT_ACTS)
    page.goto("/")
    before = small_class.entries
    page.get_by_role("main").get_by_role("link", name="comme d’habitude").tap()
    page.get_by_role("button", name="Enregistrer").tap()
    expect(page.get_by_role("status")).to_contain_text("Noté et reçu")
    assert acts == ["click", "click"]
    assert small_class.entries == before + 1


@pytest.mark.parametrize("javascript", [True, False], ids=["scripts", "no-scripts"])
def test_a_day_is_logged_once_whatever_the_finger_does(
    small_class: SmallClass, visit: Visit, javascript: bool
) -> None:
    page = visit(small_class.site.url, size=MOBILE, javascript=javascript)
    sign_in(page, small_class.trainee, small_class.password)
    before = small_class.entries
    page.goto("/heures/ajouter")
    page.get_by_role("button", name="Enregistrer").dblclick()
    expect(page.get_by_role("status")).to_contain_text("Noté")
    if javascript:
        expect(page.get_by_role("status")).to_contain_text("Noté et reçu")
    page.reload()
    page.go_back()
    page.go_forward()
    page.reload()
    title = "Ajouter des heures" if javascript else "Mes heures"
    expect(page.get_by_role("heading", level=1)).to_have_text(title)
    assert small_class.entries == before + 1


class Meter:
    """Counts requests and the bytes that came over the network, headers included."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.cdp = page.context.new_cdp_session(page)
        self.cdp.send("Network.enable")
        # What a service worker fetches for a page is not counted as the page's.
        self.cdp.send("Network.setBypassServiceWorker", {"bypass": True})
        self.cdp.on("Network.loadingFinished", self._finished)
        self.sizes: list[int] = []

    def _finished(self, event: dict[str, Any]) -> None:
        self.sizes.append(int(event["encodedDataLength"]))

    def load(self, path: str) -> tuple[int, int]:
        """Open a page and return the number of requests and the bytes."""
        self.sizes.clear()
        self.page.goto(path, wait_until="networkidle")
        return len(self.sizes), sum(self.sizes)


def test_the_home_page_is_light(demo: Site, visit: Visit) -> None:
    page = visit(demo.url, size=MOBILE)
    sign_in(page, build.known_accounts()[0].email, story.PASSWORD)
    meter = Meter(page)
    meter.cdp.send("Network.setCacheDisabled", {"cacheDisabled": True})
    requests, size = meter.load("/")
    meter.cdp.send("Network.setCacheDisabled", {"cacheDisabled": False})
    assert requests <= 8
    assert 20_000 < size <= 100_000
    _requests, again = meter.load("/?")
    assert 0 < again <= 10_000
