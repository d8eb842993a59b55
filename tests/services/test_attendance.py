"""Attendance noted on a sheet, closed and opened again; signed with a code."""

from datetime import UTC, date, datetime, timedelta
from uuid import UUID

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from msp_du.domain.arrangements import ArrangementKind
from msp_du.domain.attendance import AttendanceState
from msp_du.domain.errors import Rule, RuleViolation
from msp_du.domain.vocabulary import EnrolmentState, Role
from msp_du.extensions import db
from msp_du.models import Account, AttendanceRecord, AuditEvent, ClassSession, Enrolment
from msp_du.services import attendance, attendance_sheets, self_signing
from msp_du.services.attendance import Typed
from tests.factories import TODAY, make_account, make_cohort, make_enrolment, year_of
from tests.factories.attendance import make_arrangement, make_class_session, make_record
from tests.factories.boards import make_decision
from tests.support.statements import statements

NOW = datetime.now(UTC)
KEY = "k" * 43
PRESENT, LATE = AttendanceState.PRESENT, AttendanceState.LATE
EXCUSED, UNEXCUSED = AttendanceState.EXCUSED, AttendanceState.UNEXCUSED
DAY = date(2026, 11, 30)
TEN_PAST_NINE = datetime(2026, 11, 30, 8, 10, tzinfo=UTC)


def typed(
    year_id: UUID,
    state: AttendanceState | None,
    seen: AttendanceState | None = None,
    version: int = 0,
) -> Typed:
    return Typed(year_id, state, seen, version)


def states(session: Session) -> dict[UUID, AttendanceState]:
    found = session.scalars(select(AttendanceRecord)).all()
    return {record.enrolment_year_id: record.state for record in found}


def test_a_sheet_is_filled_then_closed(session: Session) -> None:
    cohort, tutor = make_cohort(session), make_account(session, Role.TUTOR)
    years = [year_of(session, make_enrolment(session, cohort=cohort)).id for _ in range(3)]
    held = make_class_session(session, cohort=cohort, instructor=tutor)
    first = attendance.enter(
        session, held, [typed(one, PRESENT) for one in years[:2]], actor=tutor, now=NOW
    )
    with pytest.raises(RuleViolation) as incomplete:
        attendance.close(session, held, actor=tutor, now=NOW)
    attendance.enter(
        session,
        held,
        [typed(years[0], LATE, PRESENT, 1), typed(years[2], EXCUSED)],
        actor=tutor,
        now=NOW,
    )
    attendance.close(session, held, actor=tutor, now=NOW)
    assert first.written == 2
    assert (incomplete.value.rule, incomplete.value.details) == (
        Rule.ATTENDANCE_INCOMPLETE,
        {"count": 1},
    )
    assert states(session) == dict(zip(years, [LATE, PRESENT, EXCUSED], strict=True))
    assert (held.closed_at, held.closed_by_id) == (NOW, tutor.id)
    with pytest.raises(RuleViolation) as closed:
        attendance.enter(session, held, [typed(years[1], LATE)], actor=tutor, now=NOW)
    assert closed.value.rule is Rule.CLASS_CLOSED


def test_what_somebody_else_noted_meanwhile_stays_and_is_told(session: Session) -> None:
    cohort = make_cohort(session)
    tutor, other = (
        make_account(session, Role.TUTOR, display_name=name) for name in ("Une tutrice", "Un autre")
    )
    years = [year_of(session, make_enrolment(session, cohort=cohort)).id for _ in range(2)]
    held = make_class_session(session, cohort=cohort)
    attendance.enter(session, held, [typed(years[0], LATE)], actor=other, now=NOW)
    told = attendance.enter(
        session, held, [typed(years[0], PRESENT), typed(years[1], PRESENT)], actor=tutor, now=NOW
    )
    (conflict,) = told.conflicts
    assert told.written == 1
    assert (conflict.mine, conflict.row.noted.state, conflict.row.noted.by) == (
        PRESENT,
        LATE,
        "Un autre",
    )
    assert states(session) == {years[0]: LATE, years[1]: PRESENT}


def refused(
    session: Session, held: ClassSession, year_id: UUID, actor: Account | None = None
) -> Rule:
    with pytest.raises(RuleViolation) as refusal:
        attendance.enter(session, held, [typed(year_id, PRESENT)], actor=actor, now=NOW)
    return refusal.value.rule


