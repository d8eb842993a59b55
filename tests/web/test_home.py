"""The first page: what needs me now, for each role, in few statements."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from itertools import product

import pytest
import sqlalchemy as sa
from flask import Flask
from sqlalchemy.orm import Session

from msp_du.domain.vocabulary import HoursState, JobKind, JobState, Role
from msp_du.extensions import db, transaction
from msp_du.models import Job
from tests.factories import (
    TODAY,
    make_account,
    make_cohort,
    make_contact,
    make_enrolment,
    make_entry,
    make_institution,
    make_marker,
    make_person,
    make_placement,
    module_of,
)
from tests.support.client import PageClient, sign_in


class Statements:
    """Counts what the database is asked while a page is made."""

    def __init__(self, app: Flask) -> None:
        self._app = app
        self.seen: list[str] = []

    def of(self, fetch: Callable[[], object]) -> int:
        with self._app.app_context():
            engine = db.engine
        sa.event.listen(engine, "before_cursor_execute", self._note)
        try:
            self.seen = []
            fetch()
        finally:
            sa.event.remove(engine, "before_cursor_execute", self._note)
        return len([s for s in self.seen if s.lstrip().upper().startswith("SELECT")])

    def _note(self, _c: object, _k: object, statement: str, *_rest: object) -> None:
        self.seen.append(statement)


def test_a_stranger_finds_where_to_sign_in(client: PageClient) -> None:
    answer = client.get("/")
    text = client.page("/")
    assert "Bienvenue" in text
    assert 'href="/connexion"' in answer.text
    assert "Accessibilité\u00a0: partiellement conforme" in answer.text


def test_a_supervisor_sees_what_waits_and_nothing_of_other_hosts(
    client: PageClient, session: Session
) -> None:
    with transaction() as s:
        account = make_account(s, Role.SUPERVISOR)
        mine = make_placement(s, contact=make_contact(s, account=account))
        make_entry(s, placement=mine, minutes=420, state=HoursState.SUBMITTED)
        person = make_person(s, birth_family_name="Autre")
        other = make_placement(s, enrolment=make_enrolment(s, person=person))
        make_entry(s, placement=other, state=HoursState.SUBMITTED)
    sign_in(client, account)
    text = client.page("/")
    assert "Camille Lefèvre" in text
    assert f"Une saisie, le {TODAY - timedelta(days=1):%d/%m/%Y}" in text
    assert "7 h à valider" in text.replace("\u00a0", " ")
    assert f"/bureau/stages/{mine.id}" in client.get("/").text
    assert "Relire et valider" in text
    assert "Autre" not in text


def test_a_supervisor_with_nothing_to_do_is_told_so(client: PageClient, session: Session) -> None:
    with transaction() as s:
        account = make_account(s, Role.SUPERVISOR)
        make_placement(s, contact=make_contact(s, account=account))
    sign_in(client, account)
    assert "Rien n’attend votre validation." in client.page("/")


def test_an_administrator_sees_what_needs_a_hand_in_their_institution(
    client: PageClient, session: Session
) -> None:
    with transaction() as s:
        account = make_account(s, Role.ADMINISTRATOR, password="une phrase assez longue")
        make_account(s, Role.TUTOR)
        elsewhere = make_institution(s)
        make_account(s, Role.TUTOR, institution=elsewhere)
        places = (account.grants[0].institution_id, elsewhere.id)
        for institution_id, kind in product(
            places, (JobKind.MAIL_INVITATION, JobKind.DOCUMENT_RENDER)
        ):
            s.add(
                Job(
                    institution_id=institution_id,
                    kind=kind,
                    key=f"{kind}:{institution_id}",
                    payload={},
                    state=JobState.FAILED,
                    created_at=datetime.now(UTC),
                    next_at=datetime.now(UTC),
                )
            )
    sign_in(client, account)
    text = client.page("/")
    assert "Une personne n’a pas encore choisi son mot de passe." in text
    assert "Un message a échoué." in text
    assert "Un document a échoué." in text


def test_an_administrator_with_all_in_order_reads_it(client: PageClient, session: Session) -> None:
    with transaction() as s:
        account = make_account(s, Role.ADMINISTRATOR, password="une phrase assez longue")
    sign_in(client, account)
    assert "Rien ne demande votre attention." in client.page("/")


def test_several_roles_are_read_in_turn(client: PageClient, session: Session) -> None:
    with transaction() as s:
        account = make_account(s, Role.ADMINISTRATOR, Role.TUTOR, Role.SUPERVISOR)
    sign_in(client, account)
    text = client.page("/")
    order = [text.index(word) for word in ("Heures à valider", "Les stages que", "L’établissement")]
    assert order == sorted(order)


def test_an_account_without_a_role_is_told_whom_to_ask(
    client: PageClient, session: Session
) -> None:
    with transaction() as s:
        account = make_account(s)
    sign_in(client, account)
    assert "Votre compte n’a pas de rôle en ce moment." in client.page("/")


@pytest.mark.parametrize(
    ("role", "most"),
    [
        (Role.TRAINEE, 8),
        (Role.SUPERVISOR, 6),
        (Role.TUTOR, 18),
        (Role.COORDINATOR, 25),
        (Role.REGISTRAR, 12),
        (Role.BOARD_MEMBER, 13),
        (Role.ADMINISTRATOR, 6),
    ],
    ids=str,
)
def test_three_rows_and_thirty_cost_the_same_statements(
    app: Flask, client: PageClient, session: Session, role: Role, most: int
) -> None:
    with transaction() as s:
        person = make_person(s)
        cohort = make_cohort(s)
        enrolment = make_enrolment(s, person=person, cohort=cohort)
        account = make_account(s, role, person=person)
        contact = make_contact(s, account=account)
        if role is Role.TUTOR:
            make_marker(s, cohort, module_of(s, cohort, "M112"), account=account)
    sign_in(client, account)
    counts = []
    for more in (3, 27):
        with transaction() as s:
            contact = s.merge(contact)
            for _row in range(more):
                own = s.merge(enrolment) if role is Role.TRAINEE else make_enrolment(s)
                placement = make_placement(
                    s, enrolment=own, contact=contact, tutor=s.merge(account)
                )
                make_entry(s, placement=placement, state=HoursState.SUBMITTED)
        client.get("/")  # contents of curricula and frameworks are read once a process
        counts.append(Statements(app).of(lambda: client.get("/")))
    assert counts[0] == counts[1]
    assert counts[1] <= most
