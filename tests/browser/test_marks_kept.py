"""A sheet of marks with two tutors, without a network, after the session, with comments."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Dialog, expect

from tests.factories import PASSWORD
from tests.support.browser import MOBILE, Visit, axe, shoot, sideways_scroll
from tests.support.live import sign_in
from tests.support.mark_grid import TUTORS, Sheet, open_sheet, said, serve_sheet


@pytest.fixture
def sheet(tmp_path: Path) -> Iterator[Sheet]:
    with serve_sheet(tmp_path / "instance") as served:
        yield served


def test_two_tutors_on_one_cell_see_both_values(sheet: Sheet, visit: Visit) -> None:
    mine = open_sheet(sheet, visit, size=MOBILE)
    theirs = open_sheet(sheet, visit, 1, javascript=False)
    theirs.locator("#m1-1").fill("9")
    theirs.get_by_role("button", name="Enregistrer les notes").click()
    expect(theirs.get_by_role("status")).to_contain_text("Une note enregistrée.")
    mine.locator("#m1-1").fill("14")
    with mine.expect_response("**/cellules") as answer:
        mine.locator("#m1-2").fill("11")
    assert answer.value.status == 409
    panel = mine.get_by_role("group", name="Camille Personne 00")
    expect(panel).to_contain_text("Vous avez saisi 14. Cette note a changé : 9, par Noé Faure, le")
    mine.locator("#m1-2").press("Enter")
    expect(said(mine)).to_have_text("Notes à départager : 1.")
    assert sheet.marks() == [900, 1100]
    assert axe(mine) == []
    assert sideways_scroll(mine) <= 0
    shoot(mine, "marks/conflict-360")
    panel.get_by_role("button", name="Garder 14").click()
    expect(said(mine)).to_have_text("Tout est enregistré.")
    assert sheet.marks() == [1100, 1400]


def test_a_network_cut_keeps_what_is_typed_and_sends_it_again(sheet: Sheet, visit: Visit) -> None:
    page = open_sheet(sheet, visit)
    page.context.set_offline(True)
    for text in ("8", "9"):
        page.locator("#m1-1" if text == "8" else "#m2-1").fill(text)
    page.locator("#m2-1").press("Enter")
    expect(page.locator("#m1-1-s")).to_have_text("échec")
    expect(said(page)).to_contain_text("Notes non enregistrées : 2.")
    asked: list[str] = []

    def stay(dialog: Dialog) -> None:
        asked.append(dialog.type)
        dialog.dismiss()

    page.once("dialog", stay)
    page.close(run_before_unload=True)
    page.wait_for_timeout(50)
    assert asked == ["beforeunload"]
    assert sheet.marks() == []
    page.context.set_offline(False)
    expect(said(page)).to_have_text("Tout est enregistré.")
    assert sheet.marks() == [800, 900]


def test_a_session_that_ended_loses_nothing(sheet: Sheet, visit: Visit) -> None:
    page = open_sheet(sheet, visit)
    other = page.context.new_page()
    other.goto("/")
    other.locator("summary.account__name").click()
    other.get_by_role("button", name="Se déconnecter").click()
    page.locator("#m1-1").fill("8")
    page.locator("#m1-1").press("Enter")
    expect(said(page)).to_contain_text("Votre session a pris fin. Notes non enregistrées : 1")
    expect(page.locator("#m1-1")).to_have_value("8")
    sign_in(other, TUTORS[1], PASSWORD)
    page.get_by_role("button", name="Réessayer").click()
    expect(said(page)).to_contain_text("Un autre compte est connecté")
    assert sheet.marks() == []
    other.locator("summary.account__name").click()
    other.get_by_role("button", name="Se déconnecter").click()
    sign_in(other, TUTORS[0], PASSWORD)
    page.get_by_role("button", name="Réessayer").click()
    expect(said(page)).to_have_text("Tout est enregistré.")
    assert sheet.marks() == [800]


def test_comments_are_written_over_the_sheet(sheet: Sheet, visit: Visit) -> None:
    page = open_sheet(sheet, visit)
    page.locator("#m1-1").fill("12")
    page.get_by_role("link", name="Commenter Camille Personne 00").click()
    dialog = page.get_by_role("dialog", name="Commentaires, module M112")
    text = dialog.get_by_label("Dossier de situation en contrôle continu : 12")
    text.fill("Mme Dupont vous remercie.")
    dialog.get_by_role("button", name="Enregistrer les commentaires").click()
    expect(dialog).to_contain_text("Ce texte contient peut-être")
    assert axe(page) == []
    shoot(page, "marks/comment-1180")
    text.fill("Un plan clair.")
    dialog.get_by_role("button", name="Enregistrer les commentaires").click()
    expect(dialog).to_have_count(0)
    expect(page.get_by_role("link", name="Commentaires (1) Camille Personne 00")).to_be_focused()
    page.locator("#m1-1").fill("13")
    page.locator("#m1-1").press("Enter")
    expect(said(page)).to_have_text("Tout est enregistré.")
    assert sheet.marks() == [1300]
