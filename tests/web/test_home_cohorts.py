"""The first pages of coordinators, the registrar's office and the board: cohorts in numbers."""

import re
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy.orm import Session

from msp_du.domain.vocabulary import (
    DocumentState,
    EnrolmentState,
    HoursState,
    JobKind,
    JobState,
    Level,
    Role,
)
from msp_du.extensions import transaction
from msp_du.models import Document, Enrolment, Job
from msp_du.services import document_register
from tests.factories import (
    TODAY,
    make_account,
    make_cohort,
    make_enrolment,
    make_entry,
    make_institution,
    make_mark,
    make_person,
    make_placement,
    make_rating,
    year_of,
)
from tests.factories.boards import make_decision, make_graduate
from tests.factories.issued import make_document
from tests.support.board import make_candidate, rate_core
from tests.support.client import PageClient, sign_in


def cells(client: PageClient, name: str) -> list[str]:
    """Return the words of each cell of the row that begins with this name."""
    rows = client.get("/").text.split("<tr>")
    row = next(row for row in rows if f">{name}</a></th>" in row)
    found = re.findall(r"<td[^>]*>(.*?)</td>", row, re.DOTALL)
    return [" ".join(re.sub(r"<[^>]+>", " ", cell).split()) for cell in found]


def test_a_coordinator_sees_what_each_cohort_lacks(client: PageClient, session: Session) -> None:
    with transaction() as s:
        cohort = make_cohort(s, code="PROMO-1")
        account = make_account(s, Role.COORDINATOR, cohort=cohort)
        placed = make_placement(s, enrolment=make_enrolment(s, cohort=cohort))
        long_ago = make_entry(s, placement=placed, state=HoursState.SUBMITTED)
        long_ago.submitted_at = datetime.now(UTC) - timedelta(days=14, minutes=1)
        recent = make_entry(
            s, placement=placed, state=HoursState.SUBMITTED, worked_on=TODAY - timedelta(days=2)
        )
        recent.submitted_at = datetime.now(UTC) - timedelta(days=13, hours=23)
        for given, family in (("Dominique", "Nguyen"), ("Alix", "Mercier")):
            person = make_person(s, given_names=given, birth_family_name=family)
            make_enrolment(s, cohort=cohort, person=person)
        gone = make_enrolment(s, cohort=cohort)
        gone.state = EnrolmentState.WITHDRAWN
        make_cohort(s, code="PROMO-2")
    sign_in(client, account)
    text = client.page("/")
    assert "2 personnes sans stage" in text
    assert "Alix Mercier, Dominique Nguyen" in text
    assert "Une saisie attend depuis plus de 14 jours" in text
    assert cells(client, "PROMO-1, année 1")[:2] == ["3", "2"]
    assert "PROMO-2" not in text


def test_a_coordinator_reads_five_names_at_most(client: PageClient, session: Session) -> None:
    with transaction() as s:
        cohort = make_cohort(s, code="PROMO-1")
        account = make_account(s, Role.COORDINATOR, cohort=cohort)
        for name in "ABCDEF":
            person = make_person(s, birth_family_name=f"Nom{name}")
            make_enrolment(s, cohort=cohort, person=person)
    sign_in(client, account)
    text = client.page("/")
    assert "6 personnes sans stage" in text
    assert "NomE et d’autres" in text
    assert "NomF" not in text


def test_a_coordinator_with_all_in_order_reads_it(client: PageClient, session: Session) -> None:
    with transaction() as s:
        cohort = make_cohort(s, code="PROMO-1")
        account = make_account(s, Role.COORDINATOR)
        make_placement(s, enrolment=make_enrolment(s, cohort=cohort))
        make_cohort(s, institution=make_institution(s), code="AILLEURS")
    sign_in(client, account)
    text = client.page("/")
    assert "Chaque personne a un stage" in text
    assert "AILLEURS" not in text


def test_a_coordinator_reads_how_far_each_year_of_a_cohort_is(
    client: PageClient, session: Session
) -> None:
    with transaction() as s:
        cohort = make_cohort(s, code="PROMO-1")
        account = make_account(s, Role.COORDINATOR, cohort=cohort)
        behind, decided = (make_enrolment(s, cohort=cohort) for _place in range(2))
        placement = make_placement(s, enrolment=behind)
        make_entry(s, placement=placement, minutes=600, state=HoursState.SUBMITTED)
        make_mark(s, year_of(s, behind), "M112-CC", "8.5")
        make_rating(s, enrolment=behind, code="A1", level=Level.COMPETENT)
        make_decision(s, enrolment=decided)
        ready_one = make_candidate(s, cohort)
        rate_core(s, s.get_one(Enrolment, ready_one.enrolment_id), Level.BEGINNER)
    sign_in(client, account)
    trainees, unplaced, hours, waiting, marks, levels, ready, done = cells(
        client, "PROMO-1, année 1"
    )
    assert (trainees, unplaced, ready, done) == ("3", "0", "1 PROMO-1, année 1", "1")
    assert hours == "50 % une personne en retard"
    assert waiting == "10 h"
    assert marks.endswith("%")
    assert 0 < int(marks.split()[0]) < 100
    assert levels == "52 %"
    text = client.get("/").text
    assert f"/jury/{cohort.id}?annee=1" in text
    assert "8,5" not in text


