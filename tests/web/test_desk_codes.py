"""The code by mail that a desk asks for, where the institution wants one."""

from uuid import UUID

import pytest
from flask import Flask
from sqlalchemy import func, select, update

from msp_du.domain.desk import CODE_TRIES_A_DAY
from msp_du.domain.vocabulary import JobKind, Role
from msp_du.extensions import db, transaction
from msp_du.models import Contact, DeskSession, Institution, Job, Placement
from msp_du.services import desk_codes
from tests.factories import make_account, make_contact, make_placement
from tests.support.client import PageClient, find_form, form_values, main_text
from tests.support.desk import sit_down


@pytest.fixture
def contact(app: Flask, client: PageClient) -> Contact:
    """A contact at their desk, in an institution that asks for a code."""
    with app.app_context(), transaction() as session:
        contact = make_contact(session)
        make_placement(session, contact=contact)
        institution = session.get_one(Institution, contact.institution_id)
        actor = make_account(session, Role.ADMINISTRATOR)
        desk_codes.choose(session, institution, asks_code=True, actor=actor)
    sit_down(client, contact)
    return contact


def placement_id(app: Flask) -> UUID:
    with app.app_context():
        return db.session().execute(select(Placement.id)).scalar_one()


def test_a_code_comes_before_the_first_signature_and_before_a_correction(
    app: Flask, client: PageClient, contact: Contact
) -> None:
    assert "Code à usage unique" in client.get("/bureau/heures", follow_redirects=True).text
    sent = client.submit("/bureau/code", action="/bureau/code/envoyer", follow=True)
    assert "Un code part" in main_text(sent.text)
    with app.app_context():
        kind = JobKind.MAIL_DESK_CODE
        asked = select(func.count()).where(Job.kind == kind)
        assert db.session().execute(asked).scalar_one() == 1
    values = form_values(find_form(sent.text)) | {"code": "000000"}
    assert "n’est pas le bon" in main_text(client.post("/bureau/code", data=values).text)
    for url in (f"stages/{placement_id(app)}", f"donnees/{contact.id}"):
        assert client.get(f"/bureau/{url}").headers["Location"] == "/bureau/code"


def test_after_too_many_wrong_codes_the_page_says_until_when(
    app: Flask, client: PageClient, contact: Contact
) -> None:
    with app.app_context(), transaction() as session:
        session.execute(update(DeskSession).values(code_tries=CODE_TRIES_A_DAY))
    sit_down(client, contact)
    assert "rien ne se signe ici avant demain" in client.page("/bureau/code")
