"""Coordinators plan classes and arrange studies; papers are asked for, made, and taken."""

from datetime import timedelta
from uuid import UUID

import pytest
from flask import Flask
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from msp_du.domain.arrangements import ArrangementKind
from msp_du.domain.vocabulary import JobState, Role
from msp_du.extensions import transaction
from msp_du.jobs import worker
from msp_du.models import (
    AcademicYear,
    AttendancePaper,
    ClassSession,
    Cohort,
    Job,
    Signatory,
    StudyArrangement,
    TeachingWeek,
)
from tests.factories import (
    TODAY,
    make_account,
    make_cohort,
    make_enrolment,
    make_person,
    module_of,
    year_of,
)
from tests.factories.attendance import attend, make_arrangement, make_class_session
from tests.support.client import PageClient, csrf_token, find_form, main_text, sign_in

MONDAY = TODAY - timedelta(days=TODAY.weekday())


@pytest.fixture
def cohort(app: Flask, client: PageClient, session: Session) -> Cohort:
    """A cohort with a week of classes to plan; its coordinator is signed in."""
    with transaction() as s:
        found = make_cohort(s)
        year = s.get_one(AcademicYear, found.academic_year_id)
        year.teaching_weeks.append(TeachingWeek(monday=MONDAY))
        s.add(
            Signatory(
                institution_id=found.institution_id, position=1, name="Paul N.", capacity="Dir."
            )
        )
        coordinator = make_account(s, Role.COORDINATOR)
    sign_in(client, coordinator)
    return found


def day(field: str, of: str = TODAY.isoformat()) -> dict[str, str]:
    year, month, number = of.split("-")
    return {f"{field}-day": number, f"{field}-month": month, f"{field}-year": year}


def held(session: Session) -> list[ClassSession]:
    session.rollback()
    return list(session.scalars(select(ClassSession).order_by(ClassSession.held_on)))


def test_a_class_is_planned_changed_and_taken_off(
    client: PageClient, session: Session, cohort: Cohort
) -> None:
    module = module_of(session, cohort, "M111")
    fields = day("held_on") | {"module_id": str(module.id), "instructor_name": "Claude Martin"}
    url = f"/presences/promotions/{cohort.id}/seances/nouvelle"
    answer = client.submit(url, fields, follow=True)
    assert "La séance est prévue." in main_text(answer.text)
    assert "Claude Martin" in answer.text
    (row,) = held(session)
    edit = f"/presences/seances/{row.id}/modifier"
    answer = client.submit(edit, {"room": "Psychiatrie"}, action=edit)
    assert answer.status_code == 422
    client.submit(edit, {"room": "B 12"}, action=edit)
    assert held(session)[0].room == "B 12"
    again = client.submit(url, fields)
    assert "déjà prévue" in main_text(again.text)
    client.submit(edit, action=f"/presences/seances/{row.id}/supprimer")
    assert held(session) == []


def test_weeks_are_shown_before_anything_is_planned_and_what_exists_is_kept(
    client: PageClient, session: Session, cohort: Cohort
) -> None:
    with transaction() as s:
        make_class_session(s, cohort=s.merge(cohort), held_on=MONDAY)
    url = f"/presences/promotions/{cohort.id}/semaines"
    fields = {
        "module_id": str(module_of(session, cohort, "M111").id),
        "instructor_name": "Claude Martin",
        "weeks": [MONDAY.isoformat()],
        "weekdays": ["0", "1"],
        "half_days": ["morning", "afternoon"],
    }
    preview = client.submit(url, fields)
    text = main_text(preview.text)
    assert "3 séances seront créées." in text
    assert "Déjà prévue, gardée" in text
    assert len(held(session)) == 1
    sent = [
        (field.get("name") or "", field.get("value") or "")
        for field in find_form(preview.text).iter("input")
    ]
    data: dict[str, list[str]] = {}
    for name, value in [*sent, ("do", "create")]:
        data.setdefault(name, []).append(value)
    answer = client.post(url, data=data, follow_redirects=True)
    assert "3 séances sont prévues." in main_text(answer.text)
    assert len(held(session)) == 4
    stale = client.post(url, data=data)
    assert stale.status_code == 422


