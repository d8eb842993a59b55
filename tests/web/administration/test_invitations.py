"""People invited by an administrator."""

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from msp_du.domain.vocabulary import JobKind, Role
from msp_du.extensions import transaction
from msp_du.models import Account, Institution, Job
from msp_du.services import accounts
from tests.factories import PASSWORD, make_account, make_cohort, make_institution
from tests.support.client import PageClient


def invite_url(institution: Institution) -> str:
    return f"/etablissement/{institution.id}/comptes/inviter"


def account_url(institution: Institution, account: Account) -> str:
    return f"/etablissement/{institution.id}/comptes/{account.id}"


def find(session: Session, email: str) -> Account | None:
    session.rollback()
    return accounts.find(session, email)


def act(client: PageClient, page: str, verb: str) -> str:
    """Press the button of the account's page, and return the next page."""
    return client.submit(page, action=f"{page}/{verb}", follow=True).text


def token_of(client: PageClient, page: str) -> str:
    return client.get(page).text.partition('name="csrf_token" value="')[2].partition('"')[0]


def test_an_invitation_opens_an_account_without_password_and_asks_for_a_mail(
    admin: PageClient, session: Session, institution: Institution
) -> None:
    answer = admin.submit(
        invite_url(institution),
        {"display_name": "Noé Petit", "email": "Noe@Example.org", "roles": ["tutor", "registrar"]},
        follow=True,
    )
    assert "L’invitation part dans la minute." in answer.text
    account = find(session, "noe@example.org")
    assert account is not None
    assert account.password_hash is None
    assert {grant.role for grant in account.grants} == {Role.TUTOR, Role.REGISTRAR}
    job = session.execute(select(Job)).scalar_one()
    assert (job.kind, job.payload) == (JobKind.MAIL_INVITATION, {"account_id": str(account.id)})
    assert job.institution_id == institution.id


def test_roles_may_be_for_one_cohort_but_not_those_of_the_whole_institution(
    admin: PageClient, session: Session, institution: Institution
) -> None:
    with transaction() as s:
        cohort = make_cohort(s, institution=institution)
    fields = {
        "display_name": "Noé Petit",
        "email": "noe@example.org",
        "roles": ["coordinator", "administrator"],
        "cohort_id": str(cohort.id),
    }
    admin.submit(invite_url(institution), fields)
    account = find(session, "noe@example.org")
    assert account is not None
    scopes = {grant.role: grant.cohort_id for grant in account.grants}
    assert scopes == {Role.COORDINATOR: cohort.id, Role.ADMINISTRATOR: None}
    assert f"Coordination ({cohort.code})" in admin.page("/etablissement/comptes")


@pytest.mark.parametrize(
    ("change", "said"),
    [
        pytest.param({"email": "noe"}, "adresse complète", id="no-address"),
        pytest.param({"email": "noé@example.org"}, "adresse complète", id="odd-address"),
        pytest.param({"roles": []}, "Choisissez une réponse", id="no-role"),
        pytest.param({"roles": ["trainee"]}, "réponses de la liste", id="trainee"),
        pytest.param({"roles": ["director"]}, "réponses de la liste", id="made-up-role"),
        pytest.param({"cohort_id": "x"}, "réponse de la liste", id="made-up-cohort"),
        pytest.param({"display_name": ""}, "Prénom et nom", id="no-name"),
    ],
)
def test_an_invitation_that_cannot_be_is_refused(
    admin: PageClient,
    session: Session,
    institution: Institution,
    change: dict[str, object],
    said: str,
) -> None:
    fields = {"display_name": "Noé", "email": "noe@example.org", "roles": ["tutor"]}
    answer = admin.submit(invite_url(institution), fields | change)
    assert answer.status_code == 422
    assert said in answer.text
    assert session.execute(select(func.count(Account.id))).scalar_one() == 1


def test_a_cohort_of_another_institution_is_not_offered(
    admin: PageClient, session: Session, institution: Institution
) -> None:
    with transaction() as s:
        cohort = make_cohort(s, institution=make_institution(s, name="Autre"))
        code, identity = cohort.code, str(cohort.id)
    fields = {"display_name": "N", "email": "n@example.org", "roles": ["tutor"]}
    assert code not in admin.page(invite_url(institution))
    answer = admin.submit(invite_url(institution), fields | {"cohort_id": identity})
    assert answer.status_code == 422
    assert find(session, "n@example.org") is None


def test_an_account_of_another_institution_gets_roles_here_and_no_mail(
    admin: PageClient, session: Session, institution: Institution
) -> None:
    with transaction() as s:
        elsewhere = make_institution(s, name="Autre")
        other = make_account(s, Role.TUTOR, institution=elsewhere, password=PASSWORD)
        email = other.email
    fields = {"display_name": "Un autre nom", "email": email, "roles": ["tutor"]}
    answer = admin.submit(invite_url(institution), fields, follow=True)
    assert "L’invitation part dans la minute." in answer.text
    assert "Dominique Bernard" not in answer.text
    assert "Dominique Bernard" not in admin.page("/etablissement/comptes")
    assert session.execute(select(func.count(Job.id))).scalar_one() == 0
    account = find(session, email)
    assert account is not None
    assert account.display_name == "Dominique Bernard"
    page = account_url(institution, account)
    assert "Dominique Bernard" not in admin.page(f"{page}/roles")
    session.rollback()
    assert "sert aussi dans un autre établissement" in act(admin, page, "fermer")
    closed = find(session, email)
    assert closed is not None
    assert closed.disabled_at is None


def test_an_invitation_is_sent_again_until_it_is_accepted(
    admin: PageClient, session: Session, institution: Institution, tutor: Account
) -> None:
    with transaction() as s:
        waiting = make_account(s, Role.TUTOR, institution=institution)
    page = account_url(institution, waiting)
    assert "L’ancien lien ne servira plus." in act(admin, page, "inviter")
    assert "Renvoyer l’invitation" not in admin.page(account_url(institution, tutor))
    token = admin.submit(page, action=f"{page}/inviter")
    assert token.status_code == 302
    assert session.execute(select(func.count(Job.id))).scalar_one() == 2


def test_an_account_in_use_gets_no_second_invitation(
    admin: PageClient, session: Session, institution: Institution, tutor: Account
) -> None:
    page = account_url(institution, tutor)
    fields = {"csrf_token": token_of(admin, page)}
    assert admin.post(f"{page}/inviter", data=fields).status_code == 302
    assert session.execute(select(func.count(Job.id))).scalar_one() == 0
