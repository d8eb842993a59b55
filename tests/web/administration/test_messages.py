"""The log of messages: to whom, where each stands, why it did not leave, and sending it again."""

from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from msp_du.domain.vocabulary import JobKind, JobState, Role
from msp_du.extensions import db, transaction
from msp_du.models import Account, AuditEvent, Institution, Job, ReminderSettings
from msp_du.services import message_log, outbox
from tests.factories import (
    make_account,
    make_cohort,
    make_contact,
    make_enrolment,
    make_institution,
    make_organisation,
    make_placement,
)
from tests.support.client import PageClient, main_text, sign_in
from tests.support.statements import statements

REFUSED = "mail server answered 550"


@pytest.fixture
def coordinator(session: Session, institution: Institution) -> Account:
    with transaction() as s:
        return make_account(s, Role.COORDINATOR, institution=institution)


@pytest.fixture
def desk(client: PageClient, coordinator: Account) -> PageClient:
    sign_in(client, coordinator)
    return client


def message(
    s: Session,
    institution: Institution,
    *,
    kind: JobKind = JobKind.MAIL_HOURS_TO_APPROVE,
    state: JobState = JobState.FAILED,
    error: str | None = REFUSED,
    **payload: str,
) -> Job:
    job = outbox.queue(s, kind, f"{uuid4()}", payload, institution_id=institution.id)
    job.state, job.error, job.tries = state, error, 12
    s.flush()
    return job


def log_url(institution: Institution, state: str = "") -> str:
    return f"/etablissement/{institution.id}/messages" + (f"?etat={state}" if state else "")


def again_url(job: Job) -> str:
    return f"/etablissement/{job.institution_id}/messages/{job.id}/renvoyer"


def test_a_coordinator_reads_to_whom_where_it_stands_and_why(
    desk: PageClient, session: Session, institution: Institution, tutor: Account
) -> None:
    with transaction() as s:
        organisation = make_organisation(s, institution=institution)
        contact = make_contact(s, organisation=organisation)
        secret = make_account(
            s, Role.REGISTRAR, institution=institution, display_name="Prudence Cachée"
        )
        message(s, institution, account_id=str(tutor.id))
        message(
            s, institution, kind=JobKind.SMS_REMINDERS, error="sms: off", contact_id=str(contact.id)
        )
        message(s, institution, account_id=str(secret.id), error="mail server: TimeoutError")
        waiting = message(s, institution, state=JobState.PENDING, error="mail server answered 451")
        waiting.next_at = datetime(2035, 11, 19, 9, 0, tzinfo=UTC)
        message(s, make_institution(s), account_id=str(tutor.id), error="elsewhere")
        message(s, institution, kind=JobKind.DOCUMENT_RENDER)
    text = main_text(desk.get(log_url(institution)).text)
    assert "Tous (4)" in text
    assert "Message d’heures à valider" in text
    assert "Élie Zola" in text
    assert "Le serveur de messagerie a refusé le message (550) : vérifiez l’adresse." in text
    assert "Amina Diallo" in text
    assert "Aucun envoi de SMS n’est réglé sur ce service." in text
    assert "Prudence" not in text
    assert "Le serveur de messagerie n’a pas répondu à temps." in text
    assert "Nouvel essai le 19/11/2035 à 10 h 00" in text.replace("\u00a0", " ")


@pytest.mark.parametrize(
    ("state", "shown"),
    [("echec", JobState.FAILED), ("attente", JobState.PENDING), ("parti", JobState.DONE)],
)
def test_the_log_shows_one_state(
    desk: PageClient, session: Session, institution: Institution, state: str, shown: JobState
) -> None:
    kinds = {
        JobState.FAILED: (JobKind.MAIL_REMINDERS, "Rappel"),
        JobState.PENDING: (JobKind.MAIL_CODE_TRIED, "Message d’essais de code manqués"),
        JobState.DONE: (JobKind.MAIL_MARK_ANSWER, "Message de réponse à une question"),
    }
    with transaction() as s:
        for of_state, (kind, _words) in kinds.items():
            message(s, institution, kind=kind, state=of_state, error=None)
    text = main_text(desk.get(log_url(institution, state)).text)
    for of_state, (_kind, words) in kinds.items():
        assert (f" {words} " in text) is (of_state is shown)
    assert desk.get(log_url(institution, "perdu")).status_code == 404


