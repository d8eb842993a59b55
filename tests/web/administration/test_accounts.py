"""The accounts of an institution: invited, given roles, closed."""

from datetime import UTC, datetime

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from msp_du.domain.vocabulary import Role
from msp_du.extensions import db, transaction
from msp_du.models import Account, AccountSession, Institution, RoleGrant
from tests.factories import make_account, make_cohort, make_institution, make_marker, module_of
from tests.support.client import PageClient, sign_in
from tests.support.statements import statements

ROLE = {"role": "tutor"}


def account_url(institution: Institution, account: Account) -> str:
    return f"/etablissement/{institution.id}/comptes/{account.id}"


def act(client: PageClient, page: str, verb: str) -> str:
    """Press the button of the account's page, and return the next page."""
    return client.submit(page, action=f"{page}/{verb}", follow=True).text


def token_of(client: PageClient, page: str) -> str:
    return client.get(page).text.partition('name="csrf_token" value="')[2].partition('"')[0]


def test_the_list_shows_state_roles_and_last_visit_sorted_without_accents(
    admin: PageClient, session: Session, institution: Institution, tutor: Account
) -> None:
    with transaction() as s:
        make_account(s, Role.REGISTRAR, institution=institution, display_name="Fanny Bel")
        closed = make_account(s, Role.TUTOR, institution=institution, display_name="Zoé Ader")
        closed.disabled_at = datetime.now(UTC)
        make_account(s, Role.TUTOR, institution=make_institution(s), display_name="Ailleurs")
    text = admin.page("/etablissement/comptes")
    assert text.index("Ada Roy") < text.index("Élie Zola") < text.index("Fanny Bel")
    assert "Élie Zola" in text
    for words in ("En service", "Sans réponse", "Fermé", "Suivi pédagogique", "Scolarité"):
        assert words in text
    assert f"{datetime.now(UTC):%Y} à" in text
    assert "Ailleurs" not in text


@pytest.mark.parametrize("more", [3, 30])
def test_the_list_asks_the_database_as_often_for_many_accounts(
    admin: PageClient, session: Session, institution: Institution, more: int
) -> None:
    with transaction() as s:
        cohort = make_cohort(s, institution=institution)
        for _number in range(more):
            tutor = make_account(s, Role.TUTOR, institution=institution)
            make_marker(s, cohort, module_of(s, cohort), account=tutor)
    with statements(db.engine) as sent:
        admin.page("/etablissement/comptes")
    assert len([text for text in sent if text.startswith("SELECT")]) == 6


def test_a_tutor_named_for_modules_is_shown_with_each_and_loses_all_with_the_role(
    admin: PageClient, session: Session, institution: Institution, tutor: Account
) -> None:
    with transaction() as s:
        cohort = make_cohort(s, institution=institution, code="P26")
        for code in ("M112", "M111"):
            make_marker(s, cohort, module_of(s, cohort, code), account=tutor)
        role = next(grant.id for grant in tutor.grants if grant.module_id is None)
    words = [f"Suivi pédagogique (P26, notes de {code})" for code in ("M111", "M112")]
    page = account_url(institution, tutor)
    listed, shown = admin.page("/etablissement/comptes"), admin.page(page)
    assert f"Suivi pédagogique, {', '.join(words)}" in listed
    for word in words:
        assert f"Retirer le rôle « {word} »" in shown
    assert "les notes de modules" in shown
    assert "Le rôle est retiré." in act(admin, page, f"roles/{role}/retirer")
    assert "Ce compte n’a plus de rôle ici." in admin.page(page)


def test_a_closed_account_loses_its_sessions_and_may_be_opened_again(
    admin: PageClient, session: Session, institution: Institution, tutor: Account
) -> None:
    sign_in(admin.application.test_client(), tutor)
    page = account_url(institution, tutor)
    assert "Le compte est fermé." in act(admin, page, "fermer")
    sessions = select(func.count(AccountSession.id)).where(AccountSession.account_id == tutor.id)
    session.rollback()
    assert session.execute(sessions).scalar_one() == 0
    session.rollback()
    assert "Le compte est rouvert." in act(admin, page, "rouvrir")
    session.refresh(tutor)
    assert tutor.disabled_at is None


