"""One explanation for the trainee, the board and, of their module, the tutor (must show 6)."""

from dataclasses import dataclass
from uuid import UUID

import pytest
from sqlalchemy.orm import Session

from msp_du.domain.vocabulary import MarkCode, ResultCode, Role
from msp_du.extensions import transaction
from msp_du.models import Account, Enrolment, EnrolmentYear
from tests.factories import (
    make_account,
    make_enrolment,
    make_marker,
    mark_year,
    module_of,
    year_of,
)
from tests.factories.attendance import attend
from tests.factories.marks import make_sheet
from tests.support.board import NOW, decide_outside, log_minutes
from tests.support.board_desk import Desk, open_desk
from tests.support.client import PageClient, sign_in
from tests.support.explaining import plain, sentences, show_provisional_marks

WEAK = dict.fromkeys(("M121-ET", "M122-ET", "M123-EC"), "7")
ATTENDED = "UE1.1 : 50 % de présence, 75 % demandés ; il manque une demi-journée"


@dataclass(frozen=True, slots=True)
class Case:
    """A trainee with something missing everywhere, and the tutor of M143."""

    desk: Desk
    year_id: UUID
    trainee: Account
    tutor: Account

    def read(self, account: Account, url: str) -> list[str]:
        sign_in(self.desk.client, account)
        page = self.desk.client.get(url)
        assert page.status_code == 200
        return [plain(text) for text in sentences(page.text)]

    def module(self, code: str) -> str:
        module = module_of(self.desk.session, self.desk.cohort(self.desk.session), code)
        return f"/notes/{self.desk.cohort_id}/{module.id}"

    def explanation(self, code: str) -> str:
        return f"{self.module(code)}/explication/{self.year_id}"


@pytest.fixture
def case(client: PageClient, session: Session) -> Case:
    desk = open_desk(client, session)
    with transaction() as s:
        cohort = desk.cohort(s)
        enrolment = make_enrolment(s, cohort=cohort)
        trainee = make_account(s, Role.TRAINEE, cohort=cohort, person=enrolment.person)
        year = year_of(s, enrolment)
        mark_year(s, year, "13", but={**WEAK, "M143": MarkCode.FAIL})
        log_minutes(s, enrolment, 273 * 60, is_documented=False)
        attend(s, cohort, year, "PU")
        show_provisional_marks(s, year)
        tutor = make_marker(s, cohort, module_of(s, cohort, "M143"))
        return Case(desk, year.id, trainee, tutor)


def explained(found: list[str]) -> list[str]:
    """Keep what stands from the first obstacle on."""
    return found[found.index("M143 : non validé") :]


def test_everybody_reads_the_same_sentences(case: Case) -> None:
    own = explained(case.read(case.trainee, "/notes/"))
    for part in (ATTENDED, "Il manque 7 h de stage validées", "Attestation de stage : à recevoir"):
        assert part in own
    asked = next(text for text in own if text.startswith("À demander à : Association"))
    unnamed = [text for text in own if text != asked]
    desk = case.desk
    shown = {
        "file": explained(case.read(desk.president, f"/jury/decisions/{case.year_id}")),
        "sitting": explained(case.read(desk.president, desk.file(case.year_id))),
    }
    for where, found in shown.items():
        assert [text for text in found if text in own] == unnamed, where
    assert explained(case.read(desk.coordinator, case.explanation("M143"))) == own
    assert asked in case.read(desk.coordinator, f"/jury/decisions/{case.year_id}")


def test_a_tutor_reads_the_part_of_their_module_and_no_more(case: Case) -> None:
    own = explained(case.read(case.trainee, "/notes/"))
    url = case.explanation("M143")
    (_same, *told) = case.read(case.tutor, url)
    assert told == [
        "M143 : non validé",
        "À valider avec l’équipe du module M143.",
        "M143",
        "Non validé.",
    ]
    assert set(told) <= set(own)
    page = case.desk.client.page(url)
    assert "UE1" not in page
    assert "Heures" not in page
    assert case.desk.client.get(case.explanation("M121")).status_code == 404
    history = case.desk.client.get(f"{case.module('M143')}/historique?suivi={case.year_id}").text
    assert f'href="{url}"' not in history  # nobody entered a mark by the page
    with transaction() as s:
        make_marker(
            s, case.desk.cohort(s), module_of(s, case.desk.cohort(s), "M121"), account=case.tutor
        )
    sheet = case.desk.client.get(case.module("M121")).text
    assert f'href="{case.explanation("M121")}"' in sheet
    assert "M121-ET : 7" in case.desk.client.page(case.explanation("M121")).replace("\u00a0", " ")


def test_no_explanation_tells_who_stands_behind_a_number(case: Case) -> None:
    with transaction() as s:
        cohort = case.desk.cohort(s)
        s.add(
            make_sheet(cohort, module_of(s, cohort, "M121").id, session_number=2, anonymous_at=NOW)
        )
    sign_in(case.desk.client, case.desk.coordinator)
    assert case.desk.client.get(case.explanation("M121")).status_code == 404
    assert "/explication/" not in case.desk.client.get(case.module("M121")).text
    other = case.desk.client.page(case.explanation("M143"))
    assert "M143 : non validé" in other.replace("\u00a0", " ")
    assert "M121" not in other


def test_a_decided_year_is_told_alike_and_as_it_was(case: Case) -> None:
    with transaction() as s:
        decide_outside(s, s.get_one(EnrolmentYear, case.year_id), ResultCode.FAILED)
    with transaction() as s:
        year = s.get_one(EnrolmentYear, case.year_id)
        attend(s, case.desk.cohort(s), year, "PPPPPP", module="M112")
        log_minutes(s, s.get_one(Enrolment, year.enrolment_id))
    own = explained(case.read(case.trainee, "/notes/"))
    assert ATTENDED in own
    assert "Il manque 7 h de stage validées" in own
    found = explained(case.read(case.desk.president, f"/jury/decisions/{case.year_id}"))
    assert [text for text in found if text in own] == own
    assert explained(case.read(case.desk.coordinator, case.explanation("M143"))) == own
    told = case.read(case.tutor, case.explanation("M143"))
    assert set(told[1:]) <= set(own)


def test_a_year_of_another_cohort_answers_like_a_made_up_one(case: Case) -> None:
    with transaction() as s:
        other = year_of(s, make_enrolment(s)).id
    sign_in(case.desk.client, case.desk.coordinator)
    url = case.explanation("M143").replace(str(case.year_id), str(other))
    assert case.desk.client.get(url).status_code == 404
