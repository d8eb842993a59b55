"""Hours noted on a phone: quick on a slow one, kept without a network, sent once each."""

import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest
from playwright.sync_api import expect

from msp_du.domain.vocabulary import Role
from msp_du.extensions import transaction
from tests.browser.conftest import SmallClass, serve_class
from tests.browser.test_reach import NARROW, too_small
from tests.factories import PASSWORD, TODAY, make_account, make_person
from tests.support.browser import Visit, axe, shoot, sideways_scroll
from tests.support.live import sign_in
from tests.support.phone import Phone, digest, open_phone, ready, within

OTHER = "dominique@example.org"
DAY_16, DAY_17, DAY_18, DAY_19 = (TODAY - timedelta(days=days) for days in (16, 17, 18, 19))
CACHED = """async () => {
  const caches_ = await Promise.all((await caches.keys()).map((name) => caches.open(name)));
  const requests = await Promise.all(caches_.map((cache) => cache.keys()));
  return requests.flat().map((request) => new URL(request.url).pathname);
}"""
COUNT_ACTS = """
for (const kind of ["pointerdown", "keydown"])
  addEventListener(kind, (event) => { if (event.isTrusted) window.countAct(kind); }, true);
addEventListener("click", () => { window.tapped = performance.now(); }, true);
new MutationObserver(() => {
  const said = document.querySelector("[data-kept]:not([hidden]) [role=status]")?.textContent;
  if (said && window.tapped && !window.told) window.told = performance.now() - window.tapped;
}).observe(document, { subtree: true, childList: true, attributes: true, characterData: true });
"""


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[SmallClass]:
    """One small class for all these tests, with a second trainee; days are not used twice."""
    with serve_class(tmp_path_factory.mktemp("phone") / "instance") as served:
        with served.site.app.app_context(), transaction() as session:
            person = make_person(session)
            make_account(session, Role.TRAINEE, email=OTHER, person=person, password=PASSWORD)
        yield served


@pytest.fixture
def phone(desk: SmallClass, visit: Visit) -> Phone:
    return open_phone(visit, desk.site.url, desk.trainee, PASSWORD)


def test_the_usual_day_on_a_slow_phone(desk: SmallClass, phone: Phone) -> None:
    page, before = phone.page, desk.entries
    acts: list[str] = []

    def count(kind: str) -> None:
        acts.append(kind)

    page.context.expose_function("countAct", count)
    page.add_init_script(COUNT_ACTS)
    phone.slow_down()
    for most, day in ((20, "Aujourd’hui"), (5, "Hier")):
        begun = time.monotonic()
        page.goto("/")
        page.get_by_role("main").get_by_role("link", name="Ajouter des heures").first.tap()
        page.wait_for_url("**/ajouter*")  # its scripts are there: a thumb takes longer
        if day == "Hier":
            page.get_by_text(day, exact=True).tap()
        page.get_by_role("button", name="Enregistrer").tap()
        expect(phone.said).to_contain_text("Noté")
        assert time.monotonic() - begun <= most
        assert page.evaluate("window.told") <= 300
        expect(phone.said).to_contain_text("Noté et reçu")
    assert acts == ["pointerdown"] * 5
    assert desk.entries == before + 2
    assert phone.kept() == []
    assert axe(page) == []
    shoot(page, "phone/received")


def test_an_unusual_day_takes_six_taps_even_with_a_token_of_before(
    desk: SmallClass, phone: Phone
) -> None:
    page, before = phone.page, desk.entries
    acts: list[str] = []

    def count(kind: str) -> None:
        acts.append(kind)

    page.context.expose_function("countAct", count)
    page.add_init_script(COUNT_ACTS)
    page.goto("/")
    page.get_by_role("main").get_by_role("link", name="Ajouter des heures").first.tap()
    page.wait_for_url("**/ajouter*")
    other = page.context.new_page()
    other.goto("/compte")
    other.locator("summary.account__name").click()
    other.get_by_role("button", name="Se déconnecter").click()
    sign_in(other, desk.trainee, PASSWORD)
    other.close()
    acts[:] = ["pointerdown"]
    page.get_by_text("Hier", exact=True).tap()
    page.get_by_text("De … à …", exact=True).tap()
    page.get_by_label("De", exact=True).tap()
    page.keyboard.type("9")
    page.get_by_label("À", exact=True).tap()
    page.keyboard.type("1130")
    page.get_by_role("button", name="Enregistrer").tap()
    expect(phone.said).to_contain_text("Noté et reçu")
    assert (acts.count("pointerdown"), acts.count("keydown")) == (6, 5)
    assert desk.entries == before + 1