def test_nothing_is_noted_ahead_or_of_others_or_of_oneself(session: Session) -> None:
    cohort = make_cohort(session)
    enrolment = make_enrolment(session, cohort=cohort)
    year = year_of(session, enrolment)
    stranger = year_of(session, make_enrolment(session, cohort=make_cohort(session)))
    own = make_account(session, Role.TUTOR, person=enrolment.person)
    today = make_class_session(session, cohort=cohort)
    tomorrow = make_class_session(session, cohort=cohort, held_on=TODAY + timedelta(days=2))
    away = make_enrolment(session, cohort=cohort)
    away.state, away.state_since = EnrolmentState.SUSPENDED, TODAY
    decided = make_enrolment(session, cohort=cohort)
    make_decision(session, enrolment=decided)
    session.flush()
    assert refused(session, tomorrow, year.id) is Rule.CLASS_NOT_BEGUN
    assert refused(session, today, stranger.id) is Rule.ATTENDANCE_NOT_OF_SESSION
    assert refused(session, today, year.id, own) is Rule.ATTENDANCE_OWN
    away_year = year_of(session, away).id
    assert refused(session, today, away_year) is Rule.ATTENDANCE_NOT_OF_SESSION
    assert refused(session, today, year_of(session, decided).id) is Rule.CLASS_DECIDED
    assert states(session) == {}


def test_a_closed_class_opens_again_with_a_trace_until_the_board_decided(
    session: Session,
) -> None:
    cohort, coordinator = make_cohort(session), make_account(session, Role.COORDINATOR)
    enrolment = make_enrolment(session, cohort=cohort)
    held = make_class_session(session, cohort=cohort, is_closed=True)
    make_record(session, held, year_of(session, enrolment))
    attendance.reopen(session, held, actor=coordinator)
    assert held.closed_at is None
    acts = session.scalars(select(AuditEvent.act).where(AuditEvent.object_id == held.id)).all()
    assert acts == ["attendance:reopen"]
    with pytest.raises(RuleViolation) as twice:
        attendance.reopen(session, held, actor=coordinator)
    attendance.close(session, held, actor=coordinator, now=NOW)
    make_decision(session, enrolment=enrolment)
    with pytest.raises(RuleViolation) as late:
        attendance.reopen(session, held, actor=coordinator)
    assert (twice.value.rule, late.value.rule) == (Rule.CLASS_NOT_CLOSED, Rule.CLASS_DECIDED)


def test_in_groups_whoever_is_in_the_other_one_is_left_out(session: Session) -> None:
    cohort = make_cohort(session)
    years = [year_of(session, make_enrolment(session, cohort=cohort)).id for _ in range(2)]
    held = make_class_session(session, cohort=cohort, in_groups=True)
    with pytest.raises(RuleViolation) as nobody:
        attendance.close(session, held, actor=None, now=NOW)
    attendance.enter(session, held, [typed(one, PRESENT) for one in years], actor=None, now=NOW)
    back = [typed(years[1], None, PRESENT, 1)]
    assert attendance.enter(session, held, back, actor=None, now=NOW).written == 1
    attendance.close(session, held, actor=None, now=NOW)
    assert nobody.value.rule is Rule.ATTENDANCE_INCOMPLETE
    assert states(session) == {years[0]: PRESENT}


def test_a_sheet_names_arrangements_to_those_who_must_know_only(session: Session) -> None:
    cohort = make_cohort(session)
    told, untold = (make_enrolment(session, cohort=cohort) for _ in range(2))
    make_arrangement(session, told, ArrangementKind.ATTENDANCE_EXEMPTION)
    make_arrangement(session, told, starts_on=TODAY + timedelta(days=1))
    make_arrangement(session, untold, tells=False)
    held = make_class_session(session, cohort=cohort)
    sheet = attendance_sheets.sheet(session, held)
    found = {row.year_id: [note.kind for note in row.notes] for row in sheet.rows}
    assert found[year_of(session, told).id] == [ArrangementKind.ATTENDANCE_EXEMPTION]
    assert found[year_of(session, untold).id] == []
    assert [row.is_exempt for row in sheet.rows].count(True) == 1


def test_as_many_statements_for_a_large_sheet_as_for_a_small_one(session: Session) -> None:
    cohort = make_cohort(session)
    held = make_class_session(session, cohort=cohort)
    make_record(session, held, year_of(session, make_enrolment(session, cohort=cohort)))
    with statements(db.engine) as few:
        attendance_sheets.sheet(session, held)
    for _ in range(6):
        make_record(session, held, year_of(session, make_enrolment(session, cohort=cohort)))
    with statements(db.engine) as many:
        attendance_sheets.sheet(session, held)
    assert len(few) == len(many) == 5


