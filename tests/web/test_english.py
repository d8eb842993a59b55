"""Whoever chose English reads English: every page of every role, forms with errors, mails."""

import re
from collections.abc import Iterator
from datetime import UTC, date, datetime
from functools import cache
from pathlib import Path
from uuid import uuid4
from xml.etree.ElementTree import Element

import pytest
from babel.messages.pofile import read_po
from flask import Flask

import msp_du
from msp_du.domain.vocabulary import Language
from msp_du.extensions import db, transaction
from msp_du.jobs import (
    curriculum_mails,
    desk_mails,
    document_mails,
    hours_mails,
    mails,
    mark_mails,
    reminder_messages,
)
from msp_du.jobs.letters import Letter, Sender, compose
from msp_du.models import Account
from tests.support.access_matrix import Line, Reach, lines, public_reads, routes
from tests.support.client import PageClient, sign_in
from tests.support.desk import carry
from tests.support.pages import parse
from tests.support.world import ACTORS, DESK_HOLDER, Scope, World, build_world

CATALOGUE = Path(msp_du.__file__).parent / "translations/en/LC_MESSAGES/messages.po"
CODE = "7KQM-2XZB-9HTR-C4WN-E"
PAGES = [line for line in lines() if line.method == "GET"]
PLACEHOLDER = re.compile(r"%\(\w+\)[sd]")
WORD = re.compile(r"[^\W\d_]{4}")
LETTERS = {kind.template: kind.subject for kind in mails.KINDS.values()}
LETTERS |= {kind.template: kind.subject for kind in hours_mails.KINDS.values()}
LETTERS |= {document_mails.TEMPLATE: document_mails.SUBJECT}
LETTERS |= {curriculum_mails.TEMPLATE: curriculum_mails.SUBJECT}
LETTERS |= {kind.template: kind.subject for kind in desk_mails.KINDS.values()}
LETTERS |= dict(mark_mails.KINDS.values())
LETTERS |= {reminder_messages.TEMPLATE: reminder_messages.SUBJECT}
CONTEXT = {
    "url": "http://localhost:8000/x",
    "entries": 2,
    "minutes": 840,
    "code": "123456",
    "moment": datetime(2026, 11, 22, 10, 0, tzinfo=UTC),
    "first": date(2026, 11, 20),
    "last": date(2026, 11, 22),
    "lines": [{"text": "Hours", "url": "http://localhost:8000/x"}],
    "has_deadlines": True,
}
"""What the letters are about, all in one."""
SPOKEN = ("aria-label", "alt", "title", "placeholder", "data-label")
SKIPPED = {"script", "style", "code", "pre", "textarea"}
FAULTY_FORMS = [
    ("trainee", "/heures/{placement}/ajouter"),
    ("trainee", "/compte/mot-de-passe"),
    ("supervisor", "/bureau/stages/{placement}/signaler/{sent_entry}"),
    ("coordinator", "/promotions/{cohort}/ajouter"),
    ("coordinator", "/stages/structures/nouvelle"),
    ("administrator", "/etablissement/{institution}/calendrier/ajouter"),
    ("administrator", "/etablissement/{institution}/comptes/inviter"),
]

one_engine = pytest.mark.parametrize("app", ["sqlite"], indirect=True)
"""The language of a page does not depend on the engine."""


def messages() -> Iterator[tuple[str, str]]:
    """Yield each French text with its English, the forms of a plural one after the other."""
    with CATALOGUE.open("rb") as file:
        catalogue = read_po(file)
    for message in catalogue:
        sources = [message.id] if isinstance(message.id, str) else message.id
        english = [message.string] if isinstance(message.string, str) else message.string
        yield from zip(sources, english or (), strict=True)


@cache
def english_texts() -> frozenset[str]:
    """Return the whole English texts: « Rules of the structure » is no number of structures."""
    return frozenset(folded(text) for _source, text in messages() if text)


@cache
def french_texts() -> tuple[frozenset[str], tuple[re.Pattern[str], ...]]:
    """Return the French texts that differ in English: whole ones, and those with gaps."""
    whole, with_gaps = set(), []
    for source, text in messages():
        if source and source != text:
            parts = PLACEHOLDER.split(source)
            if len(parts) == 1:
                whole.add(folded(source))
            elif WORD.search(" ".join(parts)):
                with_gaps.append(re.compile(".+".join(re.escape(folded(p, "")) for p in parts)))
    return frozenset(whole), tuple(with_gaps)


def folded(text: str, ends: str = " ") -> str:
    """Return the text with single spaces, its ends trimmed unless it is part of another."""
    single = re.sub(r"[ \t\n]+", " ", text)
    return single.strip() if ends else single


def texts_of(element: Element) -> Iterator[str]:
    """Yield each text node and spoken attribute, but names and what is in another language."""
    is_link_to_french = element.tag == "a" and element.get("lang") == "fr"
    if is_link_to_french or element.get("translate") == "no" or element.tag in SKIPPED:
        return
    yield from (element.get(name, "") for name in SPOKEN)
    yield element.text or ""
    for child in element:
        yield from texts_of(child)
        yield child.tail or ""


@cache
def is_french(text: str) -> bool:
    whole, with_gaps = french_texts()
    if text in whole or text in english_texts():
        return text in whole
    return any(pattern.fullmatch(text) for pattern in with_gaps)


