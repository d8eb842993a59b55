"""Where marks are found: modules to mark, modules one coordinates, one's own marks."""

from dataclasses import dataclass

import pytest
from flask import Flask
from sqlalchemy.orm import Session

from msp_du.domain.vocabulary import MarkCode, ResultCode, Role
from msp_du.extensions import db, transaction
from msp_du.models import Account, Cohort, EnrolmentYear
from msp_du.policies import can_mark
from tests.factories import (
    make_account,
    make_cohort,
    make_enrolment,
    make_institution,
    make_mark,
    make_marker,
    make_person,
    mark_year,
    module_of,
    year_of,
)
from tests.factories.boards import make_decision
from tests.support.client import PageClient, csrf_token, main_text, sign_in
from tests.support.explaining import show_provisional_marks
from tests.support.statements import statements

LIST = "/notes/"


@pytest.fixture
def cohort(session: Session) -> Cohort:
    with transaction() as s:
        return make_cohort(s, code="P26")


@pytest.fixture
def coordinator(session: Session, cohort: Cohort) -> Account:
    with transaction() as s:
        return make_account(s, Role.COORDINATOR, cohort=cohort)


def add(session: Session, cohort: Cohort) -> EnrolmentYear:
    with transaction() as s:
        return year_of(s, make_enrolment(s, cohort=s.get_one(Cohort, cohort.id)))


def test_a_tutor_finds_their_modules_with_what_is_to_do(
    client: PageClient, session: Session, cohort: Cohort
) -> None:
    year = add(session, cohort)
    with transaction() as s:
        tutor = make_marker(s, cohort, module_of(s, cohort, "M112"))
        make_marker(s, cohort, module_of(s, cohort, "M111"), account=tutor)
        make_mark(s, year, "M111-CC", "12")
        make_mark(s, year, "M112-CC", "12")
    sign_in(client, tutor)
    text = client.page(LIST)
    assert "Promotion P26, année 1" in text
    assert "1 sur 1 Fait" in text
    assert "1 sur 2 En cours" in text
    assert "M113" not in text
    assert "Vos promotions" not in text


def test_a_tutor_without_a_module_is_told_who_gives_one(
    client: PageClient, session: Session, cohort: Cohort
) -> None:
    add(session, cohort)
    with transaction() as s:
        tutor = make_account(s, Role.TUTOR)
    sign_in(client, tutor)
    assert "La coordination nomme" in client.page(LIST)


def test_a_coordinator_finds_every_module_of_their_cohort_alone(
    client: PageClient, session: Session, cohort: Cohort, coordinator: Account
) -> None:
    with transaction() as s:
        make_cohort(s, code="P27")
        make_marker(s, cohort, module_of(s, cohort, "M112"), display_name="Noé Faure")
    sign_in(client, coordinator)
    text = client.page(LIST)
    assert "Promotion P26, année 1" in text
    assert "Promotion P26, année 2 : pas commencée" in text
    assert "Noé Faure" in text
    assert "Pas commencé" in text
    assert "P27" not in text


def test_the_list_asks_no_more_for_thirty_trainees_than_for_three(
    app: Flask, client: PageClient, session: Session, cohort: Cohort, coordinator: Account
) -> None:
    def count() -> int:
        with app.app_context():
            engine = db.engine
        with statements(engine) as sent:
            client.get(LIST)
        return len(sent)

    sign_in(client, coordinator)
    for _number in range(3):
        add(session, cohort)
    client.get(LIST)  # a curriculum is read once a process
    few = count()
    for _number in range(27):
        year = add(session, cohort)
        with transaction() as s:
            mark_year(s, year, "12")
    assert count() == few


@dataclass(frozen=True, slots=True)
class Naming:
    """The page on which a coordinator names who marks M112."""

    client: PageClient
    session: Session
    cohort: Cohort

    @property
    def url(self) -> str:
        module = module_of(self.session, self.cohort, "M112")
        return f"/notes/{self.cohort.id}/{module.id}/responsables"

    def may_mark(self, account: Account, code: str = "M112") -> bool:
        self.session.rollback()
        self.session.expire_all()
        row = self.session.get_one(Account, account.id)
        return can_mark(row, self.cohort, module_of(self.session, self.cohort, code))


@pytest.fixture
def naming(client: PageClient, session: Session, cohort: Cohort, coordinator: Account) -> Naming:
    sign_in(client, coordinator)
    return Naming(client, session, cohort)


def test_a_coordinator_names_a_tutor_for_a_module_and_takes_it_back(naming: Naming) -> None:
    with transaction() as s:
        tutor = make_account(s, Role.TUTOR, display_name="Noé Faure")
    assert "Personne n’est encore nommé." in naming.client.page(naming.url)
    done = naming.client.submit(naming.url, {"account": str(tutor.id)}, follow=True)
    assert "Noé Faure peut saisir ces notes." in main_text(done.text)
    assert naming.may_mark(tutor)
    assert not naming.may_mark(tutor, "M113")
    removing = f"{naming.url}/retirer"
    done = naming.client.submit(naming.url, action=removing, follow=True)
    assert "Noé Faure ne saisit plus ces notes." in main_text(done.text)
    assert not naming.may_mark(tutor)


