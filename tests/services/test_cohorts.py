"""Cohorts are opened on what their institution has, and read without regard to accents."""

from datetime import UTC, datetime

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from msp_du.domain.errors import Rule, RuleViolation
from msp_du.domain.vocabulary import EnrolmentState, HoursState, Role
from msp_du.extensions import db, transaction
from msp_du.models import Account, AuditEvent, Cohort, Institution
from msp_du.services import cohorts
from tests.factories import (
    make_academic_year,
    make_account,
    make_cohort,
    make_curriculum,
    make_enrolment,
    make_entry,
    make_institution,
    make_person,
    make_placement,
)
from tests.support.statements import statements

NOW = datetime.now(UTC)


def open_one(session: Session, institution: Institution, **changes: object) -> Cohort:
    values = {
        "code": "P2026",
        "curriculum_version_id": make_curriculum(session, institution=institution).id,
        "academic_year_id": make_academic_year(session, institution=institution).id,
        "actor": None,
    }
    return cohorts.open_cohort(session, institution.id, **values | changes)  # type: ignore[arg-type]


def test_a_cohort_is_opened_and_the_act_kept(session: Session) -> None:
    with transaction() as writing:
        institution = make_institution(writing)
        actor = make_account(writing, Role.COORDINATOR)
        cohort = open_one(writing, institution, actor=actor)
    opened = select(AuditEvent).where(AuditEvent.act == "cohorts:open")
    event = session.execute(opened).scalar_one()
    assert (event.act, event.object_id, event.actor_id) == ("cohorts:open", cohort.id, actor.id)


def test_a_code_serves_once_in_an_institution_and_again_in_another(session: Session) -> None:
    with transaction() as writing:
        institution = make_institution(writing)
        open_one(writing, institution)
        open_one(writing, make_institution(writing))
    with transaction() as writing, pytest.raises(RuleViolation) as refusal:
        open_one(writing, institution)
    assert (refusal.value.rule, refusal.value.field) == (Rule.COHORT_CODE_TAKEN, "code")


def test_a_code_that_says_too_much_is_refused(session: Session) -> None:
    with transaction() as writing, pytest.raises(RuleViolation) as refusal:
        open_one(writing, make_institution(writing), code="MSP-2026")
    assert refusal.value.rule is Rule.NAME_NOT_NEUTRAL


@pytest.mark.parametrize("what", ["curriculum_version_id", "academic_year_id"])
def test_nothing_of_another_institution_is_taken(session: Session, what: str) -> None:
    with transaction() as writing:
        here, there = make_institution(writing), make_institution(writing)
        theirs = {
            "curriculum_version_id": make_curriculum(writing, institution=there).id,
            "academic_year_id": make_academic_year(writing, institution=there).id,
        }
        with pytest.raises(RuleViolation) as refusal:
            open_one(writing, here, **{what: theirs[what]})
    assert refusal.value.rule is Rule.NOT_AUTHORISED


def test_what_may_be_chosen_starts_with_the_running_year(session: Session) -> None:
    with transaction() as writing:
        institution = make_institution(writing)
        version = make_curriculum(writing, institution=institution)
        running = make_academic_year(writing, institution=institution)
        make_curriculum(writing, institution=make_institution(writing))
    found = cohorts.choices(session, institution, now=NOW)
    assert [row.id for row in found.versions] == [version.id]
    assert [row.id for row in found.academic_years] == [running.id]


def readers(session: Session, cohort: Cohort, other: Cohort) -> dict[str, Account]:
    return {
        "whole": make_account(session, Role.COORDINATOR),
        "one-cohort": make_account(session, Role.COORDINATOR, cohort=other),
        "registrar": make_account(session, Role.REGISTRAR, cohort=cohort),
        "tutor": make_account(session, Role.TUTOR),
    }


@pytest.mark.parametrize(
    ("who", "codes"),
    [("whole", ["A", "B"]), ("one-cohort", ["B"]), ("registrar", ["A"]), ("tutor", [])],
)
def test_one_lists_the_cohorts_one_may_read(session: Session, who: str, codes: list[str]) -> None:
    with transaction() as writing:
        institution = make_institution(writing, code="a")
        first = make_cohort(writing, institution=institution, code="A")
        second = make_cohort(writing, institution=institution, code="B")
        make_cohort(writing, institution=make_institution(writing, code="b"), code="C")
        actor = readers(writing, first, second)[who]
    assert [row.cohort.code for row in cohorts.readable(session, actor)] == codes


def test_those_who_left_are_not_counted(session: Session) -> None:
    with transaction() as writing:
        cohort = make_cohort(writing)
        for state in (EnrolmentState.ACTIVE, EnrolmentState.SUSPENDED, EnrolmentState.WITHDRAWN):
            make_enrolment(writing, cohort=cohort).state = state
        actor = make_account(writing, Role.COORDINATOR)
    (row,) = cohorts.readable(session, actor)
    assert row.enrolled == 2


def test_people_sort_without_accents_by_the_name_that_is_shown(session: Session) -> None:
    with transaction() as writing:
        cohort = make_cohort(writing)
        for family, given, chosen in (
            ("Zola", "Émile", None),
            ("Élan", "Zoé", None),
            ("Eland", "Ada", None),
            ("Élan", "Marc", "Alba"),
            ("de Wit", "Jan", None),
        ):
            person = make_person(
                writing, birth_family_name=family, given_names=given, chosen_given_name=chosen
            )
            make_enrolment(writing, cohort=cohort, person=person)
    shown = [row.person.name.display for row in cohorts.trainees(session, cohort)]
    assert shown == ["Jan de Wit", "Alba Élan", "Zoé Élan", "Ada Eland", "Émile Zola"]


def test_only_approved_hours_count_and_everybody_has_a_line(session: Session) -> None:
    with transaction() as writing:
        cohort = make_cohort(writing)
        with_hours = make_enrolment(writing, cohort=cohort)
        without = make_enrolment(writing, cohort=cohort)
        make_entry(writing, placement=make_placement(writing, enrolment=with_hours), minutes=420)
    rows = {row.enrolment.id: row.hours for row in cohorts.trainees(session, cohort)}
    assert (rows[with_hours.id].approved, rows[with_hours.id].logged) == (0, 420)
    assert (rows[without.id].approved, rows[without.id].required) == (0, 700 * 60)
    assert HoursState.APPROVED.value == "approved"


def test_a_page_of_thirty_asks_no_more_than_a_page_of_three(session: Session) -> None:
    with transaction() as writing:
        cohort = make_cohort(writing)
        for _number in range(3):
            make_entry(
                writing,
                placement=make_placement(writing, enrolment=make_enrolment(writing, cohort=cohort)),
            )
    asked = []
    for more in (27, 0):
        session.expire_all()
        with statements(db.engine) as sent:
            found = cohorts.find(session, cohort.id)
            assert found is not None
            rows = cohorts.trainees(session, found)
            assert all(row.person.name.display and row.enrolment.regime for row in rows)
        asked.append((len(rows), len(sent)))
        with transaction() as writing:
            for _number in range(more):
                make_enrolment(writing, cohort=cohort)
    assert [count for count, _sent in asked] == [3, 30]
    assert asked[0][1] == asked[1][1] <= 6
