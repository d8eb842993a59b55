"""A trainee's phone in a browser: slow, without a network, with the wrong time."""

import json
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

from playwright.sync_api import Page, expect

from tests.support.browser import MOBILE, Visit
from tests.support.live import sign_in

KIB = 1024
SLOW = {
    "offline": False,
    "latency": 400,
    "downloadThroughput": 400 * KIB / 8,
    "uploadThroughput": 400 * KIB / 8,
}
KEPT = """() => new Promise((done) => {
  indexedDB.open("suivi", 1).onsuccess = ({ target: { result: db } }) => {
    db.transaction("days").objectStore("days").getAll().onsuccess = (event) => {
      db.close();
      done(event.target.result);
    };
  };
})"""


@dataclass(frozen=True, slots=True)
class Phone:
    """A page on a phone, with what is kept in its browser."""

    page: Page

    def kept(self) -> list[dict[str, Any]]:
        """Return the days that this browser keeps, as they are stored."""
        found: list[dict[str, Any]] = self.page.evaluate(KEPT)
        return found

    def reopen(self) -> "Phone":
        """Close the page, and open another in the same browser."""
        context = self.page.context
        self.page.close()
        return Phone(context.new_page())

    def slow_down(self) -> None:
        """Give the phone a slow processor and a slow network, and an empty cache."""
        cdp = self.page.context.new_cdp_session(self.page)
        cdp.send("Network.enable")
        cdp.send("Network.clearBrowserCache")
        cdp.send("Network.setBypassServiceWorker", {"bypass": True})  # which no one slows down
        cdp.send("Network.emulateNetworkConditions", SLOW)
        cdp.send("Emulation.setCPUThrottlingRate", {"rate": 4})

    def note(self, day: date, hours: str = "3\u00a0h\u00a030") -> None:
        """Note a day by its date, in the form that is open."""
        self.choose(day)
        self.page.get_by_label(hours, exact=True).check()
        self.save()

    def choose(self, day: date) -> None:
        self.page.get_by_label("Autre", exact=True).check()
        for part, value in (("day", day.day), ("month", day.month), ("year", day.year)):
            self.page.locator(f"[name=other_day-{part}]").fill(str(value))

    def save(self) -> None:
        self.page.get_by_role("button", name="Enregistrer", exact=True).click()
        expect(self.said).to_contain_text("Noté")

    @property
    def said(self) -> Any:
        """What the form says of the last day."""
        return self.page.locator("[data-kept] [role=status]")

    def again(self) -> None:
        self.page.get_by_role("button", name="Ajouter un autre jour").click()


def open_phone(visit: Visit, url: str, email: str, password: str, **options: Any) -> Phone:
    """Sign in on a phone, and wait until it can do without a network."""
    page = visit(url, size=MOBILE, **options)
    sign_in(page, email, password)
    ready(page)
    return Phone(page)


def ready(page: Page) -> None:
    page.evaluate("() => navigator.serviceWorker.ready.then(() => true)")


def within(seconds: float, holds: Callable[[], bool], page: Page) -> float:
    """Wait until something holds; return the seconds that took, fail when it takes longer."""
    begun = time.monotonic()
    while not holds():
        page.wait_for_timeout(50)
        assert time.monotonic() - begun < seconds
    return time.monotonic() - begun


def digest(records: list[dict[str, Any]]) -> set[str]:
    """Name the fields that records have."""
    return {name for record in records for name in json.loads(json.dumps(record))}
