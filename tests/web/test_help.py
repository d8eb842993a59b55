"""Guides and notices: for everybody, in both languages, saying what is true."""

import re

import pytest
from sqlalchemy.orm import Session

from msp_du.blueprints.help.guides import FOLDER, GUIDES, OPEN_GUIDES
from msp_du.domain.vocabulary import Language, Role
from msp_du.extensions import transaction
from tests.factories import make_account, make_institution
from tests.support.client import PageClient, sign_in
from tests.support.pages import REVEALING

NOTICES = {
    "accessibility": "/accessibilite",
    "legal": "/mentions-legales",
    "privacy": "/confidentialite",
    "contact": "/contact",
}
GUIDE_FILES = {role.value: word for role, word in GUIDES.items()} | OPEN_GUIDES
PAGES = {name: f"/aide/{word}" for name, word in GUIDE_FILES.items()} | NOTICES


@pytest.mark.parametrize("language", list(Language), ids=str)
@pytest.mark.parametrize("name", list(PAGES))
def test_each_page_is_read_in_both_languages(
    client: PageClient, name: str, language: Language
) -> None:
    source = (FOLDER / language.value / f"{name}.md").read_text("utf-8")
    answer = client.get(f"{PAGES[name]}?lang={language}")
    assert answer.status_code == 200
    title = source.splitlines()[0].removeprefix("# ")
    assert f">{title}</h1>" in answer.text
    headings = re.findall(r"^## (.+)$", source, re.MULTILINE)
    assert [h for h in headings if f"<h2>{h}</h2>" not in answer.text] == []
    assert "**" not in answer.text
    assert 'href="page:' not in answer.text


def test_every_page_is_there_in_both_languages_with_as_many_headings() -> None:
    french, english = (
        {
            path.name: path.read_text("utf-8").count("\n## ")
            for path in (FOLDER / language.value).glob("*.md")
        }
        for language in Language
    )
    assert french == english
    assert set(french) == {f"{name}.md" for name in PAGES}


@pytest.mark.parametrize("name", list(PAGES))
def test_a_guide_is_a_page_at_most_and_names_no_illness(name: str) -> None:
    for language in Language:
        text = (FOLDER / language.value / f"{name}.md").read_text("utf-8")
        assert len(text.split()) <= 350
        assert not REVEALING.search(text.replace("msp-du", ""))


@pytest.mark.parametrize("name", list(GUIDE_FILES))
def test_links_of_a_guide_lead_to_a_page_of_the_name_they_say(
    client: PageClient, name: str
) -> None:
    for language in Language:
        text = (FOLDER / language.value / f"{name}.md").read_text("utf-8")
        for words, word in re.findall(r"\[([^]]+)\]\(([a-z-]+)\)", text):
            answer = client.get(f"/aide/{word}?lang={language}")
            assert answer.status_code == 200, word
            assert f">{words}</h1>" in answer.text


def test_ones_own_guides_come_first(client: PageClient, session: Session) -> None:
    with transaction() as s:
        account = make_account(s, Role.REGISTRAR)
    sign_in(client, account)
    text = client.page("/aide")
    assert text.index("Pour vous") < text.index("Éditer les documents")
    assert text.index("Éditer les documents") < text.index("Les autres guides")
    assert text.index("Les autres guides") < text.index("Vos heures, vos notes, vos documents")


def test_a_stranger_sees_all_guides_alike(client: PageClient) -> None:
    text = client.page("/aide")
    assert "Pour vous" not in text
    assert text.count("Préparer et suivre une promotion") == 1


def test_a_guide_that_is_not_there_is_not_found(client: PageClient) -> None:
    assert "Cette page n’existe pas" in client.page("/aide/coordinator", status=404)


def test_the_level_of_accessibility_is_said_and_how_to_complain(client: PageClient) -> None:
    text = client.page("/accessibilite")
    assert "partiellement conforme" in text
    assert "aucun audit complet" in text
    assert "Défenseur des droits" in text


def test_the_contact_is_that_of_ones_own_institution(client: PageClient, session: Session) -> None:
    with transaction() as s:
        mine = make_institution(s, name="Université Une")
        mine.contact_address = "contact@example.org"
        mine.department = "Formation continue"
        make_institution(s, name="Université Deux").contact_address = "autre@example.org"
        account = make_account(s, Role.TUTOR, institution=mine)
    assert "example.org" not in client.page("/contact")
    sign_in(client, account)
    text = client.page("/contact")
    assert "contact@example.org" in text
    assert "Formation continue" in text
    assert "autre@example.org" not in text


def test_without_an_address_the_coordination_is_named(client: PageClient, session: Session) -> None:
    with transaction() as s:
        account = make_account(s, Role.TUTOR)
    sign_in(client, account)
    assert "Écrivez à la coordination de votre formation." in client.page("/contact")
