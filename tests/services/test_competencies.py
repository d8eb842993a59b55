"""Ratings are appended, what differs only; the university's last one counts."""

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from msp_du.domain.errors import Rule, RuleViolation
from msp_du.domain.vocabulary import Level, RaterRole, Role
from msp_du.extensions import db, transaction
from msp_du.models import (
    Account,
    AuditDetail,
    AuditEvent,
    Cohort,
    CompetencyRating,
    Enrolment,
    EnrolmentYear,
)
from msp_du.services import competencies, frameworks
from msp_du.services.competencies import Given
from tests.factories import (
    make_account,
    make_cohort,
    make_enrolment,
    make_framework,
    make_rating,
)
from tests.support.statements import statements

NOW = datetime(2026, 5, 4, 9, 30, tzinfo=UTC)
HOUR = timedelta(hours=1)
NOVICE: Given = (Level.NOVICE, None)
COMPETENT: Given = (Level.COMPETENT, None)
LEFT_OUT: Given = (Level.NOT_APPLICABLE, "Pas de groupe ici")


@pytest.fixture
def enrolment(session: Session) -> Enrolment:
    with transaction() as writing:
        made = make_enrolment(writing)
        make_framework(writing, cohort=made.cohort)
    return made


@pytest.fixture
def tutor(session: Session, enrolment: Enrolment) -> Account:
    with transaction() as writing:
        return make_account(writing, Role.TUTOR, display_name="Inès Haddad")


def rate(
    enrolment: Enrolment,
    actor: Account,
    ratings: Mapping[str, Given],
    *,
    role: RaterRole = RaterRole.TUTOR,
    now: datetime = NOW,
    seen: str | None = None,
) -> int:
    with transaction() as writing:
        return competencies.rate(writing, enrolment, role, ratings, actor=actor, now=now, seen=seen)


def rows(session: Session) -> list[tuple[str, Level]]:
    statement = select(CompetencyRating).order_by(CompetencyRating.rated_at)
    return [(row.competency.code, row.level) for row in session.execute(statement).scalars()]


def seen(session: Session, enrolment: Enrolment, host: Account | None = None) -> list[Level | None]:
    """The levels shown for A1: of the trainee, the host, the university."""
    found = competencies.checklist(session, enrolment, host=host)
    assert found
    ratings = [found.of(role).get("A1") for role in RaterRole]
    return [rating.level if rating else None for rating in ratings]


def test_two_ratings_of_one_rater_are_both_kept_and_the_last_counts(
    session: Session, enrolment: Enrolment, tutor: Account
) -> None:
    assert rate(enrolment, tutor, {"A1": NOVICE}) == 1
    assert rate(enrolment, tutor, {"A1": COMPETENT}, now=NOW + HOUR) == 1
    assert rows(session) == [("A1", Level.NOVICE), ("A1", Level.COMPETENT)]
    found = competencies.checklist(session, enrolment)
    assert found
    assert found.counted == {"A1": Level.COMPETENT}
    rating = found.by_tutor["A1"]
    assert (rating.rated_at, rating.rater, rating.reason) == (NOW + HOUR, "Inès Haddad", None)


def test_only_what_differs_is_written_and_the_act_counts_it(
    session: Session, enrolment: Enrolment, tutor: Account
) -> None:
    rate(enrolment, tutor, {"A1": NOVICE, "A2": LEFT_OUT})
    again = {"A1": NOVICE, "A2": (Level.NOT_APPLICABLE, "Autre raison"), "A3": COMPETENT}
    assert rate(enrolment, tutor, again, now=NOW + HOUR) == 2
    assert rate(enrolment, tutor, again, now=NOW + 2 * HOUR) == 0
    assert len(rows(session)) == 4
    statement = (
        select(AuditDetail.text)
        .join(AuditEvent, AuditEvent.id == AuditDetail.event_id)
        .where(AuditEvent.act == "competencies:rate", AuditEvent.object_id == enrolment.id)
    )
    details = list(session.execute(statement).scalars())
    assert len(details) == 2
    assert all('"count": 2' in text and "raison" not in text for text in details)


