"""The mails about hours: how many, where to go, and nobody's name."""

from pathlib import Path
from uuid import UUID, uuid4

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from msp_du.domain.vocabulary import HoursState, JobKind, JobState, Language, Role
from msp_du.extensions import transaction
from msp_du.jobs.worker import run_due
from msp_du.models import Account, Job, Placement
from msp_du.services import outbox
from tests.factories import TODAY, make_account, make_entry, make_placement
from tests.support.mailing import kept, text_of
from tests.support.pages import REVEALING

KINDS = {
    JobKind.MAIL_HOURS_TO_APPROVE: (HoursState.SUBMITTED, "Heures de stage à valider"),
    JobKind.MAIL_HOURS_RETURNED: (HoursState.RETURNED, "Une saisie vous revient"),
}


@pytest.fixture
def reader(session: Session) -> Account:
    with transaction() as s:
        return make_account(s, Role.SUPERVISOR, email="accueil@example.org")


@pytest.fixture
def placement(session: Session) -> Placement:
    with transaction() as s:
        found = make_placement(s)
        found.service = "Pôle de psychiatrie"
        return found


def ask(kind: JobKind, reader_id: UUID, placement: Placement) -> None:
    with transaction() as s:
        payload = {"account_id": str(reader_id), "placement_id": str(placement.id)}
        outbox.queue(s, kind, str(kind), payload, institution_id=placement.institution_id)


@pytest.mark.parametrize("language", list(Language), ids=str)
@pytest.mark.parametrize("kind", list(KINDS), ids=str)
def test_a_mail_says_how_many_and_names_nobody(
    app: Flask,
    *,
    session: Session,
    reader: Account,
    placement: Placement,
    mails: Path,
    kind: JobKind,
    language: Language,
) -> None:
    state, subject = KINDS[kind]
    with transaction() as s:
        s.merge(reader).language = language
        for _number in range(2):
            make_entry(s, placement=s.merge(placement), state=state)
        make_entry(s, state=state)  # of another placement
    ask(kind, reader.id, placement)
    assert run_due(app) == 1
    (message,) = kept(mails)
    text = text_of(message)
    if language is Language.FRENCH:
        assert message["Subject"] == subject
        assert text.splitlines()[2].startswith("2 ")
    trainee = placement.enrolment_year.enrolment.person.name
    for secret in (trainee.display, trainee.given_name, placement.organisation.name):
        assert secret not in text
        assert secret not in str(message["Subject"])
    assert not REVEALING.search(f"{message['Subject']} {text}")
    path = "/bureau/" if state is HoursState.SUBMITTED else "/heures/"
    assert f"http://localhost:8000{path}" in text
    assert message["To"] == "accueil@example.org"


def test_the_mail_to_the_host_counts_days_and_hours(
    app: Flask, session: Session, reader: Account, placement: Placement, mails: Path
) -> None:
    with transaction() as s:
        make_entry(s, placement=s.merge(placement), minutes=450, state=HoursState.SUBMITTED)
    ask(JobKind.MAIL_HOURS_TO_APPROVE, reader.id, placement)
    run_due(app)
    text = text_of(kept(mails)[0]).replace("\u00a0", " ")
    assert "Un jour de stage attend votre validation, soit 7 h 30." in text


@pytest.mark.parametrize("why", ["nothing waits", "closed", "gone"])
def test_no_mail_leaves_when_nobody_would_read_it_or_nothing_waits(
    app: Flask, *, session: Session, reader: Account, placement: Placement, mails: Path, why: str
) -> None:
    with transaction() as s:
        state = HoursState.DRAFT if why == "nothing waits" else HoursState.SUBMITTED
        make_entry(s, placement=s.merge(placement), worked_on=TODAY, state=state)
        if why == "closed":
            s.merge(reader).disabled_at = s.merge(reader).grants[0].since
    reader_id = uuid4() if why == "gone" else reader.id
    ask(JobKind.MAIL_HOURS_TO_APPROVE, reader_id, placement)
    run_due(app)
    assert not mails.exists() or kept(mails) == []
    assert session.execute(select(Job.state)).scalar_one() is JobState.DONE
