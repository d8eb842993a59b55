"""A sitting on screen: prepared and named, opened, decided, read by a second machine."""

import re
from datetime import timedelta
from uuid import UUID

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from msp_du.domain.vocabulary import Role
from msp_du.extensions import transaction
from msp_du.models import BoardSeat, BoardSitting, Enrolment, EnrolmentYear
from tests.factories import TODAY, make_account
from tests.factories.sittings import make_member, make_seat
from tests.support.board import boxes
from tests.support.board_desk import Desk, open_desk
from tests.support.client import PageClient, csrf_token, sign_in

WEAK = {"M121-ET": "7.95", "M122-ET": "7.95", "M123-EC": "7.95"}


@pytest.fixture
def desk(client: PageClient, session: Session) -> Desk:
    return open_desk(client, session)


def appointment(**changes: str) -> dict[str, str]:
    return (
        boxes(TODAY, "sits_on")
        | boxes(TODAY, "order_on")
        | {"reference": "PV 2026-15", "order_reference": "Arrêté 2026-111"}
        | changes
    )


def test_a_coordinator_prepares_a_sitting_and_names_its_board(desk: Desk) -> None:
    sign_in(desk.client, desk.coordinator)
    new = f"/jury/{desk.cohort_id}/seances/nouvelle?annee=1"
    taken = desk.client.submit(new, appointment(reference="PV 2026-14"))
    assert taken.status_code == 422
    assert "Une autre séance porte déjà cette référence." in taken.text
    assert 'value="Arrêté 2026-111"' in taken.text
    made = desk.press(taken, reference="PV 2026-15")
    url = made.headers["Location"]
    assert "Personne n’est encore nommé." in desk.client.page(url)
    member = {"name": "Inès Haddad", "quality": "chargée d’enseignement", "is_teacher": "y"}
    chosen = {"is_president": "y", "account_id": str(desk.president.id)}
    assert desk.client.submit(f"{url}/membres/nouveau", member | chosen).status_code == 302
    second = desk.client.submit(f"{url}/membres/nouveau", member | {"is_president": "y"})
    assert second.status_code == 422
    assert "Ce jury a déjà une présidence." in second.text
    text = desk.client.page(url)
    assert "Inès Haddad chargée d’enseignement préside le jury oui oui" in text
    assert "Arrêté 2026-111 du" in text
    link = re.search(r'href="(/jury/membres/[^"]+)"', desk.client.get(url).text)
    assert link
    assert desk.client.submit(link[1], {"name": "Paule Roy"}).status_code == 302
    assert "Paule Roy" in desk.client.page(url)
    changed = desk.client.submit(f"{url}/modifier", {"order_reference": "Arrêté 2026-112"})
    assert changed.status_code == 302
    assert "Arrêté 2026-112 du" in desk.client.page(url)
    page = desk.client.get(link[1])
    desk.client.post(
        link[1].replace("modifier", "retirer"), data={"csrf_token": csrf_token(desk.client)}
    )
    assert page.status_code == 200
    assert "Personne n’est encore nommé." in desk.client.page(url)


def test_a_sitting_opens_with_who_is_there_and_says_when_teachers_are_few(
    client: PageClient, session: Session
) -> None:
    desk = open_desk(client, session, is_open=False)
    with transaction() as s:
        sitting = s.get_one(BoardSitting, desk.sitting_id)
        host = make_seat(s, sitting, name="Rosa Ferreira", is_teacher=False)
        chair = s.get_one(BoardSitting, desk.sitting_id).seats[0]
    url = f"{desk.url}/presence"
    alone = desk.client.submit(url, {"present": [str(host.id)]})
    assert alone.status_code == 422
    assert "Personne ne préside" in alone.text
    done = desk.client.submit(url, {"present": [str(host.id), str(chair.id)]}, follow=True)
    assert "La séance est ouverte." in done.text
    assert "Les enseignants ne sont pas la majorité des membres présents." in done.text
    assert desk.state() == "open"
    assert "Rosa Ferreira maître de conférences membre non non oui" in desk.client.page(desk.url)


