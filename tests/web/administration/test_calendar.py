"""The calendar of an institution: academic years, weeks of classes, deadlines."""

from datetime import date

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from msp_du.domain.vocabulary import Role
from msp_du.extensions import transaction
from msp_du.models import AcademicYear, Account, AuditEvent, Deadline, Institution, TeachingWeek
from tests.factories import make_account, make_cohort, make_institution
from tests.support.client import PageClient, sign_in

FIRST, LAST = date(2026, 9, 1), date(2027, 8, 31)


@pytest.fixture
def institution(session: Session) -> Institution:
    with transaction() as s:
        return make_institution(s)


@pytest.fixture
def coordinator(session: Session, institution: Institution) -> Account:
    with transaction() as s:
        return make_account(s, Role.COORDINATOR, institution=institution)


@pytest.fixture
def desk(client: PageClient, coordinator: Account) -> PageClient:
    sign_in(client, coordinator)
    return client


@pytest.fixture
def year(session: Session, institution: Institution) -> AcademicYear:
    with transaction() as s:
        row = AcademicYear(
            institution_id=institution.id, label="2026-2027", starts_on=FIRST, ends_on=LAST
        )
        row.teaching_weeks = [TeachingWeek(monday=date(2026, 9, 7))]
        row.deadlines = [Deadline(label="Dépôt des dossiers", due_on=date(2027, 5, 3))]
        s.add(row)
        s.flush()
        return row


def day(name: str, value: date) -> dict[str, str]:
    return {
        f"{name}-day": str(value.day),
        f"{name}-month": str(value.month),
        f"{name}-year": str(value.year),
    }


def typed(label: str, first: date, last: date) -> dict[str, str]:
    return {"label": label} | day("starts_on", first) | day("ends_on", last)


def add_year_url(institution: Institution) -> str:
    return f"/etablissement/{institution.id}/calendrier/ajouter"


def count(session: Session, model: type) -> int:
    session.rollback()
    return session.execute(select(func.count()).select_from(model)).scalar_one()


def test_a_year_is_added_and_noted(
    desk: PageClient, session: Session, institution: Institution
) -> None:
    assert "Aucune année" in desk.page(f"/etablissement/{institution.id}/calendrier")
    answer = desk.submit(add_year_url(institution), typed("2026-2027", FIRST, LAST), follow=True)
    assert "L’année 2026-2027 est ajoutée." in answer.text
    assert "Du mardi 1er septembre 2026 au mardi 31 août 2027" in answer.text
    assert "2026-2027" in desk.page(f"/etablissement/{institution.id}/calendrier")
    session.rollback()
    acts = session.execute(select(AuditEvent.act)).scalars().all()
    assert "academic-years:add" in acts


@pytest.mark.parametrize(
    ("label", "first", "last", "said"),
    [
        pytest.param("2027-2028", LAST, date(2028, 8, 30), "se chevauchent", id="shares-a-day"),
        pytest.param("2026-2027", date(2030, 9, 1), date(2031, 8, 31), "existe déjà", id="label"),
        pytest.param(
            "2027-2028", date(2028, 9, 1), date(2028, 8, 31), "doivent se suivre", id="end"
        ),
        pytest.param(
            "2027-2028", date(2027, 9, 1), date(2029, 8, 31), "doivent se suivre", id="long"
        ),
        pytest.param(" ", date(2027, 9, 1), date(2028, 8, 31), "Nom de l’année", id="no-label"),
    ],
)
def test_a_year_that_cannot_be_is_refused(
    desk: PageClient,
    session: Session,
    institution: Institution,
    year: AcademicYear,
    *,
    label: str,
    first: date,
    last: date,
    said: str,
) -> None:
    answer = desk.submit(add_year_url(institution), typed(label, first, last))
    assert answer.status_code == 422
    assert said in answer.text
    assert count(session, AcademicYear) == 1


def test_the_year_that_begins_the_day_after_is_accepted(
    desk: PageClient, session: Session, institution: Institution, year: AcademicYear
) -> None:
    fields = typed("2027-2028", date(2027, 9, 1), date(2028, 8, 31))
    desk.submit(add_year_url(institution), fields)
    assert count(session, AcademicYear) == 2


def test_the_bounds_of_a_year_are_changed(
    desk: PageClient, session: Session, year: AcademicYear
) -> None:
    url = f"/etablissement/annees/{year.id}/modifier"
    answer = desk.submit(url, typed("2026-27", date(2026, 9, 8), date(2027, 5, 3)), follow=True)
    assert "Les changements sont enregistrés." in answer.text
    session.rollback()
    session.refresh(year)
    assert (year.label, year.starts_on, year.ends_on, year.version) == (
        "2026-27",
        date(2026, 9, 8),
        date(2027, 5, 3),
        2,
    )


@pytest.mark.parametrize(
    ("change", "said"),
    [
        pytest.param(day("starts_on", date(2026, 9, 12)), "doivent se suivre", id="week-left-out"),
        pytest.param(day("ends_on", date(2027, 5, 2)), "doivent se suivre", id="deadline-left-out"),
        pytest.param({"version": "9"}, "a changé depuis", id="stale"),
        pytest.param({"version": "x"}, "a changé depuis", id="version-made-up"),
    ],
)
def test_a_change_that_cannot_be_is_refused(
    desk: PageClient, session: Session, year: AcademicYear, change: dict[str, str], said: str
) -> None:
    answer = desk.submit(f"/etablissement/annees/{year.id}/modifier", change)
    assert answer.status_code == 422
    assert said in answer.text
    session.rollback()
    session.refresh(year)
    assert (year.starts_on, year.ends_on) == (FIRST, LAST)


