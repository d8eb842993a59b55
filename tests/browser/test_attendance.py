"""A half-day of fifteen people filled on a phone, and one of them who signs with the code."""

import time
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect
from sqlalchemy import func, select

from msp_du.domain.calendar import PARIS
from msp_du.domain.vocabulary import Role
from msp_du.extensions import db, transaction
from msp_du.models import AttendanceRecord
from tests.factories import (
    PASSWORD,
    make_account,
    make_cohort,
    make_enrolment,
    make_institution,
    make_person,
)
from tests.factories.attendance import make_class_session
from tests.support.browser import MOBILE, Visit, axe, shoot, sideways_scroll
from tests.support.class_desk import around_now
from tests.support.live import Site, empty_instance, sign_in

TUTOR, TRAINEE = "ines@example.org", "camille@example.org"
PEOPLE = 15
EXCEPTIONS = ((2, "Retard"), (7, "Excusée"), (12, "Absence"))
SECONDS_A_TAP = 2.0
"""What a tap takes somebody who looks for the name first."""


@dataclass(frozen=True, slots=True)
class Room:
    """A class that is on now, its instructor and fifteen trainees."""

    site: Site
    path: str

    def states(self) -> dict[str, int]:
        with self.site.app.app_context():
            statement = select(AttendanceRecord.state, func.count()).group_by(
                AttendanceRecord.state
            )
            return {state.value: count for state, count in db.session().execute(statement)}


@pytest.fixture
def room(tmp_path: Path) -> Iterator[Room]:
    with empty_instance(tmp_path / "instance") as site:
        with site.app.app_context(), transaction() as session:
            make_institution(session)
            cohort = make_cohort(session, code="P2026")
            tutor = make_account(
                session, Role.TUTOR, email=TUTOR, display_name="Inès Haddad", password=PASSWORD
            )
            for number in range(PEOPLE):
                person = make_person(session, birth_family_name=f"Personne {number:02}")
                make_enrolment(session, cohort=cohort, person=person)
                if not number:
                    make_account(
                        session, Role.TRAINEE, email=TRAINEE, person=person, password=PASSWORD
                    )
            held = make_class_session(
                session,
                cohort=cohort,
                instructor=tutor,
                held_on=datetime.now(UTC).astimezone(PARIS).date(),
                times=around_now(),
            )
            path = f"/presences/seances/{held.id}"
        yield Room(site, path)


def on_phone(room: Room, visit: Visit, email: str) -> Page:
    page = visit(room.site.url, size=MOBILE)
    sign_in(page, email, PASSWORD)
    return page


def judged(page: Page) -> Page:
    assert axe(page) == []
    assert sideways_scroll(page) == 0
    return page


def test_a_half_day_of_fifteen_is_filled_on_a_phone_within_a_minute(
    room: Room, visit: Visit
) -> None:
    page = on_phone(room, visit, TUTOR)
    page.goto(room.path)
    judged(page)
    shoot(page, "attendance-sheet")
    start, taps = time.monotonic(), 0
    page.get_by_role("button", name="Tout le monde est présent").tap()
    taps += 1
    expect(page.get_by_role("status")).to_contain_text("15 présences enregistrées.")
    for number, answer in EXCEPTIONS:
        page.get_by_role("group", name=f"Personne {number:02}").get_by_text(
            answer, exact=True
        ).tap()
        taps += 1
    page.get_by_role("button", name="Enregistrer et clore").tap()
    taps += 1
    expect(page.get_by_role("status")).to_contain_text("La feuille est close")
    assert time.monotonic() - start + taps * SECONDS_A_TAP <= 60
    assert room.states() == {"present": 12, "late": 1, "excused": 1, "unexcused": 1}


def test_the_sheet_is_filled_by_keyboard(room: Room, visit: Visit) -> None:
    page = on_phone(room, visit, TUTOR)
    page.goto(room.path)
    page.get_by_role("group", name="Personne 00").get_by_label("Présence").focus()
    page.keyboard.press("Space")
    page.keyboard.press("ArrowRight")
    page.keyboard.press("Tab")
    page.keyboard.press("Space")
    page.keyboard.press("Enter")
    expect(page.get_by_role("status")).to_contain_text("2 présences enregistrées.")
    assert room.states() == {"late": 1, "present": 1}


def test_a_trainee_signs_with_the_code_of_the_room(room: Room, visit: Visit) -> None:
    screen = on_phone(room, visit, TUTOR)
    screen.goto(f"{room.path}/code")
    screen.get_by_role("button", name="Montrer un code").tap()
    expect(screen.locator(".room-code")).to_be_visible()
    code = judged(screen).locator(".room-code").inner_text()
    shoot(screen, "attendance-code")
    phone = on_phone(room, visit, TRAINEE)
    phone.goto("/presences/")
    judged(phone).get_by_role("link", name="Signer ma présence").tap()
    expect(phone.get_by_label("Code affiché dans la salle")).to_be_visible()
    judged(phone).get_by_label("Code affiché dans la salle").fill(code.lower())
    phone.get_by_role("button", name="Signer", exact=True).tap()
    expect(phone.get_by_role("status")).to_contain_text("C’est noté")
    assert sum(room.states().values()) == 1
