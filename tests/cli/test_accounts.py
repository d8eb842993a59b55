"""``msp-du institutions`` and ``msp-du accounts``: the first steps of an instance."""

import re
from datetime import UTC, datetime

import pytest
from flask import Flask
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from msp_du.domain.vocabulary import LinkPurpose, Role
from msp_du.extensions import transaction
from msp_du.models import Account, AuditDetail, Institution, Job
from msp_du.services import accounts, links
from tests.factories import PASSWORD, make_account, make_cohort, make_institution
from tests.support.commands import Run, runner

ADDRESS = "ada@example.org"
CREATE = ("accounts", "create", ADDRESS, "--name", "Ada Roy", "--role", "administrator")
LINK = re.compile(r"http://localhost:8000/invitation/([\w-]{43})\n")


@pytest.fixture
def run(app: Flask, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Run:
    return runner(app.extensions["msp_du_config"], monkeypatch, capsys)


@pytest.fixture
def institution(session: Session) -> Institution:
    with transaction() as s:
        return make_institution(s, code="sud", name="Université du Sud")


def test_an_institution_is_created_and_listed(run: Run, session: Session) -> None:
    words = ("Université du Sud", "--code", "sud", "--sender", "Suivi@univ-sud.fr")
    assert run("institutions", "create", *words).out == "sud\tUniversité du Sud\n"
    assert run("institutions", "list").out == "sud\tUniversité du Sud\n"
    row = session.execute(select(Institution)).scalar_one()
    assert row.sender_address == "suivi@univ-sud.fr"
    assert "msp-du institutions create" in session.execute(select(AuditDetail.text)).scalar_one()


@pytest.mark.parametrize(
    ("code", "sender", "said"),
    [
        pytest.param("sud", "a@univ.fr", "institution-code-taken (code)", id="code-taken"),
        pytest.param("msp", "a@univ.fr", "name-not-neutral (code; words: MSP)", id="telling-code"),
        pytest.param("est", "msp@univ.fr", "name-not-neutral (sender_address", id="telling-sender"),
        pytest.param("est", "univ.fr", "address-not-valid (sender_address)", id="no-address"),
    ],
)
def test_an_institution_that_cannot_be_is_refused(
    run: Run, session: Session, institution: Institution, *, code: str, sender: str, said: str
) -> None:
    outcome = run("institutions", "create", "Autre", "--code", code, "--sender", sender)
    assert outcome.status == 1
    assert outcome.err.startswith("msp-du: refused: ")
    assert said in outcome.err
    assert session.execute(select(func.count(Institution.id))).scalar_one() == 1


def test_an_account_is_created_and_its_one_time_link_printed(
    run: Run, session: Session, institution: Institution
) -> None:
    outcome = run(*CREATE, "--role", "coordinator")
    found = LINK.fullmatch(outcome.out)
    assert outcome.status == 0
    assert found is not None
    account = accounts.find(session, ADDRESS)
    assert account is not None
    assert account.password_hash is None
    assert {grant.role for grant in account.grants} == {Role.ADMINISTRATOR, Role.COORDINATOR}
    now = datetime.now(UTC)
    assert links.find(session, found[1], LinkPurpose.INVITATION, now=now) is not None
    assert session.execute(select(func.count(Job.id))).scalar_one() == 0


def test_an_account_in_use_gets_the_roles_and_no_link(
    run: Run, session: Session, institution: Institution
) -> None:
    with transaction() as s:
        make_account(s, Role.TUTOR, institution=institution, email=ADDRESS, password=PASSWORD)
    outcome = run(*CREATE)
    assert outcome.out == "the account was there: it has the roles now\n"
    session.expire_all()
    account = accounts.find(session, ADDRESS)
    assert account is not None
    assert {grant.role for grant in account.grants} == {Role.TUTOR, Role.ADMINISTRATOR}


def test_a_role_may_be_for_one_cohort(run: Run, session: Session, institution: Institution) -> None:
    with transaction() as s:
        cohort = make_cohort(s, institution=institution)
    words = ("accounts", "create", ADDRESS, "--name", "Ada", "--role", "coordinator")
    assert LINK.fullmatch(run(*words, "--cohort", cohort.code).out)
    assert f"coordinator@{cohort.code}" in run("accounts", "list").out


@pytest.mark.parametrize(
    ("words", "said"),
    [
        pytest.param(("--cohort", "none"), "no cohort has this code", id="cohort"),
        pytest.param(("--institution", "none"), "choose one of sud", id="institution"),
        pytest.param(("--role", "king"), "'king' is not one of", id="role"),
    ],
)
def test_a_name_that_is_not_there_is_called_wrongly(
    run: Run, session: Session, institution: Institution, words: tuple[str, str], said: str
) -> None:
    outcome = run(*CREATE, *words)
    assert outcome.status == 2
    assert said in outcome.err
    assert session.execute(select(func.count(Account.id))).scalar_one() == 0


def test_what_is_no_address_opens_no_account(run: Run, institution: Institution) -> None:
    outcome = run("accounts", "create", "ada", "--name", "Ada", "--role", "tutor")
    assert (outcome.status, "not an e-mail address" in outcome.err) == (2, True)


def test_the_first_account_needs_an_institution(run: Run) -> None:
    outcome = run(*CREATE)
    assert outcome.status == 1
    assert "msp-du institutions create" in outcome.err


def test_with_two_institutions_one_is_named(
    run: Run, session: Session, institution: Institution
) -> None:
    with transaction() as s:
        make_institution(s, code="est")
    assert run(*CREATE).status == 2
    assert run(*CREATE, "--institution", "est").status == 0
    listed = run("accounts", "list", "--institution", "est").out
    assert listed == f"est\t{ADDRESS}\tAda Roy\tinvited\tadministrator\n"
    assert run("accounts", "list").out == listed
    assert run("accounts", "list", "--institution", "sud").out == ""


def test_an_account_is_closed(run: Run, session: Session, institution: Institution) -> None:
    run(*CREATE)
    assert run("accounts", "disable", ADDRESS.upper()).out == "closed\n"
    assert "\tdisabled\t" in run("accounts", "list").out


def test_an_unknown_account_is_not_closed(run: Run, institution: Institution) -> None:
    outcome = run("accounts", "disable", ADDRESS)
    assert (outcome.status, "no account has this address" in outcome.err) == (1, True)