@pytest.mark.parametrize(
    ("share", "is_late"), [(79, True), (80, False)], ids=["just-below", "four-fifths"]
)
def test_late_is_less_than_four_fifths_of_what_was_planned_by_today(
    client: PageClient, session: Session, share: int, *, is_late: bool
) -> None:
    with transaction() as s:
        cohort = make_cohort(s, code="PROMO-1")
        account = make_account(s, Role.COORDINATOR, cohort=cohort)
        over = [(TODAY - timedelta(days=10), TODAY, 10_000)]
        placement = make_placement(s, enrolment=make_enrolment(s, cohort=cohort), periods=over)
        make_entry(s, placement=placement, minutes=share * 100)
    sign_in(client, account)
    assert ("en retard" in cells(client, "PROMO-1, année 1")[2]) is is_late


def test_a_year_that_is_decided_leaves_nothing_to_follow(
    client: PageClient, session: Session
) -> None:
    with transaction() as s:
        cohort = make_cohort(s, code="PROMO-1")
        account = make_account(s, Role.COORDINATOR, cohort=cohort)
        make_graduate(s, enrolment=make_enrolment(s, cohort=cohort))
    sign_in(client, account)
    for year in (1, 2):
        _trainees, _none, hours, _sent, _marks, levels, ready, done = cells(
            client, f"PROMO-1, année {year}"
        )
        assert (hours, levels, ready, done) == ("–", "–", "0", "1")


def test_the_board_sees_the_cohorts_of_its_institution(
    client: PageClient, session: Session
) -> None:
    with transaction() as s:
        account = make_account(s, Role.BOARD_MEMBER)
        make_enrolment(s, cohort=make_cohort(s, code="PROMO-1"))
        make_enrolment(s, cohort=make_cohort(s, institution=make_institution(s), code="AILLEURS"))
    sign_in(client, account)
    text = client.page("/")
    assert "Aucun dossier n’attend de décision." in text
    assert cells(client, "PROMO-1, année 1") == ["0", "1", "0"]
    assert "AILLEURS" not in text


def fail(s: Session, document: Document) -> None:
    now = datetime.now(UTC)
    s.add(
        Job(
            institution_id=document.institution_id,
            kind=JobKind.DOCUMENT_RENDER,
            key=document_register.job_key(document.id),
            payload={},
            state=JobState.FAILED,
            created_at=now,
            next_at=now,
        )
    )


def test_the_registrar_sees_what_is_to_issue_being_made_issued_and_failed(
    client: PageClient, session: Session
) -> None:
    with transaction() as s:
        account = make_account(s, Role.REGISTRAR)
        cohort = make_cohort(s, code="PROMO-1")
        make_graduate(s, enrolment=make_enrolment(s, cohort=cohort))
        make_document(s, enrolment=make_enrolment(s, cohort=cohort), state=DocumentState.PENDING)
        issued = make_document(s, enrolment=make_enrolment(s, cohort=cohort))
        issued.issued_on = TODAY
        old = make_document(s, enrolment=make_enrolment(s, cohort=cohort))
        old.issued_on = TODAY.replace(day=1) - timedelta(days=1)
        failed = make_document(
            s, enrolment=make_enrolment(s, cohort=cohort), state=DocumentState.PENDING
        )
        failed.number = "2026-RATE"
        fail(s, failed)
        make_cohort(s, institution=make_institution(s), code="AILLEURS")
    sign_in(client, account)
    text = client.page("/")
    # Two transcripts and the diploma of one, the transcript of each of the four others.
    assert cells(client, "PROMO-1") == ["5", "7", "1", "1"]
    assert "7 documents à éditer" in text
    assert f"/documents/promotions/{cohort.id}" in client.get("/").text
    assert "Un document n’a pas pu être fabriqué : 2026-RATE." in text
    assert f"/documents/{failed.id}" in client.get("/").text
    assert "AILLEURS" not in text
    assert "Lefèvre" not in text


def test_the_registrar_with_nothing_to_issue_reads_it(client: PageClient, session: Session) -> None:
    with transaction() as s:
        account = make_account(s, Role.REGISTRAR)
        make_enrolment(s, cohort=make_cohort(s, code="PROMO-1"))
    sign_in(client, account)
    text = client.page("/")
    assert "Aucun document n’est à éditer." in text
    assert cells(client, "PROMO-1") == ["1", "0", "0", "0"]
    assert "fabriqué" not in text


@pytest.mark.parametrize("role", [Role.COORDINATOR, Role.REGISTRAR])
def test_an_institution_without_cohort_says_so(
    client: PageClient, session: Session, role: Role
) -> None:
    with transaction() as s:
        account = make_account(s, role)
    sign_in(client, account)
    assert "Aucune promotion n’est ouverte." in client.page("/")