def test_a_message_is_sent_again_once_and_that_is_noted(
    desk: PageClient, session: Session, institution: Institution
) -> None:
    with transaction() as s:
        job = message(s, institution)
    first = desk.submit(log_url(institution), action=again_url(job), follow=True)
    assert "Le message repart tout de suite." in first.text
    session.rollback()
    kept = session.get_one(Job, job.id, populate_existing=True)
    assert (kept.state, kept.tries) == (JobState.PENDING, 0)
    acts = select(AuditEvent.object_id).where(AuditEvent.act == "messages:send-again")
    assert session.scalars(acts).all() == [job.id]
    with transaction() as s:
        assert not message_log.send_again(
            s, s.get_one(Job, job.id), actor=s.scalars(select(Account)).all()[0], now=kept.next_at
        )


def test_old_messages_are_forgotten_and_documents_are_not(
    session: Session, institution: Institution
) -> None:
    old = datetime.now(UTC) - timedelta(days=181)
    with transaction() as s:
        gone = [message(s, institution), message(s, institution, state=JobState.DONE)]
        kept = [
            message(s, institution, state=JobState.PENDING),
            message(s, institution, kind=JobKind.DOCUMENT_RENDER),
        ]
        for job in (*gone, *kept):
            job.created_at = old
        kept.append(message(s, institution))
    with transaction() as s:
        assert message_log.purge(s, before=datetime.now(UTC) - timedelta(days=180)) == 2
    assert set(session.scalars(select(Job.id))) == {job.id for job in kept}


def test_the_log_takes_as_many_statements_for_many(
    desk: PageClient, session: Session, institution: Institution
) -> None:
    counts = []
    desk.get(log_url(institution))
    for number in (1, 5):
        with transaction() as s:
            for _message in range(number):
                reader = make_account(s, Role.TUTOR, institution=institution)
                message(s, institution, account_id=str(reader.id))
        with statements(db.engine) as sent:
            desk.get(log_url(institution))
        counts.append(len(sent))
    assert counts[0] == counts[1]


def test_the_first_page_of_a_coordinator_counts_what_did_not_leave(
    desk: PageClient, session: Session, institution: Institution
) -> None:
    with transaction() as s:
        message(s, institution)
        message(s, institution)
        message(s, institution).created_at = datetime.now(UTC) - timedelta(days=15)
        message(s, make_institution(s))
    text = desk.page("/")
    assert "2 messages ne sont pas partis" in text
    assert f"/etablissement/{institution.id}/messages?etat=echec" in desk.get("/").text


def test_reminders_are_set_and_a_stale_page_is_refused(
    desk: PageClient, session: Session, institution: Institution
) -> None:
    url = f"/etablissement/{institution.id}/rappels"
    stale = desk.get(url).text
    assert 'value="7"' in stale
    answer = desk.submit(
        url, {"is_on": "", "every_days": "10", "escalate_after_days": "21"}, follow=True
    )
    assert "Les réglages sont enregistrés." in answer.text
    session.rollback()
    kept = session.scalars(select(ReminderSettings)).one()
    assert (kept.every_days, kept.escalate_after_days) == (10, 21)
    refused = desk.submit(url, {"every_days": "61"})
    assert refused.status_code == 422
    late = desk.submit(url, {"version": "0", "every_days": "3"})
    assert late.status_code == 422
    session.rollback()
    assert session.scalars(select(ReminderSettings.every_days)).one() == 10


def test_a_placement_tells_its_coordinator_what_was_last_recalled(
    desk: PageClient, session: Session, institution: Institution
) -> None:
    from msp_du.domain.reminders import DueKind  # noqa: PLC0415
    from msp_du.models import Reminder, ReminderLine  # noqa: PLC0415

    with transaction() as s:
        cohort = make_cohort(s, institution=institution)
        placement = make_placement(s, enrolment=make_enrolment(s, cohort=cohort))
        moment = datetime(2026, 3, 3, 9, 0, tzinfo=UTC)
        reminder = Reminder(
            institution_id=institution.id,
            contact_id=placement.contact_id,
            day=moment.date(),
            planned_at=moment,
            sent_at=moment,
            lines=[ReminderLine(kind=DueKind.HOURS_TO_SIGN, object_id=placement.id)],
        )
        s.add(reminder)
    text = desk.page(f"/stages/{placement.id}").replace("\u00a0", " ")
    assert "Derniers rappels Heures à signer : le 03/03/2026 à 10 h 00" in text
