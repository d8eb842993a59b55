"""The ledger, corrections and files of hours, by what people read."""

from datetime import UTC, datetime, timedelta
from io import BytesIO
from uuid import UUID

import pytest
from flask import Flask
from icalendar import Calendar
from openpyxl import load_workbook
from sqlalchemy import select

from msp_du.domain.vocabulary import HoursState, JobKind, Role, SignatureVia
from msp_du.extensions import db, transaction
from msp_du.models import Account, HoursEntry, Job, Placement, Timesheet
from msp_du.services import approvals
from tests.factories import make_account, make_entry, make_placement_document
from tests.support.client import PageClient, main_text, sign_in
from tests.support.log_desk import LogDesk, log_desk, today
from tests.support.statements import statements


@pytest.fixture
def desk(app: Flask, client: PageClient) -> LogDesk:
    return log_desk(app, client)


def sign(desk: LogDesk, entry_id: UUID) -> None:
    with desk.app.app_context(), transaction() as session:
        entry = session.get_one(HoursEntry, entry_id)
        approvals.approve(
            session,
            entry.placement,
            actor=None,
            contact=entry.placement.contact,
            entry_ids=[entry_id],
            digest=approvals.digest_of([entry]),
            declared_name="Claire Morel",
            declared_capacity="Cadre",
            via=SignatureVia.ACCOUNT,
            now=datetime.now(UTC),
        )


def signed(desk: LogDesk, **values: object) -> UUID:
    defaults = {"worked_on": today() - timedelta(days=5), "state": HoursState.SUBMITTED}
    entry_id = desk.add(**defaults | values)
    sign(desk, entry_id)
    return entry_id


def staff(desk: LogDesk, role: Role) -> Account:
    """Sign in as the academic tutor or as the coordination."""
    with desk.app.app_context(), transaction() as session:
        placement = session.get_one(Placement, desk.placement_id)
        account = make_account(session, role)
        if role is Role.TUTOR:
            placement.academic_tutor_id = account.id
    desk.client.delete_cookie("session")
    sign_in(desk.client, account)
    return account


def test_a_signed_day_is_corrected_and_its_signature_shows_as_void_until_signed(
    desk: LogDesk,
) -> None:
    entry_id = signed(desk)
    page = desk.client.page(f"/heures/saisies/{entry_id}")
    assert "7 h signées par Claire Morel, Cadre" in page
    assert "Valable" in page
    url = f"/heures/saisies/{entry_id}/corriger"
    same = desk.client.submit(url)
    assert same.status_code == 422
    assert "la même chose que la version signée" in main_text(same.text)
    sent = desk.client.submit(url, {"duration": "free", "minutes": "6 h"}, follow=True)
    text = main_text(sent.text)
    for words in (
        "La correction est envoyée, à signer de nouveau.",
        "Version remplacée",
        "Nulle jusqu’à nouvelle signature",
        "6 h",
    ):
        assert words in text, words
    stage = desk.client.page(f"/stages/{desk.placement_id}")
    assert "Nulle jusqu’à nouvelle signature" in stage
    assert "0 h sur 280 h" in stage
    log = desk.client.page("/heures/")
    assert "cette signature est nulle jusqu’à la nouvelle" in log
    (version,) = [row for row in desk.rows() if row.replaces_id == entry_id]
    sign(desk, version.id)
    stage = desk.client.page(f"/stages/{desk.placement_id}")
    assert "Corrigée et signée de nouveau" in stage
    assert "6 h sur 280 h" in stage


def test_a_signed_day_is_cancelled_by_a_version_to_sign(desk: LogDesk) -> None:
    entry_id = signed(desk)
    url = f"/heures/saisies/{entry_id}"
    answer = desk.client.submit(url, action=f"{url}/annuler", follow=True)
    assert "Journée annulée" in main_text(answer.text)
    assert sorted(row.minutes for row in desk.rows()) == [0, 420]


def test_a_day_with_versions_is_read_by_who_follows_it_and_its_text_erased(
    desk: LogDesk,
) -> None:
    entry_id = desk.add(worked_on=today() - timedelta(days=5))
    with desk.app.app_context(), transaction() as session:
        session.get_one(HoursEntry, entry_id).activity = "Repas avec Mme Dupont"
    staff(desk, Role.TUTOR)
    month = f"{today() - timedelta(days=5):%Y-%m}"
    journal = desk.client.page(f"/heures/stages/{desk.placement_id}/jours?mois={month}")
    assert "Repas avec Mme Dupont" in journal
    url = f"/heures/saisies/{entry_id}"
    answer = desk.client.submit(url, action=f"{url}/effacer-texte", follow=True)
    text = main_text(answer.text)
    assert "Le texte est effacé. Les heures restent." in text
    assert f"Texte effacé le {datetime.now(UTC):%d/%m/%Y}" in text
    assert "Dupont" not in text
    assert desk.rows()[0].minutes == 420


def test_after_the_certificate_the_coordination_opens_a_day_with_a_reason(
    desk: LogDesk,
) -> None:
    entry_id = signed(desk)
    with desk.app.app_context(), transaction() as session:
        make_placement_document(session, session.get_one(Placement, desk.placement_id))
    url = f"/heures/saisies/{entry_id}"
    page = desk.client.page(url)
    assert "ses heures ne changent plus" in page
    assert "Corriger ce jour" not in page
    refused = desk.client.submit(f"{url}/corriger", {"duration": "210"})
    assert "La coordination peut rouvrir un jour" in main_text(refused.text)
    trainee_id = desk.account_id
    staff(desk, Role.COORDINATOR)
    missing = desk.client.submit(f"{url}/rouvrir")
    assert missing.status_code == 422
    opened = desk.client.submit(f"{url}/rouvrir", {"reason": "Durée mal reportée"}, follow=True)
    assert "Durée mal reportée" in main_text(opened.text)
    desk.client.delete_cookie("session")
    with desk.app.app_context():
        sign_in(desk.client, db.session().get_one(Account, trainee_id))
    sent = desk.client.submit(f"{url}/corriger", {"duration": "210"}, follow=True)
    assert "La correction est envoyée" in main_text(sent.text)