def test_a_clock_set_back_does_not_hide_the_later_word(
    session: Session, enrolment: Enrolment, tutor: Account
) -> None:
    rate(enrolment, tutor, {"A1": NOVICE})
    rate(enrolment, tutor, {"A1": COMPETENT}, now=NOW - HOUR)
    assert seen(session, enrolment) == [None, None, Level.COMPETENT]


def test_the_three_raters_stand_side_by_side(session: Session, enrolment: Enrolment) -> None:
    with transaction() as writing:
        actors = {role: make_account(writing, Role.TUTOR) for role in RaterRole}
    for role, given in zip(RaterRole, (NOVICE, COMPETENT, LEFT_OUT), strict=True):
        rate(enrolment, actors[role], {"A1": given}, role=role)
    assert seen(session, enrolment) == [Level.NOVICE, Level.COMPETENT, Level.NOT_APPLICABLE]


def test_a_host_sees_and_repeats_its_own_words_not_those_of_another_host(
    session: Session, enrolment: Enrolment
) -> None:
    with transaction() as writing:
        first, second = (make_account(writing, Role.SUPERVISOR) for _ in range(2))
    rate(enrolment, first, {"A1": NOVICE}, role=RaterRole.HOST)
    assert rate(enrolment, second, {"A1": NOVICE}, role=RaterRole.HOST, now=NOW + HOUR) == 1
    later = NOW + 2 * HOUR
    assert rate(enrolment, second, {"A1": COMPETENT}, role=RaterRole.HOST, now=later) == 1
    assert seen(session, enrolment, first) == [None, Level.NOVICE, None]
    assert seen(session, enrolment, second) == [None, Level.COMPETENT, None]
    assert seen(session, enrolment) == [None, Level.COMPETENT, None]


@pytest.mark.parametrize("reason", [None, ""], ids=["none", "empty"])
def test_not_applicable_needs_a_reason(
    session: Session, enrolment: Enrolment, tutor: Account, reason: str | None
) -> None:
    with pytest.raises(RuleViolation) as refusal:
        rate(enrolment, tutor, {"A1": COMPETENT, "A2": (Level.NOT_APPLICABLE, reason)})
    assert (refusal.value.rule, refusal.value.details) == (
        Rule.RATING_REASON_MISSING,
        {"code": "A2"},
    )
    assert rows(session) == []


def test_a_reason_is_kept_for_not_applicable_alone(
    session: Session, enrolment: Enrolment, tutor: Account
) -> None:
    rate(enrolment, tutor, {"A1": (Level.NOVICE, "Sans rapport"), "A2": LEFT_OUT})
    found = competencies.checklist(session, enrolment)
    assert found
    assert [found.by_tutor[code].reason for code in ("A1", "A2")] == [None, LEFT_OUT[1]]


def test_a_code_of_no_competency_is_refused(
    session: Session, enrolment: Enrolment, tutor: Account
) -> None:
    with pytest.raises(RuleViolation) as refusal:
        rate(enrolment, tutor, {"A1": COMPETENT, "Z9": COMPETENT})
    assert refusal.value.rule is Rule.NOT_AUTHORISED
    assert rows(session) == []


def test_a_cohort_without_a_framework_is_not_rated(session: Session) -> None:
    with transaction() as writing:
        bare = make_enrolment(writing)
        actor = make_account(writing, Role.TUTOR)
    assert competencies.checklist(session, bare) is None
    with pytest.raises(RuleViolation) as refusal:
        rate(bare, actor, {"A1": NOVICE})
    assert refusal.value.rule is Rule.FRAMEWORK_MISSING


def test_what_was_rated_since_the_page_was_shown_is_not_overwritten(
    session: Session, enrolment: Enrolment, tutor: Account
) -> None:
    rate(enrolment, tutor, {"A1": NOVICE})
    shown = competencies.checklist(session, enrolment)
    assert shown
    edition = competencies.edition(shown.by_tutor, ["A1", "A2"])
    rate(enrolment, tutor, {"A2": NOVICE}, now=NOW + HOUR, seen=edition)
    with pytest.raises(RuleViolation) as refusal:
        rate(enrolment, tutor, {"A1": NOVICE, "A2": COMPETENT}, now=NOW + HOUR, seen=edition)
    assert refusal.value.rule is Rule.STALE_VERSION
    assert rate(enrolment, tutor, {"A1": NOVICE, "A2": NOVICE}, seen=edition) == 0