def test_an_arrangement_has_days_and_an_audience_and_no_reason(
    client: PageClient, session: Session, cohort: Cohort
) -> None:
    with transaction() as s:
        person = make_person(s)
        enrolment = make_enrolment(s, cohort=s.merge(cohort), person=person)
        trainee = make_account(s, Role.TRAINEE, person=person)
    url = f"/presences/inscriptions/{enrolment.id}/amenagements"
    refused = client.submit(url, {"kind": "extra_time"})
    assert "Indiquez un pourcentage" in main_text(refused.text)
    guarded = client.submit(url, {"precision": "Avec M. Dupont, né le 03/03/1984"})
    assert guarded.status_code == 422
    client.submit(url, {"kind": "extra_time", "percent": "25", "audiences": ["instructors"]})
    (row,) = session.scalars(select(StudyArrangement)).all()
    assert (row.percent, row.tells_instructors, row.tells_board) == (25, True, False)
    assert "Temps majoré (25" in client.page(f"/promotions/{cohort.id}")
    edit = f"/presences/amenagements/{row.id}"
    client.submit(edit, {"kind": ArrangementKind.REMOTE_SITTING.value, "percent": ""}, action=edit)
    session.rollback()
    assert row.kind is ArrangementKind.REMOTE_SITTING
    phone = client.application.test_client()
    assert isinstance(phone, PageClient)
    sign_in(phone, trainee)
    assert "Épreuve à distance" in phone.page("/presences/")
    client.submit(edit, action=f"{edit}/supprimer")
    session.rollback()
    assert session.scalar(select(func.count()).select_from(StudyArrangement)) == 0


def test_a_certificate_is_asked_for_made_once_and_taken(
    app: Flask, client: PageClient, session: Session, cohort: Cohort
) -> None:
    with transaction() as s:
        enrolment = make_enrolment(s, cohort=s.merge(cohort))
        attend(s, s.merge(cohort), year_of(s, enrolment), "PPLE")
    url = f"/presences/inscriptions/{enrolment.id}"
    nothing = day("starts_on", "2019-09-01") | day("ends_on", "2019-09-30")
    assert "Aucune séance close" in main_text(client.submit(url, nothing).text)
    period = day("starts_on", (TODAY - timedelta(days=9)).isoformat()) | day("ends_on")
    waiting = client.submit(url, period, follow=True)
    assert "En préparation" in main_text(waiting.text)
    assert worker.run_due(app) == 1
    client.submit(url, period)
    session.rollback()
    (paper,) = session.scalars(select(AttendancePaper)).all()
    assert session.scalars(select(Job.state)).all() == [JobState.DONE]
    answer = client.get(f"/presences/papiers/{paper.id}/fichier")
    assert answer.data.startswith(b"%PDF-1.7")
    name = f"attestation-{paper.starts_on}.pdf"
    assert answer.headers["Content-Disposition"] == f'attachment; filename="{name}"'
    assert "Prête" in client.page(f"/presences/papiers/{paper.id}")


def test_sheets_of_a_class_and_of_a_week_are_asked_for(
    client: PageClient, session: Session, cohort: Cohort
) -> None:
    with transaction() as s:
        enrolment = make_enrolment(s, cohort=s.merge(cohort))
        make_arrangement(s, enrolment)
        row = make_class_session(s, cohort=s.merge(cohort))
    client.submit(f"/presences/seances/{row.id}", action=f"/presences/seances/{row.id}/feuille")
    calendar = f"/presences/promotions/{cohort.id}"
    client.submit(calendar, action=f"{calendar}/feuilles")
    again = client.submit(calendar, action=f"{calendar}/feuilles", follow=True)
    assert "Feuille de présence de la semaine" in again.text
    session.rollback()
    facts = {paper.kind.value: paper.facts for paper in session.scalars(select(AttendancePaper))}
    assert set(facts) == {"sheet", "week_sheet"}
    # It goes round the room: nobody reads there what is arranged for somebody else.
    assert not any("Tiers-temps" in text for text in facts.values())
    missed = client.post(
        f"{calendar}/feuilles",
        data={"monday": "2019-09-02", "csrf_token": csrf_token(client)},
        follow_redirects=True,
    )
    assert "Cette semaine n’a aucune séance" in main_text(missed.text)


def test_totals_show_each_unit_and_what_is_missing(
    client: PageClient, session: Session, cohort: Cohort
) -> None:
    with transaction() as s:
        enrolment = make_enrolment(s, cohort=s.merge(cohort))
        attend(s, s.merge(cohort), year_of(s, enrolment), "PUU")
    text = client.page(f"/presences/promotions/{cohort.id}/totaux")
    assert "33,33" in text
    assert "À compléter" in text
    own = client.page(f"/presences/inscriptions/{enrolment.id}")
    assert "Il manque 2 demi-journées de présence." in own


def test_no_paper_of_a_made_up_id(client: PageClient, cohort: Cohort) -> None:
    assert client.get(f"/presences/papiers/{UUID(int=7)}").status_code == 404
