"""A signed-in member of the board with a cohort: what tests of the board's pages share."""

from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session
from werkzeug.test import TestResponse

from msp_du.domain.vocabulary import MarkCode, Role
from msp_du.extensions import transaction
from msp_du.models import BoardDecision, Cohort
from tests.factories import TODAY, make_account, make_cohort
from tests.support.board import REQUIRED, boxes, make_candidate
from tests.support.client import PageClient, find_form, form_values, sign_in

DECISION = {"result": "ADM", "reference": "PV 2026-14", **boxes(TODAY)}


def url_of(year_id: UUID) -> str:
    return f"/jury/decisions/{year_id}"


@dataclass(frozen=True, slots=True)
class Desk:
    """The member's browser, the cohort A1, a session to look at rows."""

    client: PageClient
    session: Session
    cohort_id: UUID
    member_id: UUID

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

    def send(self, year_id: UUID, step: str, **changes: str) -> TestResponse:
        """Fill the form of a year's page and press one of its buttons."""
        return self.client.submit(url_of(year_id), DECISION | changes | {"step": step})

    def press(self, page: TestResponse, **fields: str) -> TestResponse:
        """Send the form of a page that is open already."""
        form = find_form(page.text)
        return self.client.post(form.get("action") or "", data=form_values(form) | fields)

    def kept(self) -> list[BoardDecision]:
        """Every decision there is now."""
        self.session.rollback()
        return list(self.session.execute(select(BoardDecision)).scalars())


def open_desk(client: PageClient, session: Session) -> Desk:
    """Sign a member of the board in."""
    with transaction() as s:
        cohort = make_cohort(s, code="A1")
        member = make_account(s, Role.BOARD_MEMBER, display_name="Hélène Darmon")
    sign_in(client, member)
    return Desk(client, session, cohort.id, member.id)