def standing_of(session: Session, enrolment: Enrolment) -> tuple[str, int, int, bool]:
    year_id = session.execute(
        select(EnrolmentYear.id).where(EnrolmentYear.enrolment_id == enrolment.id)
    ).scalar_one()
    found = competencies.standings(session, [year_id])[year_id]
    return found.required.value, found.acquired, found.core_total, found.is_met


@pytest.mark.parametrize(
    ("level", "acquired"),
    [(Level.NOVICE, 0), (Level.BEGINNER, 1), (Level.NOT_OBSERVED, 0)],
)
def test_a_first_year_asks_for_the_second_level(
    session: Session, enrolment: Enrolment, level: Level, acquired: int
) -> None:
    with transaction() as writing:
        make_rating(writing, enrolment=enrolment, level=level)
    required, done, total, met = standing_of(session, enrolment)
    assert (required, done, met) == ("beginner", acquired, False)
    assert total == len(frameworks.content_of(make_framework(session)).core)


def test_a_standing_counts_the_last_word_of_the_university_alone(
    session: Session, enrolment: Enrolment
) -> None:
    with transaction() as writing:
        for role in (RaterRole.SELF, RaterRole.HOST):
            make_rating(writing, enrolment=enrolment, rater_role=role)
        make_rating(writing, enrolment=enrolment, rated_at=NOW)
        make_rating(writing, enrolment=enrolment, level=Level.NOVICE, rated_at=NOW + HOUR)
    assert standing_of(session, enrolment)[1] == 0


def test_a_year_meets_its_gate_when_every_core_item_is_there(
    session: Session, enrolment: Enrolment, tutor: Account
) -> None:
    framework = frameworks.of_cohort(session, enrolment.cohort_id)
    assert framework
    core = [item.code for item in frameworks.content_of(framework).core]
    rate(enrolment, tutor, dict.fromkeys(core[1:], COMPETENT))
    assert standing_of(session, enrolment)[3] is False
    rate(enrolment, tutor, {core[0]: LEFT_OUT})
    assert standing_of(session, enrolment)[3] is True


def test_a_year_without_a_framework_has_no_standing(session: Session) -> None:
    with transaction() as writing:
        bare = make_enrolment(writing)
    year_ids = [year.id for year in bare.years]
    assert competencies.standings(session, year_ids) == {}
    assert competencies.standings(session, []) == {}


def year_ids(session: Session, cohort: Cohort, count: int) -> list[object]:
    with transaction() as writing:
        for _number in range(count):
            made = make_enrolment(writing, cohort=writing.get_one(Cohort, cohort.id))
            make_rating(writing, enrolment=made, rated_at=NOW)
            make_rating(writing, enrolment=made, code="B1", rated_at=NOW)
    return list(session.execute(select(EnrolmentYear.id)).scalars())


def test_standings_take_two_statements_for_any_number(session: Session) -> None:
    with transaction() as writing:
        cohort = make_cohort(writing)
        make_framework(writing, cohort=cohort)
    counts = []
    for more in (3, 27):
        ids = year_ids(session, cohort, more)
        competencies.standings(session, ids)  # type: ignore[arg-type]
        with statements(db.engine) as sent:
            found = competencies.standings(session, ids)  # type: ignore[arg-type]
        assert {standing.acquired for standing in found.values()} == {2}
        counts.append((len(found), len(sent)))
    assert counts == [(3, 2), (30, 2)]


def test_a_checklist_takes_two_statements_however_long_its_history(
    session: Session, enrolment: Enrolment, tutor: Account
) -> None:
    for turn in range(6):
        given = COMPETENT if turn % 2 else NOVICE
        rate(enrolment, tutor, {"A1": given, "A2": given}, now=NOW + turn * HOUR)
    session.refresh(enrolment)
    with statements(db.engine) as sent:
        competencies.checklist(session, enrolment)
    assert len(sent) == 2