def test_only_open_accounts_of_tutors_of_the_institution_are_named(naming: Naming) -> None:
    with transaction() as s:
        elsewhere = make_institution(s, name="Ailleurs")
        closed = make_account(s, Role.TUTOR)
        closed.disabled_at = closed.created_at
        accounts = [
            make_account(s, Role.TUTOR, institution=elsewhere),
            make_account(s, Role.REGISTRAR),
            closed,
        ]
        make_account(s, Role.TUTOR, display_name="Noé Faure")
    assert "Noé Faure" in naming.client.page(naming.url)
    for account in accounts:
        answer = naming.client.submit(naming.url, {"account": str(account.id)})
        assert answer.status_code == 422
        assert "Choisissez une réponse de la liste." in main_text(answer.text)
        assert not naming.may_mark(account)


@pytest.mark.parametrize("account", ["", "x", "00000000-0000-4000-8000-000000000000"])
def test_taking_back_what_nobody_holds_changes_nothing(naming: Naming, account: str) -> None:
    data = {"csrf_token": csrf_token(naming.client), "account": account}
    answer = naming.client.post(f"{naming.url}/retirer", data=data, follow_redirects=True)
    assert "Personne n’est encore nommé." in main_text(answer.text)


@pytest.fixture
def trainee(session: Session, cohort: Cohort) -> tuple[Account, EnrolmentYear]:
    with transaction() as s:
        person = make_person(s)
        enrolment = make_enrolment(s, cohort=s.get_one(Cohort, cohort.id), person=person)
        account = make_account(s, Role.TRAINEE, cohort=cohort, person=person)
        return account, year_of(s, enrolment)


def test_marks_are_kept_back_until_the_board_has_decided(
    client: PageClient, session: Session, trainee: tuple[Account, EnrolmentYear]
) -> None:
    account, year = trainee
    with transaction() as s:
        mark_year(s, year, "13.75", but={"M112-O": MarkCode.EXCUSED_ABSENCE})
    sign_in(client, account)
    hidden = client.page(LIST)
    assert "après la décision du jury" in hidden
    assert "13,75" not in hidden
    assert "M112" not in hidden
    with transaction() as s:
        row = s.get_one(EnrolmentYear, year.id)
        make_decision(s, enrolment=row.enrolment, result=ResultCode.PASSED, average="12.5")
    shown = client.page(LIST)
    assert "Admission" in shown
    assert "Moyenne : 12,50" in shown  # of the frozen facts, whatever the marks say by now
    assert "13,75" in shown
    assert "ABJ" in shown


def test_marks_of_a_resit_are_kept_back_until_the_next_decision(
    client: PageClient, session: Session, trainee: tuple[Account, EnrolmentYear]
) -> None:
    account, year = trainee
    with transaction() as s:
        mark_year(s, year, "7.25")
        row = s.get_one(EnrolmentYear, year.id)
        make_decision(s, enrolment=row.enrolment, result=ResultCode.FAILED, average="7.25")
        make_mark(s, row, "M112-O", "13.75", session_number=2)
    sign_in(client, account)
    hidden = client.page(LIST)
    assert "7,25" in hidden
    assert "13,75" not in hidden
    assert "seconde session" not in hidden
    with transaction() as s:
        row = s.get_one(EnrolmentYear, year.id)
        make_decision(s, enrolment=row.enrolment, average="12.5", session_number=2)
    assert "seconde session : 13,75" in client.page(LIST)


def test_a_curriculum_may_show_marks_before_the_decision_with_what_is_missing(
    client: PageClient, session: Session, trainee: tuple[Account, EnrolmentYear]
) -> None:
    account, year = trainee
    with transaction() as s:
        make_mark(s, year, "M111-CC", "13.75")
        make_mark(s, year, "M143", MarkCode.PASS)
        show_provisional_marks(s, year)
    sign_in(client, account)
    text = client.page(LIST)
    assert "Résultats provisoires" in text
    assert "Contrôle continu écrit : 13,75" in text
    assert "Validé" in text
    assert "Ce qui manque" in text
    assert "notes sont attendues" in text


def test_a_trainee_reads_what_would_mend_their_own_result_and_nobody_else_s(
    client: PageClient, session: Session, cohort: Cohort, trainee: tuple[Account, EnrolmentYear]
) -> None:
    """Must show 6."""
    account, year = trainee
    other = add(session, cohort)
    with transaction() as s:
        show_provisional_marks(s, year)
        mark_year(s, year, "13", but={"M121-ET": "7", "M122-ET": "7", "M123-EC": "7.96"})
        mark_year(s, other, "5.55")
    sign_in(client, account)
    text = client.page(LIST)
    assert "UE1.2 : 7,24 < 8,00 (plancher) Il manque 0,76 point." in text
    assert "Seconde session, M121, M122, M123 : il faut au moins 8,00 à chaque module." in text
    assert "Il manque 280 h de stage validées Les heures qui manquent sont à noter" in text
    assert "7,00 + 7,00 × 2 + 7,96 = 28,96 ; 28,96 ÷ 4 = 7,24" in text
    assert "Non acquise : 7,24 < 8,00 (plancher), elle ne peut pas être compensée." in text
    assert "5,55" not in text


def test_somebody_without_a_year_is_told_so(client: PageClient, session: Session) -> None:
    with transaction() as s:
        account = make_account(s, Role.TRAINEE, person=make_person(s))
    sign_in(client, account)
    assert "Vous ne suivez encore aucune année." in client.page(LIST)