def test_ten_days_without_a_network_are_ten_rows(desk: SmallClass, phone: Phone) -> None:
    before = desk.entries
    phone.page.context.set_offline(True)
    phone.page.goto("/heures/ajouter")
    expect(phone.page.get_by_role("heading", level=1)).to_have_text("Ajouter des heures")
    assert axe(phone.page) == []
    shoot(phone.page, "phone/offline")
    for days in range(3, 13):
        phone.note(TODAY - timedelta(days=days))
        if days < 12:
            phone.again()
    shoot(phone.page, "phone/ten-kept")
    kept = phone.kept()
    assert len(kept) == 10
    assert digest(kept) == {"client_id", "alias", "placement", "date", "minutes", "created_at"}
    phone = phone.reopen()
    phone.page.goto("/")
    expect(phone.page.get_by_text("Sur ce téléphone", exact=True)).to_have_count(11)
    assert desk.entries == before
    phone.page.context.set_offline(False)
    took = within(30, lambda: desk.entries == before + 10, phone.page)
    assert took <= 30
    expect(phone.page.get_by_text("Reçu", exact=True)).to_have_count(10)
    assert phone.kept() == []


def test_a_session_that_ended_and_another_account_lose_nothing(
    desk: SmallClass, phone: Phone
) -> None:
    page, before = phone.page, desk.entries
    page.context.set_offline(True)
    page.goto("/heures/ajouter")
    page.get_by_label("De … à …").check()
    page.get_by_label("De", exact=True).fill("9")
    page.get_by_label("À", exact=True).fill("1130")
    phone.choose(DAY_16)
    phone.save()
    assert digest(phone.kept()) == {
        "client_id",
        "alias",
        "placement",
        "date",
        "start",
        "end",
        "break_minutes",
        "created_at",
    }
    page.context.clear_cookies()
    page.context.set_offline(False)
    notice = page.locator("[data-unsent]")
    expect(notice).to_contain_text("Connectez-vous : l’envoi se fera tout seul.")
    sign_in(page, OTHER, PASSWORD)
    ready(page)
    page.goto("/heures/")
    expect(page.get_by_role("heading", level=1)).to_have_text("Mes heures")
    assert len(phone.kept()) == 1
    expect(notice).to_be_hidden()
    page.locator("summary.account__name").click()
    page.get_by_role("button", name="Se déconnecter").click()
    expect(notice).to_contain_text("Une saisie non envoyée")
    shoot(page, "phone/signed-out")
    assert desk.entries == before
    sign_in(page, desk.trainee, PASSWORD)
    within(10, lambda: desk.entries == before + 1, page)
    within(5, lambda: phone.kept() == [], page)


def test_a_wrong_clock_and_a_refusal_are_shown_and_mended(desk: SmallClass, phone: Phone) -> None:
    page, before = phone.page, desk.entries
    page.context.set_offline(True)
    page.clock.set_fixed_time(datetime.now(UTC) + timedelta(days=2, minutes=5))
    page.goto("/")
    phone.save()
    phone.again()
    phone.note(DAY_17)
    page.clock.set_fixed_time(datetime.now(UTC) + timedelta(days=4, hours=2))
    page.evaluate("document.dispatchEvent(new Event('visibilitychange'))")
    expect(page.locator("[data-unsent]")).to_contain_text("plus de 48 heures")
    page.context.set_offline(False)
    within(10, lambda: desk.entries == before + 1, page)
    expect(page.get_by_text("Ce jour n’est pas encore arrivé.")).to_be_visible()
    assert axe(page) == []
    shoot(page, "phone/refused")
    page.get_by_role("button", name="Corriger").click()
    phone.note(DAY_18)
    expect(phone.said).to_contain_text("Noté et reçu")
    assert desk.entries == before + 2
    assert phone.kept() == []
    phone.again()
    phone.note(DAY_18, "12\u00a0h")
    page.get_by_role("button", name="Jeter").click()
    within(5, lambda: phone.kept() == [], page)
    assert desk.entries == before + 2


def test_a_warning_is_confirmed_and_a_phone_keeps_no_page_of_anybody(
    desk: SmallClass, phone: Phone
) -> None:
    page, before = phone.page, desk.entries
    page.goto("/heures/ajouter")
    phone.note(DAY_19, "12\u00a0h")
    expect(page.get_by_text("plus que les 10", exact=False)).to_be_visible()
    shoot(page, "phone/warning")
    page.get_by_role("button", name="Enregistrer quand même").click()
    expect(phone.said).to_contain_text("Noté et reçu")
    assert desk.entries == before + 1
    kept: list[str] = page.evaluate(CACHED)
    assert [path for path in kept if not path.startswith("/static/")] == ["/hors-ligne"]
    manifest = page.request.get("/static/manifest.webmanifest").json()
    assert (manifest["name"], manifest["short_name"]) == ("Suivi", "Suivi")


def test_the_page_without_a_network_fits_a_narrow_screen(desk: SmallClass, visit: Visit) -> None:
    page = visit(desk.site.url, size=NARROW)
    sign_in(page, desk.trainee, PASSWORD)
    ready(page)
    page.context.set_offline(True)
    page.goto("/compte")
    assert too_small(page) == []
    page.evaluate("document.documentElement.style.fontSize = '200%'")
    assert sideways_scroll(page) <= 0
    shoot(page, "phone/narrow")