def test_the_ledger_says_what_is_asked_planned_noted_and_signed(desk: LogDesk) -> None:
    signed(desk)
    desk.add(worked_on=today() - timedelta(days=2), minutes=60)
    text = desk.client.page("/heures/bilan")
    for words in ("7 h sur 280 h", "8 h", "Fin au rythme actuel", "P151"):
        assert words in text, words
    assert "de moins que prévu à ce jour" in text


def test_who_may_be_late_is_listed_with_the_reason_and_the_figure(desk: LogDesk) -> None:
    desk.add(worked_on=today() - timedelta(days=40))
    with desk.app.app_context():
        cohort_id = (
            db.session().get_one(Placement, desk.placement_id).enrolment_year.enrolment.cohort_id
        )
    staff(desk, Role.COORDINATOR)
    text = desk.client.page(f"/heures/promotions/{cohort_id}/a-suivre")
    assert "Rien de noté depuis 40 jours." in text
    staff(desk, Role.TUTOR)
    assert "Rien de noté depuis 40 jours." in desk.client.page("/heures/suivi")


def test_a_month_and_a_filtered_list_show_the_same_days(desk: LogDesk) -> None:
    day = today().replace(day=1)
    desk.add(worked_on=day, minutes=90)
    desk.add(worked_on=day - timedelta(days=1), minutes=45, state=HoursState.SUBMITTED)
    month = desk.client.page(f"/heures/calendrier?mois={day:%Y-%m}")
    assert "1 h 30 notées" in month
    assert "0 h 45" not in month
    assert "1 h 30 notées" in desk.client.page("/heures/calendrier?mois=x")
    assert "2 saisies, 2 h 15." in desk.client.page("/heures/liste")
    sent = desk.client.page("/heures/liste?etat=submitted&stage=&mois=")
    assert "Une saisie, 0 h 45." in sent
    none = desk.client.page("/heures/liste?mois=1999-01&etat=bogus")
    assert "Aucune saisie." in none


def test_files_hold_the_log_and_run_nothing(desk: LogDesk) -> None:
    entry_id = desk.add(worked_on=today() - timedelta(days=1), minutes=100)
    with desk.app.app_context(), transaction() as session:
        session.get_one(HoursEntry, entry_id).activity = "=1+1"
    csv = desk.client.get("/heures/liste/fichier?format=csv").data.decode("utf-8-sig")
    assert ";100;1,67;" in csv
    assert ";'=1+1;" in csv
    book = load_workbook(BytesIO(desk.client.get("/heures/liste/fichier?format=xlsx").data))
    rows = list(book.worksheets[0].values)
    assert rows[1][5] == rows[2][5] == 100
    answer = desk.client.get("/heures/liste/fichier?format=ics")
    (event,) = Calendar.from_ical(answer.data).walk("VEVENT")
    assert str(event["summary"]) == "Heures\u00a0: 1\u00a0h\u00a040"
    assert "location" not in event
    assert 'filename="heures.ics"' in answer.headers["Content-Disposition"]


def test_a_timesheet_is_asked_for_once_and_printed_by_the_worker(desk: LogDesk) -> None:
    url = f"/heures/stages/{desk.placement_id}/releves"
    assert "Aucune heure n’est encore envoyée." in desk.client.page(url)
    signed(desk)
    for _ in range(2):
        page = desk.client.submit(url, follow=True)
        assert "En préparation" in main_text(page.text)
    with desk.app.app_context():
        (sheet,) = db.session().scalars(select(Timesheet))
        (job,) = db.session().scalars(select(Job).where(Job.kind == JobKind.HOURS_TIMESHEET))
        assert job.payload == {"paper_id": str(sheet.id)}
        path = f"/heures/releves/{sheet.id}"
    assert desk.client.get(f"{path}/fichier").location == path
    nothing = desk.client.submit(url, {"month": "1999-01-01"}, follow=True)
    assert "Aucune heure envoyée ou signée" in main_text(nothing.text)
    odd = desk.client.submit(url, {"month": "un mois"}, follow=True)
    assert "Choisissez un mois de la liste." in main_text(odd.text)


def test_pages_cost_the_same_at_3_and_at_30_days(desk: LogDesk) -> None:
    pages = (
        "/heures/bilan",
        "/heures/liste",
        "/heures/calendrier",
        f"/heures/stages/{desk.placement_id}/releves",
    )
    costs = []
    for days in (range(3), range(3, 30)):
        with desk.app.app_context(), transaction() as session:
            placement = session.get_one(Placement, desk.placement_id)
            for ago in days:
                make_entry(
                    session,
                    placement=placement,
                    worked_on=today() - timedelta(days=ago),
                    minutes=60,
                    state=HoursState.SUBMITTED,
                )
        with desk.app.app_context():
            engine = db.engine
        cost = []
        for url in pages:
            with statements(engine) as sent:
                desk.client.page(url)
            cost.append(len(sent))
        costs.append(cost)
    assert costs[0] == costs[1]
    assert max(costs[0]) <= 16