def test_weeks_are_added_in_a_row_and_those_known_stay(
    desk: PageClient, session: Session, year: AcademicYear
) -> None:
    fields = day("first_day", date(2026, 9, 2)) | {"weeks": "3"}  # a Wednesday
    answer = desk.submit(f"/etablissement/annees/{year.id}/semaines/ajouter", fields, follow=True)
    assert "2 semaines ajoutées." in answer.text
    mondays = session.execute(select(TeachingWeek.monday).order_by(TeachingWeek.monday)).scalars()
    assert list(mondays) == [date(2026, 8, 31), date(2026, 9, 7), date(2026, 9, 14)]


@pytest.mark.parametrize(
    ("first_day", "weeks", "said"),
    [
        pytest.param(date(2027, 8, 30), "2", "doivent se suivre", id="past-the-end"),
        pytest.param(date(2026, 8, 24), "1", "doivent se suivre", id="before-the-start"),
        pytest.param(date(2026, 10, 5), "0", "d’au moins 1", id="no-week"),
        pytest.param(date(2026, 10, 5), "41", "d’au plus 40", id="too-many"),
    ],
)
def test_weeks_out_of_the_year_are_refused(
    desk: PageClient,
    session: Session,
    year: AcademicYear,
    *,
    first_day: date,
    weeks: str,
    said: str,
) -> None:
    url = f"/etablissement/annees/{year.id}/semaines/ajouter"
    answer = desk.submit(url, day("first_day", first_day) | {"weeks": weeks})
    assert answer.status_code == 422
    assert said in answer.text
    assert count(session, TeachingWeek) == 1


def test_a_week_and_a_deadline_are_removed(
    desk: PageClient, session: Session, year: AcademicYear
) -> None:
    page = f"/etablissement/annees/{year.id}"
    week, deadline = year.teaching_weeks[0].id, year.deadlines[0].id
    session.rollback()
    answer = desk.submit(page, action=f"{page}/semaines/{week}/retirer", follow=True)
    assert "Aucune semaine n’est notée." in answer.text
    answer = desk.submit(page, action=f"{page}/echeances/{deadline}/retirer", follow=True)
    assert "Aucune échéance n’est notée." in answer.text
    assert (count(session, TeachingWeek), count(session, Deadline)) == (0, 0)


@pytest.mark.parametrize(
    ("due_on", "accepted"),
    [
        pytest.param(FIRST, True, id="first-day"),
        pytest.param(LAST, True, id="last-day"),
        pytest.param(date(2026, 8, 31), False, id="day-before"),
        pytest.param(date(2027, 9, 1), False, id="day-after"),
    ],
)
def test_a_deadline_falls_in_its_year(
    desk: PageClient, session: Session, year: AcademicYear, due_on: date, *, accepted: bool
) -> None:
    url = f"/etablissement/annees/{year.id}/echeances/ajouter"
    answer = desk.submit(url, {"label": "Oral"} | day("due_on", due_on), follow=True)
    assert ("L’échéance est ajoutée." in answer.text) is accepted
    assert ("du 01/09/2026 au 31/08/2027" in answer.text) is not accepted
    assert count(session, Deadline) == 1 + accepted


def test_a_week_of_another_year_is_not_removed_through_this_one(
    desk: PageClient, session: Session, institution: Institution, year: AcademicYear
) -> None:
    with transaction() as s:
        other = AcademicYear(
            institution_id=institution.id,
            label="2030-2031",
            starts_on=date(2030, 9, 1),
            ends_on=date(2031, 8, 31),
        )
        s.add(other)
        s.flush()
    page = f"/etablissement/annees/{other.id}"
    token = desk.submit(page + "/semaines/ajouter", {"weeks": "x"}).text
    assert "csrf_token" in token
    week, deadline = year.teaching_weeks[0].id, year.deadlines[0].id
    session.rollback()
    fields = csrf(desk, page)
    assert desk.post(f"{page}/semaines/{week}/retirer", data=fields).status_code == 404
    assert desk.post(f"{page}/echeances/{deadline}/retirer", data=fields).status_code == 404
    assert (count(session, TeachingWeek), count(session, Deadline)) == (1, 1)


def csrf(client: PageClient, page: str) -> dict[str, str]:
    text = client.get(f"{page}/modifier").text
    return {"csrf_token": text.partition('name="csrf_token" value="')[2].partition('"')[0]}


def test_the_coordinator_of_one_cohort_does_not_set_the_calendar(
    client: PageClient, session: Session
) -> None:
    with transaction() as s:
        cohort = make_cohort(s)
        coordinator = make_account(s, Role.COORDINATOR, cohort=cohort)
        institution_id, year_id = cohort.institution_id, cohort.academic_year_id
    sign_in(client, coordinator)
    assert "Ouvrir le calendrier" not in client.page("/etablissement/")
    for path in (f"{institution_id}/calendrier", f"annees/{year_id}", f"annees/{year_id}/modifier"):
        answer = client.get(f"/etablissement/{path}")
        assert answer.status_code == 404
        assert "2026" not in answer.text.partition("<main")[2]
