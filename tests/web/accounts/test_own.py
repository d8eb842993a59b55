"""One's own account: address, password, language, devices."""

from datetime import UTC, datetime
from uuid import uuid4

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session
from werkzeug.test import TestResponse

from msp_du.blueprints.accounts import device_names
from msp_du.domain.vocabulary import JobKind, Language, Role
from msp_du.extensions import transaction
from msp_du.models import Account, AccountSession, Attempt, AuditEvent, Job, LinkToken
from msp_du.services import passwords, sessions
from tests.factories import PASSWORD, make_account, make_institution
from tests.support.client import PageClient, main_text, sign_in

NEW = "quatre mots sans rapport aucun"
ADDRESS = "dominique.bernard@example.org"
FIREFOX = "Mozilla/5.0 (Android 15; Mobile; rv:145.0) Gecko/145.0 Firefox/145.0"


@pytest.fixture
def account(session: Session) -> Account:
    with transaction() as s:
        return make_account(s, Role.TUTOR, email=ADDRESS, password=PASSWORD)


@pytest.fixture
def at_home(client: PageClient, account: Account) -> PageClient:
    sign_in(client, account)
    return client


def another_session(account: Account, device: str = "Firefox/Android") -> str:
    with transaction() as s:
        owner = s.get_one(Account, account.id)
        return sessions.start(s, owner, device=device, now=datetime.now(UTC))


def test_the_account_page_says_who_one_is(at_home: PageClient) -> None:
    text = at_home.page("/compte")
    assert "Dominique Bernard" in text
    assert ADDRESS in text
    assert "Suivi pédagogique" in text


def test_roles_in_two_institutions_are_told_apart(client: PageClient, session: Session) -> None:
    with transaction() as s:
        one = make_institution(s, name="Université Une")
        two = make_institution(s, name="Université Deux")
        account = make_account(s, Role.TUTOR, institution=one)
        account.grants.extend(make_account(s, Role.REGISTRAR, institution=two).grants)
    sign_in(client, account)
    text = client.page("/compte")
    assert "Suivi pédagogique (Université Une)" in text
    assert "Scolarité (Université Deux)" in text


def test_the_language_chosen_is_kept_and_spoken(at_home: PageClient, account: Account) -> None:
    answer = at_home.submit("/compte", {"language": "en"}, action="/compte/langue")
    assert answer.location == "/compte"
    assert 'lang="en"' in at_home.get("/compte").text


def test_a_language_that_is_none_is_refused(
    at_home: PageClient, session: Session, account: Account
) -> None:
    answer = at_home.submit("/compte", {"language": "de"}, action="/compte/langue")
    assert answer.status_code == 422
    assert "Choisissez une réponse de la liste." in answer.text
    assert session.get_one(Account, account.id).language is Language.FRENCH


def change(client: PageClient, current: str = PASSWORD, new: str = NEW) -> TestResponse:
    return client.submit(
        "/compte/mot-de-passe", {"current_password": current, "password": new, "again": new}
    )


def test_a_new_password_keeps_this_device_and_ends_the_others(
    at_home: PageClient, session: Session, account: Account
) -> None:
    another_session(account)
    assert change(at_home).location == "/compte"
    assert "vos autres appareils sont déconnectés" in at_home.page("/compte").lower()
    session.expire_all()
    assert passwords.matches(session.get_one(Account, account.id).password_hash, NEW)
    assert session.execute(select(AccountSession.device)).scalars().all() == ["Test"]
    job = session.execute(select(Job.kind)).scalar_one()
    assert job is JobKind.MAIL_PASSWORD_CHANGED


@pytest.mark.parametrize(
    ("current", "new", "words"),
    [
        ("pas le bon mot", NEW, "Ce n’est pas votre mot de passe actuel."),
        (PASSWORD, "trop court", "au moins 12 caractères"),
        (PASSWORD, "dominique bernard", "se devine trop facilement"),
    ],
    ids=["no-proof", "short", "own-name"],
)
def test_a_password_is_not_changed_without_proof_or_sense(
    at_home: PageClient, account: Account, current: str, new: str, words: str
) -> None:
    answer = change(at_home, current, new)
    assert answer.status_code == 422
    assert words in main_text(answer.text)
    with transaction() as s:
        assert passwords.matches(s.get_one(Account, account.id).password_hash, PASSWORD)


@pytest.mark.parametrize("page", ["/compte/mot-de-passe", "/compte/adresse"])
def test_guessing_the_proof_is_slowed_down(
    at_home: PageClient, session: Session, page: str
) -> None:
    fields = {
        "current_password": "pas le bon mot",
        "password": NEW,
        "again": NEW,
        "email": "nouvelle@example.org",
    }
    for _try in range(5):
        assert at_home.submit(page, fields).status_code == 422
    answer = at_home.submit(page, fields)
    assert answer.status_code == 429
    assert "Retry-After" in answer.headers
    assert session.execute(select(LinkToken)).first() is None
    assert len(session.execute(select(Attempt)).all()) == 10


