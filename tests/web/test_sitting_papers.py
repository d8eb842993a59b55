"""A sitting closed, signed, published and corrected on screen; who may read which paper when."""

from datetime import UTC, datetime, timedelta
from io import BytesIO
from uuid import UUID

import pytest
from PIL import Image
from sqlalchemy import select
from sqlalchemy.orm import Session

from msp_du.domain.board_papers import PaperKind
from msp_du.domain.vocabulary import Role
from msp_du.extensions import transaction
from msp_du.models import (
    Account,
    BoardPaper,
    BoardSitting,
    Enrolment,
    EnrolmentYear,
    Institution,
    MinutesSignature,
)
from tests.factories import PASSWORD, make_account
from tests.support.board import boxes
from tests.support.board_desk import Desk, open_desk
from tests.support.client import PageClient, csrf_token, sign_in


@pytest.fixture
def desk(client: PageClient, session: Session) -> Desk:
    made = open_desk(client, session)
    with transaction() as s:
        cohort = made.cohort(s)
        s.get_one(Institution, cohort.institution_id).appeal_text = "Recours gracieux."
    return made


def trainee_of(desk: Desk, year_id: UUID) -> Account:
    with transaction() as s:
        enrolment = s.get_one(Enrolment, s.get_one(EnrolmentYear, year_id).enrolment_id)
        return make_account(s, Role.TRAINEE, person=enrolment.person)


def paper(desk: Desk, kind: PaperKind) -> BoardPaper:
    return [each for each in desk.papers() if each.kind is kind][-1]


def publish_now(desk: Desk) -> None:
    with transaction() as s:
        sitting = s.get_one(BoardSitting, desk.sitting_id)
        sitting.publish_at = datetime.now(UTC) - timedelta(seconds=1)


def test_closing_is_typed_and_read_again_first(desk: Desk) -> None:
    decided, _deferred = desk.candidate(family_name="Arnaud"), desk.candidate(family_name="Chol")
    desk.decide(decided)
    text = desk.client.page(f"{desk.url}/cloture").replace("\u00a0", " ")
    assert "Camille Arnaud 12,50 Admission" in text
    assert "Un dossier reporté Camille Chol" in text
    wrong = desk.close(typed_reference="PV 9")
    assert wrong.status_code == 422
    assert desk.kept() == []
    assert desk.press(wrong, typed_reference="pv 2026-14".upper()).status_code == 302
    assert [each.result for each in desk.kept()] == ["ADM"]
    text = desk.client.page(desk.url).replace("\u00a0", " ")
    assert "Procès-verbal (PDF) en préparation" in text
    assert "Avant la publication, les stagiaires ne voient ni décision ni lettre." in text
    again = desk.client.post(
        f"{desk.url}/cloture",
        data={"csrf_token": csrf_token(desk.client), "typed_reference": "PV 2026-14", "seen": ""},
    )
    assert again.status_code == 422
    assert "Cette séance est « Close »" in again.text.replace("\u00a0", " ")
    assert len(desk.kept()) == 1


def test_a_trainee_sees_the_decision_and_the_letter_from_the_chosen_moment(desk: Desk) -> None:
    year_id, other_id = desk.candidate(family_name="Arnaud"), desk.candidate(family_name="Chol")
    for one in (year_id, other_id):
        desk.decide(one)
    desk.close()
    desk.print_papers()
    trainee = trainee_of(desk, year_id)
    own = next(
        each
        for each in desk.papers()
        if each.decision and each.decision.enrolment_year_id == year_id
    )
    minutes = paper(desk, PaperKind.MINUTES)
    letter = f"/jury/lettres/{own.id}"
    sign_in(desk.client, desk.coordinator)
    image = BytesIO()
    Image.new("RGB", (60, 80), "white").save(image, "PNG")
    image.seek(0)
    upload = desk.client.submit(
        f"/jury/documents/{minutes.id}/numerisation", {"scan": (image, "pv.png")}
    )
    assert upload.status_code == 302
    at = datetime.now(UTC) + timedelta(days=2)
    later = {"when": "later", "time": "9:30"} | boxes(at.date(), "day")
    done = desk.client.submit(f"{desk.url}/publication", later, follow=True)
    assert "Les résultats seront publiés le" in done.text
    sign_in(desk.client, trainee)
    assert "Décision du jury" not in desk.client.page("/notes/")
    assert desk.client.get(letter).status_code == 404
    publish_now(desk)
    page = desk.client.get("/notes/").text
    assert "Décision du jury" in page
    assert letter in page
    file = desk.client.get(letter)
    assert file.data.startswith(b"%PDF-")
    assert file.headers["Content-Disposition"] == 'attachment; filename="lettre.pdf"'
    sign_in(desk.client, trainee_of(desk, other_id))
    assert desk.client.get(letter).status_code == 404


