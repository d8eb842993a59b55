"""What a trainee's first page says of the way to the diploma, and what it keeps to itself."""

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy.orm import Session

from msp_du.domain.vocabulary import (
    DocumentState,
    EnrolmentState,
    HoursState,
    Level,
    RaterRole,
    ResultCode,
    Role,
)
from msp_du.extensions import transaction
from msp_du.models import Account, Enrolment
from tests.factories import (
    TODAY,
    make_account,
    make_enrolment,
    make_entry,
    make_framework,
    make_person,
    make_placement,
    make_rating,
    mark_year,
    year_of,
)
from tests.factories.boards import make_decision, make_graduate, make_year
from tests.factories.issued import make_document
from tests.support.board import REQUIRED, log_minutes, rate_core
from tests.support.client import PageClient, sign_in

FIRST = "UE1.1, UE1.2, UE1.3, UE1.4, UE1.5"


def trainee(s: Session) -> tuple[Account, Enrolment]:
    person = make_person(s)
    enrolment = make_enrolment(s, person=person)
    return make_account(s, Role.TRAINEE, person=person), enrolment


def page_of(client: PageClient, account: Account) -> str:
    sign_in(client, account)
    return client.page("/").replace("\u00a0", " ")


def test_at_the_start_everything_is_still_to_do(client: PageClient, session: Session) -> None:
    with transaction() as s:
        account, enrolment = trainee(s)
        make_framework(s, cohort=enrolment.cohort)
    text = page_of(client, account)
    left = text.split("Ce qui vous sépare encore du diplôme")[1]
    assert "700 h de stage à valider" in left
    assert "20 compétences socles à faire valider : tous les domaines" in left
    assert f"10 unités à valider : {FIRST}, UE2.1 et d’autres" in left
    assert "0 sur 20" in text
    assert "0 sur 10" in text


def test_without_a_framework_competencies_are_not_asked_for(
    client: PageClient, session: Session
) -> None:
    with transaction() as s:
        account, _enrolment = trainee(s)
    text = page_of(client, account)
    assert "Vers le diplôme" in text
    assert "socle" not in text


def test_hours_sent_are_told_apart_from_those_missing(client: PageClient, session: Session) -> None:
    with transaction() as s:
        account, enrolment = trainee(s)
        log_minutes(s, enrolment, 100 * 60)
        log_minutes(s, enrolment, 42 * 60, HoursState.SUBMITTED)
    text = page_of(client, account)
    assert "600 h de stage à valider, dont 42 h déjà envoyées" in text
    assert "100 h sur 700 h" in text
    assert "Dont 42 h à valider." in text


def test_a_year_that_is_passed_asks_for_nothing_more(client: PageClient, session: Session) -> None:
    with transaction() as s:
        account, enrolment = trainee(s)
        log_minutes(s, enrolment, REQUIRED - 600)
        make_decision(s, enrolment=enrolment, result=ResultCode.PASSED_BY_BOARD)
        make_year(s, enrolment=enrolment, number=2)
    text = page_of(client, account)
    assert "420 h de stage à valider" in text
    assert "5 unités à valider : UE2.1, UE2.2, UE2.3, UE2.4 et UE2.5" in text
    assert "5 sur 10" in text
    assert "Année 1 validée" in text


def test_competencies_count_at_the_level_of_the_diploma(
    client: PageClient, session: Session
) -> None:
    with transaction() as s:
        account, enrolment = trainee(s)
        rate_core(s, enrolment, Level.BEGINNER)
        for code in ("A1", "A2"):
            make_rating(s, enrolment=enrolment, code=code, level=Level.COMPETENT)
    text = page_of(client, account)
    assert "2 sur 20" in text
    assert "Au niveau demandé à la fin de l’année 1 : 20 sur 20." in text
    assert "18 compétences socles à faire valider" in text


def test_the_domains_that_miss_something_are_named(client: PageClient, session: Session) -> None:
    with transaction() as s:
        account, enrolment = trainee(s)
        rate_core(s, enrolment, Level.COMPETENT)
        for code in ("A1", "B1", "C1"):
            make_rating(s, enrolment=enrolment, code=code, level=Level.NOVICE)
    assert "3 compétences socles à faire valider : domaines A, B et C" in page_of(client, account)
    assert "domains A, B and C" in client.page("/?lang=en")


@pytest.mark.parametrize("result", [ResultCode.FAILED, ResultCode.DEFAULTED])
def test_a_refused_year_keeps_its_units_on_the_list(
    client: PageClient, session: Session, result: ResultCode
) -> None:
    with transaction() as s:
        account, enrolment = trainee(s)
        make_decision(s, enrolment=enrolment, result=result)
    text = page_of(client, account)
    assert "0 sur 10" in text
    assert "UE1.1" in text
    assert "validée" not in text.replace("Heures de stage validées", "").replace(
        "Unités validées", ""
    )


def test_units_of_a_first_attempt_stay_acquired_when_the_year_is_repeated(
    client: PageClient, session: Session
) -> None:
    with transaction() as s:
        account, enrolment = trainee(s)
        make_decision(s, enrolment=enrolment)
        make_year(s, enrolment=enrolment, number=1, attempt=2)
    assert "5 sur 10" in page_of(client, account)


@pytest.mark.parametrize("score", ["8.5", "15"])
def test_a_hidden_mark_changes_nothing(client: PageClient, session: Session, score: str) -> None:
    with transaction() as s:
        account, enrolment = trainee(s)
    before = page_of(client, account)
    with transaction() as s:
        mark_year(s, year_of(s, s.merge(enrolment)), score)
    assert page_of(client, account) == before