def french_left(html: str) -> list[str]:
    """Return the fixed French texts of a page that says it is in English."""
    tree = parse(html)
    assert tree.get("lang") == "en"
    return [text for text in map(folded, texts_of(tree)) if text and is_french(text)]


@pytest.fixture
def world(app: Flask) -> World:
    """The three cohorts, everybody reading English."""
    with app.app_context():
        with transaction() as session:
            world = build_world(session)
            for account in world.actors.values():
                session.get_one(Account, account.id).language = Language.ENGLISH
        db.session.remove()
    return world


def url_for(app: Flask, world: World, line: Line) -> str:
    rule = routes(app)[line.endpoint, "GET"]
    given = {"guide": "stagiaire", "code": CODE, "secret": "x" * 43}
    values = given | world.arguments(Scope.OWN, rule.arguments, line.endpoint.split(".")[0])
    with app.test_request_context():
        _, url = rule.build(values, append_unknown=False) or ("", "")
    return url


@one_engine
@pytest.mark.parametrize("actor", ACTORS)
def test_no_page_of_a_role_is_left_in_french(
    app: Flask, client: PageClient, world: World, actor: str
) -> None:
    sign_in(client, world.actors[actor])
    left, read = {}, 0
    for line in PAGES:
        if line.reach[actor] in {Reach.DENY, Reach.NEVER}:
            continue
        knows_nobody = {"lang": "en"} if line.endpoint in public_reads() else None
        answer = client.get(url_for(app, world, line), query_string=knows_nobody)
        if answer.mimetype == "text/html" and answer.status_code != 302:
            read += 1
            left[line.endpoint] = french_left(answer.text)
    assert {endpoint: texts for endpoint, texts in left.items() if texts} == {}
    assert read > 10


@one_engine
def test_no_public_page_is_left_in_french(app: Flask, client: PageClient, world: World) -> None:
    left = {}
    for line in PAGES:
        if line.reach["anonymous"] is Reach.DENY:
            continue
        answer = client.get(url_for(app, world, line), query_string={"lang": "en"})
        if answer.mimetype == "text/html" and answer.status_code != 302:
            left[line.endpoint] = french_left(answer.text)
    assert {endpoint: texts for endpoint, texts in left.items() if texts} == {}
    assert {"home.show", "accounts.sign_in", "help.privacy"} <= set(left)


@one_engine
def test_no_page_of_a_desk_is_left_in_french(app: Flask, client: PageClient, world: World) -> None:
    carry(client, world.desk)
    left = {}
    for line in PAGES:
        if line.reach[DESK_HOLDER] in {Reach.DENY, Reach.NEVER}:
            continue
        if not line.endpoint.startswith("host_desk."):
            continue
        answer = client.get(url_for(app, world, line), query_string={"lang": "en"})
        if answer.mimetype == "text/html" and answer.status_code != 302:
            left[line.endpoint] = french_left(answer.text)
    assert {endpoint: texts for endpoint, texts in left.items() if texts} == {}
    assert {"host_desk.show_desk", "host_desk.sign_agreement"} <= set(left)


@one_engine
@pytest.mark.parametrize(("actor", "path"), FAULTY_FORMS, ids=lambda text: text)
def test_a_form_sent_empty_complains_in_english(
    client: PageClient, world: World, actor: str, path: str
) -> None:
    sign_in(client, world.actors[actor])
    url = path.format_map(world.ids[Scope.OWN])
    answer = client.submit(url, dict.fromkeys(emptied(client.get(url).text), ""))
    assert "To correct before going on" in answer.text
    assert french_left(answer.text) == []


def emptied(html: str) -> Iterator[str]:
    """Yield the names of the fields that a person fills."""
    for field in parse(html).iter():
        if field.tag in {"input", "textarea", "select"} and field.get("type") != "hidden":
            yield field.get("name", "")


@one_engine
def test_the_same_check_finds_the_french_of_a_french_page(client: PageClient) -> None:
    tree = parse(client.get("/connexion").text)
    found = {text for text in map(folded, texts_of(tree)) if is_french(text)}
    assert {"Se connecter", "Mot de passe", "Aller au contenu", "Langue"} <= found


@one_engine
def test_a_wrong_password_is_refused_in_english(client: PageClient, world: World) -> None:
    fields = {"email": "nobody@example.org", "password": "not the right one"}
    answer = client.submit("/connexion?lang=en", fields)
    assert "The address or the password is not right." in answer.text
    assert french_left(answer.text) == []


@one_engine
def test_the_chosen_language_stays_from_one_public_page_to_the_next(client: PageClient) -> None:
    page = parse(client.get("/connexion?lang=en").text)
    links = [a.get("href", "") for a in page.iter("a") if a.get("lang") != "fr"]
    assert [url for url in links if url.startswith("/") and "lang=en" not in url] == []


@one_engine
@pytest.mark.parametrize("template", LETTERS)
def test_a_mail_in_english_holds_no_french(app: Flask, template: str) -> None:
    letter = Letter(
        id=uuid4(),
        recipient="camille@example.org",
        language=Language.ENGLISH,
        sender=Sender("Suivi", "Suivi", "suivi@example.org", "example.org"),
        subject=LETTERS[template],
        template=template,
        context=CONTEXT,
    )
    message = compose(app, letter)
    texts = [message["Subject"], *message.get_content().splitlines()]
    assert [text for text in texts if text and is_french(folded(text))] == []
    assert "Hello," in texts