def test_a_new_address_changes_nothing_before_it_is_confirmed(
    at_home: PageClient, session: Session, account: Account
) -> None:
    answer = at_home.submit(
        "/compte/adresse", {"email": "Nouvelle@Example.org", "current_password": PASSWORD}
    )
    assert answer.location == "/compte"
    text = at_home.page("/compte")
    assert "Un message part vers la nouvelle adresse." in text
    assert ADDRESS in text
    assert session.execute(select(LinkToken.subject)).scalar_one() == "nouvelle@example.org"
    assert session.execute(select(Job.kind)).scalar_one() is JobKind.MAIL_ADDRESS_CHANGE


def test_an_address_of_somebody_else_is_not_told_on(
    at_home: PageClient, session: Session, account: Account
) -> None:
    with transaction() as s:
        make_account(s, Role.TUTOR, email="prise@example.org")
    answer = at_home.submit(
        "/compte/adresse", {"email": "prise@example.org", "current_password": PASSWORD}
    )
    assert answer.location == "/compte"
    assert "Un message part vers la nouvelle adresse." in at_home.page("/compte")
    assert session.execute(select(Job)).first() is None


def test_devices_are_listed_with_words_for_them(at_home: PageClient, account: Account) -> None:
    another_session(account, device_names.short(FIREFOX))
    text = at_home.page("/compte/appareils")
    assert "Firefox sur Android" in text
    assert "Cet appareil" in text
    assert text.index("Cet appareil") < text.index("Firefox sur Android")


def test_one_device_is_signed_out(at_home: PageClient, session: Session, account: Account) -> None:
    another_session(account)
    page = at_home.get("/compte/appareils").text
    row = session.execute(
        select(AccountSession).where(AccountSession.device == "Firefox/Android")
    ).scalar_one()
    url = f"/compte/appareils/{row.id}/fin"
    assert url in page
    at_home.submit("/compte/appareils", action=url)
    assert "Firefox sur Android" not in at_home.page("/compte/appareils")
    session.rollback()
    acts = session.execute(select(AuditEvent.act)).scalars().all()
    assert "accounts:end-session" in acts


def test_all_other_devices_are_signed_out(
    at_home: PageClient, session: Session, account: Account
) -> None:
    another_session(account)
    another_session(account, "Safari/iPhone")
    at_home.submit("/compte/appareils", action="/compte/appareils/fin")
    text = at_home.page("/compte/appareils")
    assert "Vos autres appareils sont déconnectés." in text
    assert "iPhone" not in text
    assert "Cet appareil" in text


def test_the_session_of_somebody_else_is_as_if_made_up(
    at_home: PageClient, session: Session, account: Account
) -> None:
    another_session(account)
    with transaction() as s:
        other = make_account(s, Role.TUTOR)
    another_session(other)
    foreign = session.execute(
        select(AccountSession.id).where(AccountSession.account_id == other.id)
    ).scalar_one()
    token = at_home.get("/compte/appareils").text.split('csrf_token" value="')[1].split('"')[0]
    bodies = [
        at_home.post(f"/compte/appareils/{identity}/fin", data={"csrf_token": token})
        for identity in (foreign, uuid4())
    ]
    assert [answer.status_code for answer in bodies] == [404, 404]
    assert main_text(bodies[0].text) == main_text(bodies[1].text)
    assert session.get(AccountSession, foreign) is not None


EDGE = (
    "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) "
    "Chrome/142.0.0.0 Safari/537.36 Edg/142.0.0.0"
)
SAFARI = (
    "Mozilla/5.0 (iPhone; CPU iPhone OS 18_1 like Mac OS X) AppleWebKit/605.1.15 "
    "(KHTML, like Gecko) Version/18.1 Mobile/15E148 Safari/604.1"
)


@pytest.mark.parametrize(
    ("agent", "words"),
    [
        (FIREFOX, "Firefox sur Android"),
        (EDGE, "Edge sur Windows"),
        (SAFARI, "Safari sur iPhone"),
        ("Mozilla/5.0 (X11; Linux x86_64) Chrome/142.0 Safari/537.36", "Chrome sur Linux"),
        ("curl/8.0", "Appareil inconnu"),
        ("Firefox/145.0", "Firefox"),
    ],
)
def test_a_browser_is_named_shortly(client: PageClient, agent: str, words: str) -> None:
    with client.application.test_request_context():
        assert device_names.shown(device_names.short(agent)) == words
