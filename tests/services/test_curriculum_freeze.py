"""When a version freezes, whom its corrections are told to, and whose rules a year follows."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from msp_du.domain.assessment_rules import Rules
from msp_du.domain.curriculum import Title
from msp_du.domain.errors import Rule
from msp_du.domain.vocabulary import JobKind, Role
from msp_du.extensions import transaction
from msp_du.models import (
    Cohort,
    CurriculumVersion,
    EnrolmentYear,
    Job,
    TeachingWeek,
)
from msp_du.services import curricula, curriculum_drafts, curriculum_versions, results
from tests.factories import (
    make_account,
    make_cohort,
    make_curriculum,
    make_enrolment,
    make_mark,
    make_marker,
    module_of,
    year_of,
)
from tests.support.curriculum_drafts import NOW, change, content, refusal, version_of


@pytest.fixture
def cohort(session: Session) -> Cohort:
    """A cohort whose classes have no date yet: its version may change."""
    with transaction() as writing:
        return make_cohort(writing, code="P2026")


def test_the_first_mark_and_the_first_month_freeze_a_version_whichever_comes_first(
    session: Session, cohort: Cohort
) -> None:
    wanted = replace(content(session, cohort), rules=Rules(debts_allowed=0))
    with transaction() as writing:
        week = TeachingWeek(academic_year_id=cohort.academic_year_id, monday=date(2026, 11, 2))
        writing.add(week)
    month_over = datetime(2026, 12, 2, 12, tzinfo=UTC)
    use = curriculum_versions.use_of(session, version_of(session, cohort), now=NOW)
    assert (use.frozen_on, use.is_frozen_by_mark) == (date(2026, 12, 2), False)
    assert refusal(session, cohort, wanted, now=month_over) is Rule.CURRICULUM_FROZEN
    change(session, cohort, wanted, now=month_over - timedelta(days=1))
    with transaction() as writing:
        version_of(writing, cohort).frozen_at = NOW
    use = curriculum_versions.use_of(session, version_of(session, cohort), now=NOW)
    assert (use.frozen_on, use.is_frozen_by_mark) == (date(2026, 11, 22), True)
    assert refusal(session, cohort, replace(wanted, rules=Rules())) is Rule.CURRICULUM_FROZEN


def test_a_version_freezes_by_the_classes_of_a_repeater_too(
    session: Session, cohort: Cohort
) -> None:
    with transaction() as writing:
        other = make_cohort(writing, code="P2027")
        later = curriculum_drafts.duplicate(
            writing, version_of(writing, cohort), "2027", actor=None
        )
        year = year_of(writing, make_enrolment(writing, cohort=other))
        year.curriculum_version_id = later.id
        writing.add(TeachingWeek(academic_year_id=year.academic_year_id, monday=date(2026, 9, 7)))
    use = curriculum_versions.use_of(session, session.get_one(CurriculumVersion, later.id), now=NOW)
    assert (use.cohort_codes, use.frozen_on) == ((), date(2026, 10, 7))


def test_each_year_follows_its_own_version(session: Session, cohort: Cohort) -> None:
    with transaction() as writing:
        here = writing.get_one(Cohort, cohort.id)
        older = year_of(writing, make_enrolment(writing, cohort=here))
        newer = year_of(writing, make_enrolment(writing, cohort=here))
        made = curriculum_drafts.duplicate(writing, version_of(writing, cohort), "2027", actor=None)
        newer.curriculum_version_id = made.id
        later = curriculum_drafts.change(
            writing,
            made.id,
            replace(curricula.content_of(made), rules=Rules(pass_mark=Decimal(15))),
            seen=made.version,
            actor=None,
            now=NOW,
        )
        make_mark(writing, older, "M111-CC", "12")
    years = [session.get_one(EnrolmentYear, year.id) for year in (older, newer)]
    rules = {one: each.curriculum.rules for one, each in results.readings(session, years).items()}
    assert rules[older.id].pass_mark == Decimal(10)
    assert rules[newer.id].pass_mark == Decimal(15)
    assert later.label == "2027"


def test_tutors_of_the_version_are_told_once_a_day(session: Session, cohort: Cohort) -> None:
    with transaction() as writing:
        here = writing.get_one(Cohort, cohort.id)
        marker = make_marker(writing, here, module_of(writing, here, "M111"))
        of_cohort = make_account(writing, Role.TUTOR, cohort=here)
        make_account(writing, Role.COORDINATOR)
        make_account(writing, Role.TUTOR, cohort=here).disabled_at = NOW
    before = content(session, cohort)
    now = datetime.now(UTC)
    change(session, cohort, replace(before, title=Title("Un")), now=now)
    change(session, cohort, replace(before, title=Title("Deux")), now=now)
    jobs = session.execute(
        select(Job).where(Job.kind == JobKind.MAIL_CURRICULUM_CORRECTED)
    ).scalars()
    told = [job.payload["account_id"] for job in jobs]
    assert set(told) == {str(marker.id), str(of_cohort.id)}
    assert len(told) == 2


def test_a_version_nobody_teaches_tells_nobody(session: Session) -> None:
    with transaction() as writing:
        version = make_curriculum(writing)
        make_account(writing, Role.TUTOR)
        curriculum_drafts.change(
            writing,
            version.id,
            replace(curricula.content_of(version), title=Title("Un")),
            seen=version.version,
            actor=None,
            now=NOW,
        )
    assert session.execute(select(Job)).scalars().all() == []