def opened(session: Session, enrolment: Enrolment) -> tuple[ClassSession, str]:
    """A class on 30 November at nine, its code open at ten past."""
    held = make_class_session(session, cohort=enrolment.cohort, held_on=DAY)
    actor = make_account(session, Role.COORDINATOR)
    self_signing.open_code(session, held, key=KEY, actor=actor, now=TEN_PAST_NINE)
    return held, self_signing.shown_code(held, key=KEY, now=TEN_PAST_NINE) or ""


@pytest.mark.parametrize(
    ("minutes", "state"), [(5, PRESENT), (6, LATE)], ids=["at a quarter past", "a minute later"]
)
def test_a_trainee_signs_with_the_code_of_the_room(
    session: Session, minutes: int, state: AttendanceState
) -> None:
    enrolment = make_enrolment(session)
    trainee = make_account(session, Role.TRAINEE, person=enrolment.person)
    held, code = opened(session, enrolment)
    then = TEN_PAST_NINE + timedelta(minutes=minutes)
    lower = f"{code[:3]} {code[3:]}".lower()
    signed = self_signing.sign(session, trainee, lower, key=KEY, now=then)
    again = self_signing.sign(session, trainee, code, key=KEY, now=then + timedelta(hours=1))
    assert (signed.state, signed.is_entered, again.state) == (state, False, state)
    (record,) = session.scalars(select(AttendanceRecord)).all()
    assert (record.class_session_id, record.signed_at, record.entered_by_id) == (
        held.id,
        then,
        None,
    )


def test_what_the_instructor_noted_prevails(session: Session) -> None:
    enrolment = make_enrolment(session)
    trainee = make_account(session, Role.TRAINEE, person=enrolment.person)
    tutor = make_account(session, Role.TUTOR)
    held, code = opened(session, enrolment)
    year_id = year_of(session, enrolment).id
    attendance.enter(session, held, [typed(year_id, LATE)], actor=tutor, now=TEN_PAST_NINE)
    signed = self_signing.sign(session, trainee, code, key=KEY, now=TEN_PAST_NINE)
    assert (signed.state, signed.is_entered) == (LATE, True)


def test_a_code_opens_nothing_to_others_before_or_after(session: Session) -> None:
    enrolment = make_enrolment(session)
    stranger = make_account(
        session, Role.TRAINEE, person=make_enrolment(session, cohort=make_cohort(session)).person
    )
    trainee = make_account(session, Role.TRAINEE, person=enrolment.person)
    held, code = opened(session, enrolment)
    over = TEN_PAST_NINE.replace(hour=11, minute=45, second=1)

    def rule(account: Account, text: str, now: datetime) -> Rule:
        with pytest.raises(RuleViolation) as refusal:
            self_signing.sign(session, account, text, key=KEY, now=now)
        return refusal.value.rule

    assert rule(stranger, code, TEN_PAST_NINE) is Rule.CLASS_CODE_WRONG
    assert rule(trainee, "AAAAAA", TEN_PAST_NINE) is Rule.CLASS_CODE_WRONG
    assert rule(trainee, code, over) is Rule.CLASS_CODE_NOT_NOW
    assert self_signing.shown_code(held, key=KEY, now=over) is None
    coordinator = make_account(session, Role.COORDINATOR)
    self_signing.stop_code(session, held, actor=coordinator)
    assert rule(trainee, code, TEN_PAST_NINE) is Rule.CLASS_CODE_WRONG
    with pytest.raises(RuleViolation) as early:
        self_signing.open_code(
            session, held, key=KEY, actor=coordinator, now=TEN_PAST_NINE - timedelta(minutes=26)
        )
    assert early.value.rule is Rule.CLASS_CODE_NOT_NOW
    assert code not in (held.code_digest or "")


def test_each_opening_makes_another_code(session: Session) -> None:
    enrolment = make_enrolment(session)
    held, first = opened(session, enrolment)
    later = TEN_PAST_NINE + timedelta(minutes=1)
    actor = make_account(session, Role.COORDINATOR)
    self_signing.open_code(session, held, key=KEY, actor=actor, now=later)
    assert self_signing.shown_code(held, key=KEY, now=later) != first
    assert len(first) == 6
