"""A tutor's first page: marks to enter, levels to validate, the placements in their care."""

from datetime import UTC, datetime, timedelta

from sqlalchemy.orm import Session

from msp_du.domain.vocabulary import HoursState, RaterRole, Role
from msp_du.extensions import transaction
from msp_du.models import Cohort
from tests.factories import (
    TODAY,
    make_account,
    make_cohort,
    make_contact,
    make_enrolment,
    make_entry,
    make_mark,
    make_marker,
    make_organisation,
    make_person,
    make_placement,
    make_rating,
    module_of,
    year_of,
)
from tests.support.client import PageClient, sign_in

NOW = datetime.now(UTC)


def test_a_tutor_sees_the_placements_in_their_care(client: PageClient, session: Session) -> None:
    with transaction() as s:
        account = make_account(s, Role.TUTOR)
        organisation = make_organisation(s, name="Le Relais")
        placement = make_placement(
            s, tutor=account, contact=make_contact(s, organisation=organisation)
        )
        make_entry(s, placement=placement, minutes=420, state=HoursState.SUBMITTED)
    sign_in(client, account)
    text = client.page("/")
    assert "Camille Lefèvre" in text
    assert "Le Relais" in text
    assert "0 h sur 280 h" in text
    assert f"/stages/{placement.id}" in client.get("/").text
    assert "Stages terminés" not in text


def test_a_tutor_finds_what_is_over_apart(client: PageClient, session: Session) -> None:
    with transaction() as s:
        account = make_account(s, Role.TUTOR)
        day = TODAY - timedelta(days=2)
        make_placement(s, tutor=account, periods=[(day, day, 420)])
    sign_in(client, account)
    text = client.page("/")
    assert "Aucun stage ne vous est confié en ce moment." in text
    assert f"jusqu’au {day:%d/%m/%Y}" in text.split("Stages terminés")[1]


def test_a_tutor_of_no_placement_is_told_so(client: PageClient, session: Session) -> None:
    with transaction() as s:
        account = make_account(s, Role.TUTOR)
    sign_in(client, account)
    assert "Aucun stage ne vous est confié en ce moment." in client.page("/")


def test_a_tutor_sees_how_many_marks_are_left_in_their_modules(
    client: PageClient, session: Session
) -> None:
    with transaction() as s:
        cohort = make_cohort(s, code="PROMO-1")
        enrolments = [make_enrolment(s, cohort=cohort) for _place in range(2)]
        account = make_marker(s, cohort, module_of(s, cohort, "M112"))
        make_marker(s, cohort, module_of(s, cohort, "M111"), account=account)
        make_mark(s, year_of(s, enrolments[0]), "M112-CC", "12.5")
        for enrolment in enrolments:
            make_mark(s, year_of(s, enrolment), "M111-CC", "11")
        module_id, cohort_id = module_of(s, cohort, "M112").id, cohort.id
    sign_in(client, account)
    text = client.page("/")
    assert "M112, 3 notes à saisir" in text
    assert "PROMO-1, 1 sur 4 En cours" in text
    assert f"/notes/{cohort_id}/{module_id}" in client.get("/").text
    assert "M111" not in text
    assert "12,5" not in text


def test_the_oldest_cohort_comes_first_and_five_modules_are_listed(
    client: PageClient, session: Session
) -> None:
    def named(s: Session, cohort: Cohort, codes: list[str]) -> None:
        make_enrolment(s, cohort=cohort)
        for code in codes:
            make_marker(s, cohort, module_of(s, cohort, code), account=s.merge(account))

    with transaction() as s:
        account = make_account(s, Role.TUTOR)
        new, old = make_cohort(s, code="PROMO-2"), make_cohort(s, code="PROMO-1")
        old.created_at = NOW - timedelta(days=365)
        named(s, new, ["M111", "M112", "M113", "M121", "M122"])
        named(s, old, ["M131", "M132"])
    sign_in(client, account)
    text = client.page("/")
    shown = [text.index(code) for code in ("M131", "M132", "M111", "M112", "M113")]
    assert shown == sorted(shown)
    assert "M121" not in text
    assert "2 autres modules à noter" in text


def test_a_tutor_validates_what_the_host_rated_last(client: PageClient, session: Session) -> None:
    with transaction() as s:
        account = make_account(s, Role.TUTOR)
        enrolments = {}
        for name in ("Attend", "Valide", "SeuleElle"):
            person = make_person(s, birth_family_name=name, given_names="Alix")
            enrolments[name] = make_enrolment(s, person=person)
            make_placement(s, enrolment=enrolments[name], tutor=account)
        day = timedelta(days=1)
        for name, role, moment in (
            ("Attend", RaterRole.TUTOR, NOW - 3 * day),
            ("Attend", RaterRole.HOST, NOW - 2 * day),
            ("Valide", RaterRole.HOST, NOW - 2 * day),
            ("Valide", RaterRole.TUTOR, NOW - day),
            ("SeuleElle", RaterRole.SELF, NOW - day),
        ):
            make_rating(s, enrolment=enrolments[name], rater_role=role, rated_at=moment)
        waits = enrolments["Attend"].id
    sign_in(client, account)
    todo = client.page("/").split("Les stages que vous suivez")[0]
    assert "Alix Attend" in todo
    assert f"/competences/{waits}" in client.get("/").text
    assert "Valide" not in todo.replace("À valider", "")
    assert "SeuleElle" not in todo


def test_a_tutor_with_all_done_reads_it(client: PageClient, session: Session) -> None:
    with transaction() as s:
        account = make_account(s, Role.TUTOR)
    sign_in(client, account)
    assert "Aucune note à saisir, aucun niveau à valider." in client.page("/")
