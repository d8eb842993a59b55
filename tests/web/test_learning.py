"""What a trainee learns elsewhere: seen by them alone, worth no hours, removed at will."""

import pytest
from flask import Flask
from sqlalchemy import select

from msp_du.domain.vocabulary import Role
from msp_du.extensions import db, transaction
from msp_du.models import Account, AuditDetail, LearningContext
from tests.factories import make_account, make_enrolment
from tests.support.client import PageClient, find_form, form_values, main_text, sign_in


@pytest.fixture
def trainee(app: Flask, client: PageClient) -> Account:
    with app.app_context(), transaction() as session:
        person = make_enrolment(session).person
        account = make_account(session, Role.TRAINEE, person=person)
    sign_in(client, account)
    return account


def test_a_kind_and_a_month_are_all_there_is_and_both_can_go(
    app: Flask, client: PageClient, trainee: Account
) -> None:
    page = client.get("/apprentissages").text
    assert "ne donne aucune heure de stage" in main_text(page)
    form = find_form(page)
    assert {field.get("type") for field in form.iter("input")} == {"hidden", "radio"}
    months = [option.get("value") for option in form.iter("option") if option.get("value")]
    noted = client.submit("/apprentissages", {"kind": "meeting", "month": months[1]}, follow=True)
    assert "C’est noté, pour vous seulement" in main_text(noted.text)
    assert "Rencontres et groupes d’entraide" in main_text(noted.text)
    with app.app_context():
        row = db.session().execute(select(LearningContext)).scalar_one()
        assert row.month is not None
        assert row.month.isoformat() == months[1]
        details = db.session().execute(select(AuditDetail.text)).scalars().all()
    assert not any("meeting" in str(detail) for detail in details)
    gone = client.submit("/apprentissages", action=f"/apprentissages/{row.id}/retirer", follow=True)
    assert "C’est retiré" in main_text(gone.text)
    with app.app_context():
        assert db.session().execute(select(LearningContext)).first() is None


def test_a_month_that_was_not_offered_is_refused(client: PageClient, trainee: Account) -> None:
    fields = form_values(find_form(client.get("/apprentissages").text)) | {"kind": "reading"}
    refused = client.post("/apprentissages", data=fields | {"month": "2001-01-01"})
    assert "Choisissez une réponse de la liste" in main_text(refused.text)