def test_minutes_are_signed_with_the_password_once_more(desk: Desk) -> None:
    desk.decide(desk.candidate())
    desk.close()
    desk.print_papers()
    minutes = paper(desk, PaperKind.MINUTES)
    url = f"/jury/documents/{minutes.id}/signature"
    assert url in desk.client.get(desk.url).text
    wrong = desk.client.submit(url, {"current_password": "pas celui-là"})
    assert wrong.status_code == 422
    assert "Ce n’est pas votre mot de passe actuel." in wrong.text
    unsigned = desk.client.submit(f"{desk.url}/publication", {"when": "now"})
    assert unsigned.status_code == 422
    assert "n’est pas encore signé" in unsigned.text
    assert desk.client.submit(url, {"current_password": PASSWORD}).status_code == 302
    assert "Signé à l’écran par Yann Morvan" in desk.client.page(desk.url)
    desk.session.rollback()
    (signature,) = desk.session.scalars(select(MinutesSignature))
    assert minutes.file is not None
    assert signature.digest == minutes.file.sha256
    done = desk.client.submit(f"{desk.url}/publication", {"when": "now"}, follow=True)
    assert "Les résultats sont publiés." in done.text


def test_a_moment_of_publication_is_whole(desk: Desk) -> None:
    desk.decide(desk.candidate())
    desk.close()
    answer = desk.client.submit(f"{desk.url}/publication", {"when": "later"})
    assert answer.status_code == 422
    assert "Indiquez une date" in answer.text
    assert "Indiquez une heure" in answer.text


@pytest.mark.parametrize(
    "content",
    [b"<html>", b"GIF89a", b"%PDF-1.7 /JavaScript startxref %%EOF", b"\x89PNG\r\n\x1a\nxxxx"],
    ids=["html", "gif", "script", "broken-picture"],
)
def test_what_is_no_scan_is_refused(desk: Desk, content: bytes) -> None:
    desk.decide(desk.candidate())
    desk.close()
    minutes = paper(desk, PaperKind.MINUTES)
    answer = desk.client.submit(
        f"/jury/documents/{minutes.id}/numerisation", {"scan": (BytesIO(content), "pv.pdf")}
    )
    assert answer.status_code == 422
    assert "n’est pas un PDF, une image PNG ou une image JPEG" in answer.text
    assert paper(desk, PaperKind.MINUTES).scan_id is None


def test_a_scan_is_sent_as_a_file_that_runs_nothing(desk: Desk) -> None:
    desk.decide(desk.candidate())
    desk.close()
    minutes = paper(desk, PaperKind.MINUTES)
    pdf = b"%PDF-1.4\n1 0 obj<<>>endobj\nstartxref\n0\n%%EOF"
    url = f"/jury/documents/{minutes.id}/numerisation"
    assert desk.client.submit(url, {"scan": (BytesIO(pdf), "pv.pdf")}).status_code == 302
    answer = desk.client.get(f"/jury/documents/{minutes.id}/exemplaire-signe")
    assert answer.data == pdf
    assert answer.headers["Content-Security-Policy"].endswith("; sandbox")
    assert "attachment" in answer.headers["Content-Disposition"]


def test_a_correction_keeps_the_former_minutes_readable(desk: Desk) -> None:
    year_id = desk.candidate(score="5")
    desk.decide(year_id, result="AJ")
    desk.close()
    desk.print_papers()
    url = f"/jury/decisions/{year_id}/correction"
    answers = {
        "result": "ADJ",
        "derogation": "Travaux rendus.",
        "reason": "Erreur de report.",
        "typed_reference": "PV 2026-14",
    }
    done = desk.client.submit(url, answers, follow=True)
    assert "La décision est rectifiée" in done.text
    desk.print_papers()
    text = desk.client.page(desk.url)
    assert text.index("Édition 2") < text.index("Édition 1")
    files = [each for each in desk.papers() if each.kind is PaperKind.MINUTES]
    bodies = {desk.client.get(f"/jury/documents/{each.id}/fichier").data for each in files}
    assert len(bodies) == 2
    same = desk.client.submit(url, answers)
    assert same.status_code == 422
    assert "rien n’est à corriger" in same.text


def test_letters_say_that_they_wait(desk: Desk) -> None:
    with transaction() as s:
        s.get_one(Institution, desk.cohort(s).institution_id).appeal_text = None
    desk.decide(desk.candidate())
    desk.close()
    assert "Une lettre attend les voies de recours" in desk.client.page(desk.url)
    url = f"{desk.url}/lettres"
    early = desk.client.submit(desk.url, action=url, follow=True)
    assert "les voies de recours manquent encore" in early.text
    with transaction() as s:
        s.get_one(Institution, desk.cohort(s).institution_id).appeal_text = "Recours."
    done = desk.client.submit(desk.url, action=url, follow=True)
    assert "Les lettres sont en préparation." in done.text