def test_the_room_shows_one_line_a_trainee_and_the_clear_cases_at_once(desk: Desk) -> None:
    clear, failed = (
        desk.candidate(family_name="Zola"),
        desk.candidate(family_name="Diop", score="5"),
    )
    waiting = desk.candidate(family_name="Arnaud", minutes=0)
    text = desk.client.page(desk.room).replace("\u00a0", " ")
    assert "Décidés : 0 sur 3. Cas clairs : 2. À voir un par un : 1." in text
    assert [text.index(name) for name in ("Diop", "Zola", "Arnaud")] == sorted(
        text.index(name) for name in ("Diop", "Zola", "Arnaud")
    )
    preview = desk.client.page(f"{desk.url}/cas-clairs")
    assert "Camille Diop 5,00 Ajournement Camille Zola 12,50 Admission" in preview
    assert "Arnaud" not in preview
    done = desk.client.submit(f"{desk.url}/cas-clairs", follow=True)
    assert "2 décisions sont prises." in done.text
    assert desk.decided() == {clear: "ADM", failed: "AJ"}
    assert waiting not in desk.decided()
    assert "saisie par Yann Morvan" in desk.client.page(desk.room)


def test_a_decision_leads_to_the_next_trainee(desk: Desk) -> None:
    first, second = desk.candidate(family_name="Arnaud"), desk.candidate(family_name="Bensaïd")
    done = desk.decide(first)
    assert done.headers["Location"] == desk.file(second)
    assert desk.decide(second).headers["Location"] == desk.room
    assert desk.decided() == {first: "ADM", second: "ADM"}


def test_against_the_rules_only_with_a_reason(desk: Desk) -> None:
    year_id = desk.candidate(minutes=273 * 60)
    refused = desk.decide(year_id, result="ADJ")
    assert refused.status_code == 422
    assert "écrivez le motif de la dérogation" in refused.text
    assert re.search(r'value="ADJ"[^>]* checked', refused.text)
    named = desk.press(refused, result="ADJ", derogation="Mme Dupont a vu les heures.")
    assert named.status_code == 422
    assert "Relisez ce texte" in named.text
    done = desk.press(named, derogation="Les heures sont faites, la signature tarde.")
    assert done.status_code == 302
    text = desk.client.page(desk.file(year_id)).replace("\u00a0", " ")
    assert "Décision Admission par le jury, par dérogation" in text
    assert "Motif de la dérogation : Les heures sont faites, la signature tarde." in text


def test_the_second_machine_sees_both_decisions_and_loses_nothing(desk: Desk) -> None:
    year_id = desk.candidate(score="5")
    seen = desk.client.get(desk.file(year_id))
    desk.decide(year_id, result="AJ", may_progress="y")
    url = desk.file(year_id)
    late = desk.press(seen, url, result="ADJ", derogation="Travaux rendus.")
    assert late.status_code == 422
    text = late.text
    assert "Ajournement, passage accordé" in text.replace("\u00a0", " ")
    assert "Travaux rendus." in text
    assert re.search(r'value="ADJ"[^>]* checked', text)
    assert desk.press(late, url).status_code == 302
    assert desk.decided() == {year_id: "ADJ"}


def test_another_machine_asks_for_the_revision_only(desk: Desk) -> None:
    year_id = desk.candidate()
    assert desk.client.get(f"{desk.url}/suivi").json == {"revision": 1}
    desk.decide(year_id)
    assert desk.client.get(f"{desk.url}/suivi").json == {"revision": 2}
    page = desk.client.get(desk.room).text
    assert 'data-revision="2"' in page
    assert "Actualiser" in page


def test_points_are_given_with_a_reason_and_shown_before_and_after(desk: Desk) -> None:
    year_id = desk.candidate(but=WEAK)
    url = f"{desk.file(year_id)}/points"
    missing = desk.client.submit(url, {"unit_code": "UE1.2", "value": "0,10"})
    assert missing.status_code == 422
    assert 'value="0,10"' in missing.text
    assert desk.press(missing, reason="Régularité du travail.").status_code == 302
    text = desk.client.page(desk.file(year_id)).replace("\u00a0", " ")
    assert "+0,1 en UE1.2 : 7,95 avant, 8,05 après. Régularité du travail." in text
    assert "Résultat calculé Admission par le jury" in text
    assert "+0,1 en UE1.2" in desk.client.page(desk.room)
    page = desk.client.get(desk.file(year_id))
    desk.client.post(
        f"{url}/retirer", data={"csrf_token": csrf_token(desk.client), "unit_code": "UE1.2"}
    )
    assert page.status_code == 200
    assert "Aucun point n’est ajouté." in desk.client.page(desk.file(year_id))


def test_a_recusal_keeps_a_member_out_of_one_file(desk: Desk) -> None:
    year_id = desk.candidate()
    seat = desk.session.get_one(BoardSitting, desk.sitting_id).seats[0]
    url = f"{desk.file(year_id)}/recusation"
    desk.client.submit(desk.file(year_id), {"seat_id": str(seat.id)}, action=url)
    refused = desk.decide(year_id)
    assert refused.status_code == 422
    assert "Vous ne prenez pas part à ce dossier" in refused.text
    assert "Sans Yann Morvan" in desk.client.page(desk.room)
    desk.client.submit(desk.file(year_id), action=url)
    assert desk.decide(year_id).status_code == 302


