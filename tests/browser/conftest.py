"""One small class, in the middle of its placement whatever the day of the year."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import func, select

from msp_du.domain.vocabulary import HoursState, Role
from msp_du.extensions import db, transaction
from msp_du.models import HoursEntry
from tests.factories import (
    PASSWORD,
    TODAY,
    make_account,
    make_cohort,
    make_contact,
    make_enrolment,
    make_entry,
    make_institution,
    make_organisation,
    make_person,
    make_placement,
)
from tests.support.live import Site, empty_instance

HERE = Path(__file__).parent


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Walk pages at the speed of the pages: which lines run is for the other tests to tell."""
    for item in items:
        if HERE in item.path.parents:
            item.add_marker("untraced")


@dataclass(frozen=True, slots=True)
class SmallClass:
    """A trainee with hours of two weeks ago to sign, and who signs them."""

    site: Site
    trainee: str = "camille@example.org"
    supervisor: str = "amina@example.org"
    password: str = PASSWORD

    @property
    def entries(self) -> int:
        """How many days are logged."""
        with self.site.app.app_context():
            return db.session().scalar(select(func.count(HoursEntry.id))) or 0


@pytest.fixture
def small_class(tmp_path: Path) -> Iterator[SmallClass]:
    with serve_class(tmp_path / "instance") as served:
        yield served


@contextmanager
def serve_class(folder: Path) -> Iterator[SmallClass]:
    """Serve an instance with the small class."""
    with empty_instance(folder) as site:
        made = SmallClass(site)
        with site.app.app_context(), transaction() as session:
            make_institution(session)
            cohort = make_cohort(session, code="P2026")
            person = make_person(session)
            make_account(
                session,
                Role.TRAINEE,
                email=made.trainee,
                cohort=cohort,
                person=person,
                password=PASSWORD,
            )
            supervisor = make_account(
                session,
                Role.SUPERVISOR,
                email=made.supervisor,
                display_name="Amina Diallo",
                password=PASSWORD,
            )
            contact = make_contact(
                session, organisation=make_organisation(session), account=supervisor
            )
            placement = make_placement(
                session,
                enrolment=make_enrolment(session, cohort=cohort, person=person),
                contact=contact,
            )
            for days, state in ((14, HoursState.SUBMITTED), (13, HoursState.DRAFT)):
                make_entry(
                    session,
                    placement=placement,
                    worked_on=TODAY - timedelta(days=days),
                    state=state,
                )
        yield made
