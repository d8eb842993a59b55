"""The steps of a module's marks: finished, published, without names; who is told, who is asked."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from msp_du.domain.errors import Rule, RuleViolation
from msp_du.domain.vocabulary import JobKind, Role
from msp_du.extensions import transaction
from msp_du.models import Account, AuditEvent, EnrolmentYear, Job
from msp_du.services import (
    anonymity,
    assessment_sittings,
    mark_history,
    mark_questions,
    mark_sheets,
    marks,
    own_marks,
    resit_lists,
    sheet_states,
)
from msp_du.services.assessment_sittings import Dates
from msp_du.services.mark_reasons import Why
from tests.factories import (
    make_account,
    make_enrolment,
    make_person,
    mark_year,
    module_of,
    year_of,
)
from tests.support.marking import NOW, Desk, open_desk

LATER = NOW + timedelta(hours=1)
TODAY_NOW = datetime.now(UTC)  # the tutors of the factories are named since yesterday


@pytest.fixture
def desk(session: Session) -> Desk:
    return open_desk(session)


def refusal(act: Callable[[], object]) -> Rule:
    with pytest.raises(RuleViolation) as caught:
        act()
    return caught.value.rule


def take(desk: Desk, step: Callable[..., Any], number: int = 1, **rest: Any) -> Any:
    with transaction() as session:
        return step(session, desk.cohort, desk.module, number, actor=desk.tutor, **rest)


def publish(desk: Desk) -> None:
    take(desk, sheet_states.finish, now=NOW)
    take(desk, sheet_states.publish, now=NOW)


def trainee(desk: Desk) -> Account:
    with transaction() as s:
        person = s.merge(desk.year).enrolment.person
        return make_account(s, Role.TRAINEE, cohort=desk.cohort, person=person)


def jobs(desk: Desk) -> list[tuple[JobKind, str]]:
    rows = desk.session.execute(select(Job).order_by(Job.kind)).scalars()
    return [(row.kind, row.payload["account_id"]) for row in rows]


def test_a_sheet_is_finished_opened_again_and_published_once(desk: Desk) -> None:
    assert refusal(lambda: take(desk, sheet_states.publish, now=NOW)) is Rule.SHEET_NOT_FINISHED
    assert take(desk, sheet_states.finish, now=NOW)
    assert not take(desk, sheet_states.finish, now=LATER)
    assert take(desk, sheet_states.reopen)
    assert not take(desk, sheet_states.reopen)
    publish(desk)
    assert not take(desk, sheet_states.publish, now=LATER)
    state = sheet_states.of_sheet(desk.session, desk.cohort, desk.module, 1)
    assert state is not None
    assert (state.published_at, state.published_by) == (NOW, desk.tutor)
    assert refusal(lambda: take(desk, sheet_states.reopen)) is Rule.SHEET_PUBLISHED
    acts = [a for a in desk.session.execute(select(AuditEvent.act)).scalars() if "marks" in a]
    assert acts == ["marks:finish", "marks:reopen", "marks:finish", "marks:publish"]


def test_a_published_mark_is_corrected_with_a_reason_and_the_trainee_told_once(
    desk: Desk,
) -> None:
    account = trainee(desk)
    desk.enter(desk.cell(Decimal(9)))
    publish(desk)
    assert refusal(lambda: desk.enter(desk.cell(Decimal(11)))) is Rule.MARK_REASON_MISSING
    assert refusal(lambda: desk.enter(desk.cell(None))) is Rule.MARK_REASON_MISSING
    assert jobs(desk) == []
    for score in (11, 12):
        with transaction() as session:
            marks.enter(
                session,
                desk.cohort,
                desk.module,
                1,
                [desk.cell(Decimal(score))],
                actor=desk.tutor,
                now=LATER + timedelta(minutes=score),
                why=Why(reason=" Copie recomptée "),
            )
    assert [change.reason for change in desk.changes()] == [
        None,
        "Copie recomptée",
        "Copie recomptée",
    ]
    assert jobs(desk) == [(JobKind.MAIL_MARK_CHANGED, str(account.id))]


def test_a_mark_where_there_was_none_needs_no_reason(desk: Desk) -> None:
    desk.enter(desk.cell(Decimal(9)))
    publish(desk)
    assert desk.enter(desk.cell(Decimal(12), number=1)).written == 1


def test_publishing_shows_one_module_before_the_decision(desk: Desk) -> None:
    desk.enter(desk.cell(Decimal(9)))
    person_id = desk.year.enrolment.person_id
    (before,) = own_marks.own_years(desk.session, person_id, now=NOW)
    assert (before.is_shown, before.published) == (False, frozenset())
    publish(desk)
    (after,) = own_marks.own_years(desk.session, person_id, now=NOW)
    assert (after.is_shown, after.published) == (False, frozenset({("M112", 1)}))


def test_numbers_stand_for_names_until_lifted(desk: Desk) -> None:
    with transaction() as s:
        for name in ("Adam", "Zola", "Martin"):
            make_enrolment(s, cohort=desk.cohort, person=make_person(s, birth_family_name=name))
    take(desk, anonymity.switch_on, now=NOW)
    sheet = mark_sheets.sheet(desk.session, desk.cohort, desk.module, 1)
    names = [row.name for row in sheet.rows]
    assert sheet.is_anonymous
    assert names == sorted(names)
    assert len(set(names)) == 4
    assert all(name[0] == "A" and name[1:].isdigit() and len(name) == 4 for name in names)
    desk.enter(desk.cell(Decimal(9)))
    again = mark_sheets.sheet(desk.session, desk.cohort, desk.module, 1)
    assert [row.name for row in again.rows] == names
    (change,) = mark_history.of_module(desk.session, desk.cohort, desk.module).changes
    assert change.name in names
    assert refusal(lambda: publish(desk)) is Rule.SHEET_ANONYMOUS
    assert take(desk, anonymity.lift, now=LATER)
    assert not take(desk, anonymity.lift, now=LATER)
    lifted = mark_sheets.sheet(desk.session, desk.cohort, desk.module, 1)
    assert [row.name.split()[1] for row in lifted.rows] == ["Adam", "Lefèvre", "Martin", "Zola"]
    (change,) = mark_history.of_module(desk.session, desk.cohort, desk.module).changes
    assert "Lefèvre" in change.name
    acts = desk.session.execute(select(AuditEvent.act)).scalars().all()
    assert acts.count("marks:anonymise") == acts.count("marks:lift") == 1


def test_numbers_come_before_the_first_mark_or_never(desk: Desk) -> None:
    desk.enter(desk.cell(Decimal(9)))
    assert refusal(lambda: take(desk, anonymity.switch_on, now=NOW)) is Rule.SHEET_HAS_MARKS
    assert refusal(lambda: take(desk, anonymity.switch_on, 2, now=NOW)) is Rule.SHEET_EMPTY


def test_who_comes_later_is_numbered_before_being_marked(desk: Desk) -> None:
    take(desk, anonymity.switch_on, now=NOW)
    with transaction() as s:
        late = year_of(s, make_enrolment(s, cohort=desk.cohort, person=make_person(s)))

    def row(year: EnrolmentYear) -> mark_sheets.Row:
        sheet = mark_sheets.sheet(desk.session, desk.cohort, desk.module, 1)
        return next(each for each in sheet.rows if each.year_id == year.id)

    former = row(desk.year).name
    assert (row(late).name, row(late).closed_by) == ("", Rule.NUMBER_MISSING)
    assert take(desk, anonymity.complete) == 1
    assert take(desk, anonymity.complete) == 0
    assert row(late).closed_by is None
    assert row(desk.year).name == former != row(late).name


def test_a_question_waits_until_it_is_answered_and_both_are_told(desk: Desk) -> None:
    account = trainee(desk)
    place = (desk.year, desk.module)

    def write(step: Callable[..., object], text: str, actor: Account, minutes: int) -> None:
        with transaction() as session:
            step(session, *place, text, actor=actor, now=TODAY_NOW + timedelta(minutes=minutes))

    asking = mark_questions.ask
    assert refusal(lambda: write(asking, "Pourquoi ?", account, 0)) is Rule.MARK_NOT_SHOWN
    assert refusal(lambda: write(mark_questions.answer, "…", desk.tutor, 0)) is Rule.MARK_NOT_SHOWN
    publish(desk)
    write(asking, "Pourquoi ?", account, 1)
    waiting = {(desk.cohort.id, desk.module.id): 1}
    assert mark_questions.waiting(desk.session, [desk.cohort.id]) == waiting
    write(mark_questions.answer, "Voici.", desk.tutor, 2)
    assert mark_questions.waiting(desk.session, [desk.cohort.id]) == {}
    found = mark_questions.messages(desk.session, *place)
    assert [(m.text, m.is_answer) for m in found] == [("Pourquoi ?", False), ("Voici.", True)]
    assert jobs(desk) == [
        (JobKind.MAIL_MARK_ANSWER, str(account.id)),
        (JobKind.MAIL_MARK_QUESTION, str(desk.tutor.id)),
    ]


def test_coordinators_are_told_of_a_question_when_nobody_is_named(desk: Desk) -> None:
    with transaction() as s:
        coordinator = make_account(s, Role.COORDINATOR, cohort=desk.cohort)
        other = module_of(s, desk.cohort, "M111")
        sheet_states.finish(s, desk.cohort, other, 1, actor=None, now=NOW)
        sheet_states.publish(s, desk.cohort, other, 1, actor=None, now=NOW)
    account = trainee(desk)
    with transaction() as session:
        mark_questions.ask(session, desk.year, other, "Pourquoi ?", actor=account, now=TODAY_NOW)
    assert jobs(desk) == [(JobKind.MAIL_MARK_QUESTION, str(coordinator.id))]


DAY = date(2027, 1, 12)


def plan(desk: Desk, *dates: Dates, seen: str | None = None) -> None:
    held = assessment_sittings.edition(
        assessment_sittings.of_module(desk.session, desk.cohort, desk.module)
    )
    with transaction() as session:
        assessment_sittings.plan(
            session,
            desk.cohort,
            desk.module,
            dates,
            seen=held if seen is None else seen,
            actor=desk.tutor,
        )


def test_days_are_set_changed_and_taken_back(desk: Desk) -> None:
    one = desk.module.assessments[0].id
    plan(desk, Dates(one, 1, DAY, DAY), Dates(one, 2, None, DAY), Dates(None, 1, DAY, None))
    lines = assessment_sittings.of_cohort(desk.session, desk.cohort.id)
    assert {(each.assessment_code, each.session_number) for each in lines} == {
        ("M112-CC", 1),
        ("M112-CC", 2),
        (None, 1),
    }
    assert {each.module_code for each in lines} == {"M112"}
    plan(desk, Dates(one, 1, DAY, DAY + timedelta(days=9)), Dates(None, 1, None, None))
    held = assessment_sittings.of_module(desk.session, desk.cohort, desk.module)
    assert [(each.session_number, each.marks_due_on) for each in held] == [
        (1, DAY + timedelta(days=9)),
        (2, DAY),
    ]


def test_days_that_make_no_sense_or_were_seen_otherwise_are_refused(desk: Desk) -> None:
    one = desk.module.assessments[0].id
    early = Dates(one, 1, DAY, DAY - timedelta(days=1))
    assert refusal(lambda: plan(desk, early)) is Rule.SITTING_BOUNDS
    assert refusal(lambda: plan(desk, Dates(desk.cohort.id, 1, DAY, None))) is (
        Rule.MARKS_NOT_OF_SHEET
    )
    assert refusal(lambda: plan(desk, Dates(one, 1, DAY, None), seen="x")) is Rule.STALE_VERSION
    assert assessment_sittings.of_cohort(desk.session, desk.cohort.id) == []


def test_resit_lists_hold_who_the_rules_open_and_only_ones_modules(desk: Desk) -> None:
    weak = dict.fromkeys(("M112-CC", "M112-O", "M111-CC", "M113-D", "M113-O"), "5")
    with transaction() as s:
        mark_year(s, s.merge(desk.year), "12", but=dict(weak))
        well = year_of(s, make_enrolment(s, cohort=desk.cohort, person=make_person(s)))
        mark_year(s, well, "12")
        coordinator = make_account(s, Role.COORDINATOR, cohort=desk.cohort)
    plan(desk, Dates(desk.module.assessments[0].id, 2, DAY, None))

    def codes(actor: Account) -> list[str]:
        found = resit_lists.of_cohort(desk.session, desk.cohort, actor=actor)
        return [each.module.code for each in found]

    assert codes(coordinator) == ["M111", "M112", "M113"]
    assert codes(desk.tutor) == ["M112"]
    (one,) = resit_lists.of_cohort(desk.session, desk.cohort, actor=desk.tutor)
    assert [each.year_id for each in one.candidates] == [desk.year.id]
    assert one.first_day == DAY