def test_a_member_keeps_out_themselves_alone_and_does_not_come_back_alone(desk: Desk) -> None:
    year_id = desk.candidate()
    with transaction() as s:
        member = make_member(s, desk.cohort(s), "Sofia Nunes")
        make_seat(s, s.get_one(BoardSitting, desk.sitting_id), member, is_present=True)
    seats = {each.name: each.id for each in desk.fresh().scalars(select(BoardSeat))}
    own, other = seats["Sofia Nunes"], seats["Yann Morvan"]
    url = f"{desk.file(year_id)}/recusation"
    sign_in(desk.client, member)
    assert "Yann Morvan</option>" not in desk.client.get(desk.file(year_id)).text

    def send(**fields: object) -> int:
        data = {"csrf_token": csrf_token(desk.client)} | fields
        return desk.client.post(url, data=data).status_code

    assert send(seat_id=other) == 404
    assert send(seat_id=own) == 302
    assert send(seat_id=own, step="back") == 404
    page = desk.client.get(desk.file(year_id)).text
    assert "Sofia Nunes" in page
    assert "Prendre part de nouveau" not in page
    sign_in(desk.client, desk.coordinator)
    assert send(seat_id=own, step="back") == 302


def test_a_decision_is_taken_back_until_the_sitting_closes(desk: Desk) -> None:
    year_id = desk.candidate()
    desk.decide(year_id)
    url = f"{desk.file(year_id)}/reporter"
    done = desk.client.submit(desk.file(year_id), action=url, follow=True)
    assert "le dossier est reporté" in done.text
    assert desk.decided() == {}


def test_who_does_not_sit_reads_and_does_not_decide(desk: Desk) -> None:
    year_id = desk.candidate()
    with transaction() as s:
        other = make_member(s, desk.cohort(s), "Sofia Nunes")
    sign_in(desk.client, other)
    refused = desk.decide(year_id)
    assert refused.status_code == 422
    assert "Seuls les membres qui siègent" in refused.text
    assert "Aucun cas clair ne vous attend." in desk.client.page(f"{desk.url}/cas-clairs")
    sign_in(desk.client, desk.coordinator)
    assert "Enregistrer et passer au suivant" not in desk.client.get(desk.file(year_id)).text
    assert "Clore la séance" in desk.client.page(desk.url)


def test_nobody_decides_on_themselves(desk: Desk) -> None:
    year_id = desk.candidate()
    with transaction() as s:
        person = s.execute(select(Enrolment)).scalar_one().person
        account = make_account(s, Role.BOARD_MEMBER, person=person)
        make_seat(s, s.get_one(BoardSitting, desk.sitting_id), account, is_present=True)
    sign_in(desk.client, account)
    assert "Enregistrer et passer au suivant" not in desk.client.get(desk.file(year_id)).text
    data = {"csrf_token": csrf_token(desk.client), "result": "ADM"}
    seat = desk.fresh().scalars(select(BoardSeat)).first()
    assert seat is not None
    data["seat_id"] = str(seat.id)
    for path in ("", "/points", "/reporter", "/points/retirer", "/recusation"):
        assert desk.client.post(f"{desk.file(year_id)}{path}", data=data).status_code == 404
    assert desk.decided() == {}


def test_a_year_of_another_cohort_is_not_on_the_table(desk: Desk) -> None:
    year_id = desk.candidate()
    with transaction() as s:
        s.get_one(EnrolmentYear, year_id).year_number = 2
    assert desk.client.get(desk.file(year_id)).status_code == 404
    made_up = UUID(int=0)
    assert desk.client.get(desk.file(made_up)).status_code == 404


def test_a_sitting_to_come_is_read_and_does_not_open(client: PageClient, session: Session) -> None:
    desk = open_desk(client, session, is_open=False)
    desk.candidate()
    with transaction() as s:
        sitting = s.get_one(BoardSitting, desk.sitting_id)
        sitting.sits_on = TODAY + timedelta(days=2)
        chair = sitting.seats[0].id
    assert "La séance n’est pas ouverte" in desk.client.page(desk.room)
    early = desk.client.submit(f"{desk.url}/presence", {"present": [str(chair)]})
    assert early.status_code == 422
    assert "elle s’ouvre ce jour-là" in early.text