def test_marks_that_may_be_seen_count_before_the_board(
    client: PageClient, session: Session
) -> None:
    with transaction() as s:
        account, enrolment = trainee(s)
        version = enrolment.cohort.curriculum_version
        version.canonical_text = version.canonical_text.replace(
            "provisional_marks: hidden", "provisional_marks: visible"
        )
        mark_year(
            s, year_of(s, enrolment), "12", but={"M111-CC": "0", "M112-CC": "0", "M112-O": "0"}
        )
    text = page_of(client, account)
    assert "4 sur 10" in text
    assert "6 unités à valider : UE1.1, UE2.1" in text


def test_a_suspended_trainee_is_met_kindly(client: PageClient, session: Session) -> None:
    with transaction() as s:
        account, enrolment = trainee(s)
        make_framework(s, cohort=enrolment.cohort)
        placement = make_placement(s, enrolment=enrolment)
        make_entry(s, placement=placement, minutes=420)
        enrolment.state = EnrolmentState.SUSPENDED
    text = page_of(client, account)
    assert "Votre inscription est suspendue." in text
    assert "Ce que vous avez validé reste acquis" in text
    assert "Ajouter des heures" not in text
    assert f"/heures/{placement.id}/ajouter" not in client.get("/").text
    assert "auto-évaluation" not in text
    assert "Heures à envoyer" in text
    assert "À ce rythme" not in text


def test_an_active_enrolment_comes_before_one_that_is_over(
    client: PageClient, session: Session
) -> None:
    with transaction() as s:
        account, enrolment = trainee(s)
        enrolment.state = EnrolmentState.COMPLETED
        make_enrolment(s, person=enrolment.person)
    assert "Première année." in page_of(client, account)


@pytest.mark.parametrize("state", [EnrolmentState.ACTIVE, EnrolmentState.COMPLETED], ids=str)
def test_a_graduate_is_congratulated_and_finds_their_documents(
    client: PageClient, session: Session, state: EnrolmentState
) -> None:
    with transaction() as s:
        account, enrolment = trainee(s)
        make_graduate(s, enrolment=enrolment)
        held = make_document(s, enrolment=enrolment)
        gone = make_document(s, enrolment=enrolment, state=DocumentState.REVOKED)
        enrolment.state = state
    text = page_of(client, account)
    assert "Votre formation est terminée." in text
    assert "Félicitations" in text
    assert "Plus rien ne vous sépare du diplôme : le jury a validé toutes vos années." in text
    assert "encore du diplôme" not in text
    assert "Ajouter des heures" not in text
    assert "Vers le diplôme" not in text
    html = client.get("/").text
    assert f"/documents/{held.id}" in html
    assert f"/documents/{gone.id}" not in html


def test_a_graduate_without_documents_is_told_where_they_come(
    client: PageClient, session: Session
) -> None:
    with transaction() as s:
        account, enrolment = trainee(s)
        make_graduate(s, enrolment=enrolment)
    assert "Vos documents paraîtront ici" in page_of(client, account)


def test_an_enrolment_that_ended_without_diploma_is_not_congratulated(
    client: PageClient, session: Session
) -> None:
    with transaction() as s:
        account, enrolment = trainee(s)
        enrolment.state = EnrolmentState.COMPLETED
    text = page_of(client, account)
    assert "Votre inscription est terminée." in text
    assert "Félicitations" not in text


@pytest.mark.parametrize(("days", "is_new"), [(30, True), (31, False)], ids=["30", "31"])
def test_a_document_is_new_for_thirty_days(
    client: PageClient, session: Session, days: int, *, is_new: bool
) -> None:
    with transaction() as s:
        account, enrolment = trainee(s)
        document = make_document(s, enrolment=enrolment)
        document.issued_on = TODAY - timedelta(days=days)
    page_of(client, account)
    assert (f"/documents/{document.id}" in client.get("/").text) is is_new


def rate_all(s: Session, enrolment: Enrolment, but: int) -> None:
    items = make_framework(s, cohort=enrolment.cohort).competencies
    for item in items[: len(items) - but]:
        make_rating(s, enrolment=enrolment, code=item.code, rater_role=RaterRole.SELF)


@pytest.mark.parametrize(
    ("but", "words"),
    [
        (40, "Situez-vous, compétence par compétence. À faire"),
        (1, "39 compétences situées sur 40 En cours"),
        (0, None),
    ],
    ids=["none", "all-but-one", "all"],
)
def test_a_self_rating_is_asked_for_until_every_item_has_one(
    client: PageClient, session: Session, but: int, words: str | None
) -> None:
    with transaction() as s:
        account, enrolment = trainee(s)
        make_placement(s, enrolment=enrolment)
        rate_all(s, enrolment, but)
        if but == 1:
            rate_all(s, enrolment, but)
    text = page_of(client, account)
    assert ("auto-évaluation" in text) is (words is not None)
    assert words is None or words in text


def test_no_self_rating_is_asked_for_before_a_placement_begins(
    client: PageClient, session: Session
) -> None:
    with transaction() as s:
        account, enrolment = trainee(s)
        make_framework(s, cohort=enrolment.cohort)
        ahead: list[Any] = [(TODAY + timedelta(days=9), TODAY + timedelta(days=40), 600)]
        make_placement(s, enrolment=enrolment, periods=ahead)
    assert "auto-évaluation" not in page_of(client, account)