def test_nobody_closes_their_own_account(
    admin: PageClient, session: Session, institution: Institution, administrator: Account
) -> None:
    page = account_url(institution, administrator)
    assert "Fermer le compte" not in admin.page(page)
    fields = {"csrf_token": token_of(admin, page)}
    answer = admin.post(f"{page}/fermer", data=fields, follow_redirects=True)
    assert "C’est votre propre compte" in answer.text
    session.rollback()
    session.refresh(administrator)
    assert administrator.disabled_at is None


def test_a_role_is_given_and_withdrawn_and_the_account_signs_in_anew(
    admin: PageClient, session: Session, institution: Institution, tutor: Account
) -> None:
    page = account_url(institution, tutor)
    other = sign_in(admin.application.test_client(), tutor)
    answer = admin.submit(f"{page}/roles", {"role": "registrar"}, follow=True)
    assert "Le rôle est donné." in answer.text
    assert "Scolarité" in answer.text
    assert "/connexion" in str(other.get("/compte").location)
    statement = select(RoleGrant.id).where(RoleGrant.role == Role.REGISTRAR)
    session.rollback()
    grant = session.execute(statement).scalar_one()
    session.rollback()
    assert "Le rôle est retiré." in act(admin, page, f"roles/{grant}/retirer")
    assert "Scolarité" not in admin.page(page)
    row = session.get_one(RoleGrant, grant)
    assert row.until is not None
    assert row.since < row.until


def test_the_last_thing_an_administrator_loses_is_not_their_own_role(
    admin: PageClient, session: Session, institution: Institution, administrator: Account
) -> None:
    page = account_url(institution, administrator)
    grant = administrator.grants[0].id
    session.rollback()
    assert "C’est votre propre compte" in act(admin, page, f"roles/{grant}/retirer")
    session.rollback()
    assert session.get_one(RoleGrant, grant).until is None


def test_ones_own_new_role_does_not_sign_one_out(
    admin: PageClient, institution: Institution, administrator: Account
) -> None:
    page = account_url(institution, administrator)
    admin.submit(f"{page}/roles", ROLE)
    assert "Suivi pédagogique" in admin.page(page)


def test_a_role_must_be_chosen(admin: PageClient, institution: Institution, tutor: Account) -> None:
    answer = admin.submit(f"{account_url(institution, tutor)}/roles", {"role": ""})
    assert answer.status_code == 422
    assert "Choisissez une réponse" in answer.text


def test_accounts_of_another_institution_answer_like_made_up_ones(
    admin: PageClient, session: Session, institution: Institution, tutor: Account
) -> None:
    with transaction() as s:
        other = make_institution(s, name="Autre")
        stranger = make_account(s, Role.TUTOR, institution=other)
        grant = stranger.grants[0].id
    here = f"/etablissement/{institution.id}/comptes"
    fields = {"csrf_token": token_of(admin, account_url(institution, tutor))}
    for page in (f"{here}/{stranger.id}", f"/etablissement/{other.id}/comptes/{stranger.id}"):
        assert admin.get(page).status_code == 404
        assert admin.post(f"{page}/fermer", data=fields).status_code == 404
        assert admin.post(f"{page}/roles/{grant}/retirer", data=fields).status_code == 404
    wrong = f"{account_url(institution, tutor)}/roles/{grant}/retirer"
    assert admin.post(wrong, data=fields).status_code == 404
    assert admin.get(f"/etablissement/comptes?institution={other.id}").status_code == 404
    session.rollback()
    session.refresh(stranger)
    assert stranger.disabled_at is None
    assert stranger.grants[0].until is None
