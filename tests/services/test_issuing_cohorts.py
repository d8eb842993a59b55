"""The documents of a cohort: who has what, all that are ready at once, many hands at once."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from uuid import UUID

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from msp_du.domain.document_standing import Standing
from msp_du.domain.errors import Rule, RuleViolation
from msp_du.domain.vocabulary import DocumentKind, ResultCode, RevocationReason, Role
from msp_du.extensions import db, transaction
from msp_du.models import Account, Cohort, Document, Enrolment, Person
from msp_du.services import document_register as register
from msp_du.services import entitlements, issue_plans, issuing
from tests.factories import make_account, make_enrolment, make_person
from tests.factories.boards import make_decision, make_graduate
from tests.support.registry import EDITION, NOW, Desk, open_desk, printed
from tests.support.statements import statements

CERTIFICATE, TRANSCRIPT = DocumentKind.CERTIFICATE, DocumentKind.TRANSCRIPT


@pytest.fixture
def desk(session: Session) -> Desk:
    with transaction() as writing:
        return open_desk(writing)


def cohort_of(desk: Desk, session: Session) -> Cohort:
    session.rollback()
    return session.get_one(Enrolment, desk.enrolment.id, populate_existing=True).cohort


def add(desk: Desk, session: Session, family_name: str, *, years: int) -> Enrolment:
    with transaction() as writing:
        cohort = writing.get_one(Enrolment, desk.enrolment.id).cohort
        person = make_person(writing, institution=cohort.institution, birth_family_name=family_name)
        enrolment = make_enrolment(writing, cohort=cohort, person=person)
        for year in range(1, years + 1):
            make_decision(writing, enrolment=enrolment, year=year)
    return enrolment


def standings(desk: Desk, session: Session) -> list[list[Standing]]:
    rows = entitlements.of_cohort(session, cohort_of(desk, session))
    return [[line.standing for line in row.entitlements] for row in rows]


def everything(desk: Desk, session: Session, kind: DocumentKind) -> list[Document]:
    cohort = cohort_of(desk, session)
    plan = issue_plans.plan(session, cohort, kind, actor=desk.registrar, edition=EDITION)
    with transaction() as writing:
        return issuing.request_many(
            writing,
            cohort,
            kind,
            seen=plan.meaning,
            actor=desk.registrar,
            edition=EDITION,
            now=NOW,
        )


def test_the_table_says_where_each_document_stands(desk: Desk, session: Session) -> None:
    add(desk, session, "Ábel", years=0)
    add(desk, session, "Zola", years=1)
    seen = [standings(desk, session)]
    ready, not_yet = Standing.READY, Standing.NOT_YET
    assert seen[0] == [[not_yet] * 3, [ready] * 3, [ready, not_yet, not_yet]]
    document = desk.request()
    assert standings(desk, session)[1][2] is Standing.PENDING
    printed(document.id)
    assert standings(desk, session)[1][2] is Standing.VALID
    with transaction() as writing:
        make_decision(writing, enrolment=writing.get_one(Enrolment, desk.enrolment.id), year=2)
    assert standings(desk, session)[1][2] is Standing.OUTDATED
    new = printed(desk.replaced(document).id)
    assert standings(desk, session)[1][2] is Standing.VALID
    with transaction() as writing:
        register.revoke(
            writing,
            new,
            RevocationReason.DECISION_CHANGED,
            typed_number=new.number,
            actor=desk.registrar,
            now=NOW,
        )
    assert standings(desk, session)[1][2] is Standing.READY
    with transaction() as writing:
        enrolment = writing.get_one(Enrolment, desk.enrolment.id)
        make_decision(writing, enrolment=enrolment, year=2, result=ResultCode.FAILED)
    assert standings(desk, session)[1][2] is Standing.REVOKED


def test_all_that_are_ready_are_asked_for_once(desk: Desk, session: Session) -> None:
    add(desk, session, "Zola", years=1)
    add(desk, session, "Ábel", years=0)
    made = everything(desk, session, TRANSCRIPT)
    assert [document.number for document in made] == [f"2026-RN-000{n}" for n in (1, 2, 3)]
    assert len({(document.person_id, document.decision_id) for document in made}) == 3
    assert everything(desk, session, TRANSCRIPT) == []
    assert [document.number for document in everything(desk, session, CERTIFICATE)] == [
        "2026-DU-0001"
    ]


def test_what_changed_since_the_list_was_read_is_asked_for_again(
    desk: Desk, session: Session
) -> None:
    cohort = cohort_of(desk, session)
    plan = issue_plans.plan(session, cohort, TRANSCRIPT, actor=desk.registrar, edition=EDITION)
    add(desk, session, "Zola", years=1)
    with pytest.raises(RuleViolation) as refusal, transaction() as writing:
        issuing.request_many(
            writing,
            cohort,
            TRANSCRIPT,
            seen=plan.meaning,
            actor=desk.registrar,
            edition=EDITION,
            now=NOW,
        )
    assert refusal.value.rule is Rule.STALE_VERSION
    assert session.execute(select(Document)).first() is None


def test_a_name_that_changed_since_it_was_read_is_read_again(desk: Desk, session: Session) -> None:
    cohort = cohort_of(desk, session)
    plans = []
    for name in ("Le Goff", "Martin"):
        with transaction() as writing:
            writing.get_one(Person, desk.enrolment.person_id).usage_family_name = name
        plan = issue_plans.plan(session, cohort, TRANSCRIPT, actor=desk.registrar, edition=EDITION)
        plans.append(plan.meaning)
    assert plans[0] != plans[1]


def test_a_name_that_cannot_be_printed_stops_nobody_else(desk: Desk, session: Session) -> None:
    add(desk, session, "Zola 漢", years=1)
    cohort = cohort_of(desk, session)
    plan = issue_plans.plan(session, cohort, TRANSCRIPT, actor=desk.registrar, edition=EDITION)
    assert [(row.person.birth_family_name, why.rule) for row, _line, why in plan.refused] == [
        ("Zola 漢", Rule.DOCUMENT_SIGN_MISSING)
    ]
    assert len(everything(desk, session, TRANSCRIPT)) == 2


def test_nobody_issues_their_own_with_the_others(desk: Desk, session: Session) -> None:
    add(desk, session, "Zola", years=2)
    with transaction() as writing:
        person = writing.get_one(Person, desk.enrolment.person_id)
        own = make_account(
            writing, Role.REGISTRAR, institution=cohort_of(desk, session).institution, person=person
        )
    made = everything(Desk(own, desk.enrolment), session, CERTIFICATE)
    assert [document.person_id == person.id for document in made] == [False]


def test_thirty_people_cost_no_more_statements_than_three(desk: Desk, session: Session) -> None:
    asked = []
    for more in (2, 27):
        for _number in range(more):
            with transaction() as writing:
                cohort = writing.get_one(Enrolment, desk.enrolment.id).cohort
                make_graduate(writing, enrolment=make_enrolment(writing, cohort=cohort))
        cohort = cohort_of(desk, session)
        actor = session.get_one(Account, desk.registrar.id)
        session.expunge_all()
        cohort = session.get_one(Cohort, cohort.id)
        with statements(db.engine) as sent:
            plan = issue_plans.plan(session, cohort, CERTIFICATE, actor=actor, edition=EDITION)
        asked.append((len(plan.possible), len(sent)))
    assert [count for count, _sent in asked] == [3, 30]
    assert asked[0][1] == asked[1][1] <= 12


def test_requests_at_once_take_numbers_that_follow_one_another(
    app: Flask, desk: Desk, session: Session
) -> None:
    enrolments = [desk.enrolment.id] + [
        add(desk, session, f"Zola{n}", years=2).id for n in range(7)
    ]
    session.rollback()
    start = Barrier(len(enrolments))

    def ask(enrolment_id: UUID) -> str:
        with app.app_context():
            actor = db.session().get_one(Account, desk.registrar.id)
            enrolment = db.session().get_one(Enrolment, enrolment_id)
            start.wait(timeout=30)
            with transaction() as writing:
                return issuing.request(
                    writing, enrolment, CERTIFICATE, actor=actor, edition=EDITION, now=NOW
                ).number

    with ThreadPoolExecutor(len(enrolments)) as pool:
        numbers = list(pool.map(ask, enrolments))
    assert sorted(numbers) == [f"2026-DU-000{n}" for n in range(1, 9)]


def test_two_hands_make_one_diploma(app: Flask, desk: Desk, session: Session) -> None:
    session.rollback()
    start = Barrier(2)

    def ask(_number: int) -> str | Rule:
        with app.app_context():
            actor = db.session().get_one(Account, desk.registrar.id)
            enrolment = db.session().get_one(Enrolment, desk.enrolment.id)
            start.wait(timeout=30)
            try:
                with transaction() as writing:
                    return issuing.request(
                        writing, enrolment, CERTIFICATE, actor=actor, edition=EDITION, now=NOW
                    ).number
            except RuleViolation as violation:
                return violation.rule

    with ThreadPoolExecutor(2) as pool:
        answers = list(pool.map(ask, range(2)))
    assert sorted(answers) == ["2026-DU-0001", Rule.DOCUMENT_EXISTS]
