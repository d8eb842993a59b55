"""A member of the board at a sitting of cohort A1: what tests of the board's pages share."""

from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session
from werkzeug.test import TestResponse

from msp_du.domain.vocabulary import MarkCode, Role
from msp_du.extensions import transaction
from msp_du.models import (
    Account,
    BoardDecision,
    BoardPaper,
    BoardSitting,
    Cohort,
    SittingDecision,
)
from msp_du.services import board_papers
from tests.factories import PASSWORD, make_account, make_cohort
from tests.factories.sittings import make_sitting
from tests.support.board import REQUIRED, make_candidate
from tests.support.client import PageClient, find_form, form_values, sign_in

REFERENCE = "PV 2026-14"


@dataclass(frozen=True, slots=True)
class Desk:
    """The president's browser, a sitting that is open over A1, a session to look at rows."""

    client: PageClient
    session: Session
    cohort_id: UUID
    sitting_id: UUID
    president: Account
    coordinator: Account

    @property
    def url(self) -> str:
        return f"/jury/seances/{self.sitting_id}"

    @property
    def room(self) -> str:
        return f"{self.url}/dossiers"

    def file(self, year_id: UUID) -> str:
        return f"{self.room}/{year_id}"

    def cohort(self, session: Session) -> Cohort:
        return session.get_one(Cohort, self.cohort_id)

    def candidate(
        self,
        *,
        family_name: str = "Lefèvre",
        score: str = "12.5",
        but: dict[str, str | MarkCode] | None = None,
        minutes: int = REQUIRED,
    ) -> UUID:
        """Add a trainee; return the id of their year."""
        with transaction() as session:
            return make_candidate(
                session,
                self.cohort(session),
                family_name=family_name,
                score=score,
                but=but,
                minutes=minutes,
            ).id

    def press(self, page: TestResponse, action: str | None = None, **fields: str) -> TestResponse:
        """Send the form of a page that is open already, to where it says or whence it came."""
        form = find_form(page.text, action)
        target = form.get("action") or page.request.full_path.rstrip("?")
        return self.client.post(target, data=form_values(form) | fields)

    def fresh(self) -> Session:
        """The session, with nothing of what it read before."""
        self.session.rollback()
        self.session.expire_all()
        return self.session

    def decide(self, year_id: UUID, **answers: str) -> TestResponse:
        return self.client.submit(self.file(year_id), answers, action=self.file(year_id))

    def close(self, **answers: str) -> TestResponse:
        typed: Mapping[str, str] = {"typed_reference": REFERENCE} | answers
        return self.client.submit(f"{self.url}/cloture", typed)

    def print_papers(self) -> None:
        """Do what the worker does, in a word: the papers are there."""
        with transaction() as session:
            for paper in session.scalars(select(BoardPaper)):
                content = f"%PDF-1.7 {paper.id}".encode()
                if paper.facts is not None:
                    board_papers.finish(session, paper.id, content, "stamp", now=paper.created_at)

    def papers(self) -> list[BoardPaper]:
        return list(self.fresh().scalars(select(BoardPaper).order_by(BoardPaper.edition)))

    def decided(self) -> dict[UUID, str]:
        """What is decided in the sitting, by year."""
        found = self.fresh().scalars(select(SittingDecision))
        return {each.enrolment_year_id: each.result.value for each in found}

    def kept(self) -> list[BoardDecision]:
        """Every decision there is for good."""
        return list(self.fresh().execute(select(BoardDecision)).scalars())

    def state(self) -> str:
        return self.fresh().get_one(BoardSitting, self.sitting_id).state.value


def open_desk(client: PageClient, session: Session, *, is_open: bool = True) -> Desk:
    """Sign the president in."""
    with transaction() as s:
        cohort = make_cohort(s, code="A1")
        president = make_account(
            s, Role.BOARD_MEMBER, display_name="Yann Morvan", password=PASSWORD
        )
        coordinator = make_account(s, Role.COORDINATOR, cohort=cohort, display_name="Hélène Darmon")
        sitting = make_sitting(s, cohort, members=[president], reference=REFERENCE, is_open=is_open)
    sign_in(client, president)
    return Desk(client, session, cohort.id, sitting.id, president, coordinator)
